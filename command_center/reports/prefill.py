"""The first words of a report: only what is on record; a field about which nothing is stays empty.

In Chinese, the language of those who read it. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from command_center.auth.model import Role
from command_center.duty.model import Person
from command_center.incidents.model import Incident, IncidentState, SourceChannel
from command_center.reports.model import Body, Report, ReportField
from command_center.reports.on_record import OnRecord
from command_center.tasks.model import Task, TaskState
from common.kinds import kind_of

CHANNELS = {
    SourceChannel.ALERT: "视频监控系统预警",
    SourceChannel.PHONE: "电话报告",
    SourceChannel.PATROL: "巡查人员报告",
    SourceChannel.MESSAGE: "信息平台报送",
    SourceChannel.CAP: "外部预警系统（CAP）",
}
HOW = {"picture": "查看视频画面", "call_back": "电话回访", "patrol": "现场巡查"}
LEVELS = {1: "Ⅰ级（特别重大）", 2: "Ⅱ级（重大）", 3: "Ⅲ级（较大）", 4: "Ⅳ级（一般）"}
STATES = {
    IncidentState.DISCOVERED: "已发现，尚未核实。",
    IncidentState.VERIFIED: "已核实，尚未启动处置。",
    IncidentState.RESPONDING: "正在处置，尚未得到控制。",
}
UNFINISHED = "未完成"
DOING = {
    TaskState.ASSIGNED: f"已下达，{UNFINISHED}",
    TaskState.ACCEPTED: f"已接受，{UNFINISHED}",
    TaskState.EN_ROUTE: f"正赶赴现场，{UNFINISHED}",
    TaskState.ON_SCENE: f"已到达现场，{UNFINISHED}",
    TaskState.DECLINED: f"无法执行，{UNFINISHED}",
    TaskState.DONE: "已完成",
}
"""A cancelled task is no measure that was taken."""
IN_CHARGE = {Role.DUTY_LEADER: "带班领导", Role.COMMANDER: "指挥长"}


@dataclass(frozen=True, slots=True)
class Known:
    """Facts from which a new report is filled in."""

    incident: Incident
    facts: OnRecord
    tasks: Sequence[Task]
    before: Report | None
    """The last report that went upward."""
    on_duty: Sequence[Person]
    """Who stands in the duty table now."""
    hotspot: str | None
    time_zone: tzinfo


def prefill(known: Known) -> Body:
    """Text of every field; empty where nothing is on record: neither a machine nor a habit knows it."""
    controlled = known.facts.controlled
    return {
        ReportField.RECEIVED: chinese_time(known.incident.learned_at, known.time_zone),
        ReportField.SOURCE: _source(known),
        ReportField.OCCURRED: _occurred(known),
        ReportField.PLACE: _place(known),
        ReportField.NATURE: f"{kind_of(known.incident.kind).words.zh}，事件等级{LEVELS[known.incident.level]}。",
        ReportField.SCOPE: _earlier(known, ReportField.SCOPE),
        ReportField.LOSSES: (controlled.losses if controlled else "") or _earlier(known, ReportField.LOSSES),
        ReportField.TREND: _trend(known),
        ReportField.LEADERS: _earlier(known, ReportField.LEADERS) or _in_charge(known.on_duty),
        ReportField.MEASURES: _measures(known.tasks),
        ReportField.ADVICE: _earlier(known, ReportField.ADVICE),
    }


def _earlier(known: Known, name: ReportField) -> str:
    """What a person said of it in the last report; what the centre had filled in there is made anew."""
    before = known.before
    return "" if before is None or name in before.unchecked else (before.body or {}).get(name, "")


def _source(known: Known) -> str:
    source, verified = known.incident.source, known.facts.verified
    said = CHANNELS[SourceChannel(source.get("channel", SourceChannel.ALERT))]
    who = " ".join(source[name] for name in ("name", "phone") if source.get(name))
    said = f"{said}（{who}）" if who else said
    if verified is None:
        return f"{said}，尚未核实。"
    how = f"经{HOW[verified.how]}" if verified.how in HOW else ""
    return f"{said}，{chinese_time(verified.at, known.time_zone)}{how}核实。"


def _occurred(known: Known) -> str:
    at = known.incident.occurred_at
    if at is None:
        return ""
    seen = known.incident.source.get("channel", SourceChannel.ALERT) == SourceChannel.ALERT
    return f"{chinese_time(at, known.time_zone)}{'（视频首次发现）' if seen else ''}"


def _place(known: Known) -> str:
    """The place of the event; where nobody has set it, the position of the camera, called so."""
    position, named = known.incident.position, known.hotspot or ""
    if position is None:
        return f"{named}。" if named else ""
    degrees = f"东经 {position['lon']:.4f}°，北纬 {position['lat']:.4f}°"
    if known.facts.placed:
        return f"{named}（{degrees}）。"
    return f"{named + '，' if named else ''}具体位置未标定（发现该情况的摄像机位于{degrees}）。"


def _trend(known: Known) -> str:
    controlled = known.facts.controlled
    if known.incident.state is not IncidentState.CONTROLLED or controlled is None:
        return STATES.get(known.incident.state, "")
    basis = f"：{controlled.basis}" if controlled.basis else ""
    return f"险情于{chinese_time(controlled.at, known.time_zone)}得到控制{basis}".rstrip("。") + "。"


def _in_charge(on_duty: Sequence[Person]) -> str:
    people = [f"{IN_CHARGE[one.role]}{one.name}" for role in IN_CHARGE for one in on_duty if one.role is role]
    return f"值班表在岗：{'、'.join(people)}。" if people else ""


def _measures(tasks: Sequence[Task]) -> str:
    given = [task for task in tasks if task.state in DOING]
    if not given:
        return "尚未下达任务。"
    lines = [f"{_who(task)}：{task.title['zh']}，{DOING[task.state]}" for task in given]
    return "；".join(f"{index}．{line}" for index, line in enumerate(lines, start=1)) + "。"


def _who(task: Task) -> str:
    return task.unit_name["zh"] if task.unit_name else (task.person or {}).get("name", "")


def chinese_time(moment: datetime, time_zone: tzinfo) -> str:
    """``2026年5月1日16时05分`` on the site's wall clock."""
    local = moment.astimezone(time_zone)
    return f"{local.year}年{local.month}月{local.day}日{local.hour}时{local.minute:02d}分"
