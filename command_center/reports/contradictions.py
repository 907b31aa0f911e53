"""Contradictions of a final report: what is open, or still said to be open, when it declares that all is over. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from command_center.incidents.errors import STATES
from command_center.incidents.model import Incident, IncidentState
from command_center.reports.model import FIELD_NAMES, Body, Report, ReportField, ReportKind
from command_center.reports.prefill import UNFINISHED
from command_center.tasks.model import Task
from common.text import FieldWords

OPEN_WORDS = ("正在核实", "尚未核实", "待核实", "正在处置", "尚未得到控制", f"，{UNFINISHED}")
"""Words that say that something goes on. They are looked for in the text that a person has left or written."""
MAY_BE_EMPTY = frozenset({ReportField.ADVICE})


def contradictions(report: Report, body: Body, incident: Incident, tasks: Sequence[Task]) -> tuple[FieldWords, ...]:
    """Why a final report cannot be submitted or signed now; none of any other report."""
    if report.kind is not ReportKind.FINAL:
        return ()
    return (*_state(incident), *_tasks(tasks), *_text(body))


def _state(incident: Incident) -> Iterator[FieldWords]:
    if incident.state is not IncidentState.CONTROLLED:
        zh, en = STATES[incident.state]
        yield FieldWords(zh=f"事件{zh}，尚未得到控制", en=f"the incident is {en}, not under control")


def _tasks(tasks: Sequence[Task]) -> Iterator[FieldWords]:
    for task in tasks:
        if not task.is_finished:
            yield FieldWords(zh=f"任务未完成：{task.title['zh']}", en=f"task not finished: {task.title['en']}")


def _text(body: Body) -> Iterator[FieldWords]:
    for name in ReportField:
        zh, en = FIELD_NAMES[name]
        said = body.get(name, "").strip()
        if not said and name not in MAY_BE_EMPTY:
            yield FieldWords(zh=f"“{zh}”未填写", en=f"“{en}” is empty")
        for word in (word for word in OPEN_WORDS if word in said):
            yield FieldWords(zh=f"“{zh}”中仍写有“{word.strip('，')}”", en=f"“{en}” still says “{word.strip('，')}”")
