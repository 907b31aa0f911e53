"""The first words of a report: what the incident already knows. In Chinese, the language of those who read it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from command_center.incidents.model import Incident, IncidentState, SourceChannel
from command_center.reports.model import Body, Report, ReportField, ReportKind
from command_center.tasks.model import Task, TaskState
from common.kinds import kind_of

CHANNELS = {
    SourceChannel.ALERT: "视频监控系统预警，值班员核实",
    SourceChannel.PHONE: "电话报告",
    SourceChannel.PATROL: "巡查人员报告",
    SourceChannel.MESSAGE: "信息平台报送",
    SourceChannel.CAP: "外部预警系统（CAP）",
}
LEVELS = {1: "Ⅰ级（特别重大）", 2: "Ⅱ级（重大）", 3: "Ⅲ级（较大）", 4: "Ⅳ级（一般）"}
STATES = {
    IncidentState.DISCOVERED: "已发现，正在核实。",
    IncidentState.VERIFIED: "已核实，正在组织处置。",
    IncidentState.RESPONDING: "正在处置，尚未得到控制。",
    IncidentState.CONTROLLED: "险情已得到控制。",
}
DOING = {
    TaskState.ASSIGNED: "已下达",
    TaskState.ACCEPTED: "已接受",
    TaskState.EN_ROUTE: "正赶赴现场",
    TaskState.ON_SCENE: "已到达现场",
    TaskState.DONE: "已完成",
}


@dataclass(frozen=True, slots=True)
class Known:
    """Facts from which a new report is filled in."""

    incident: Incident
    tasks: Sequence[Task]
    before: Report | None
    """The last report that went upward, whose words a follow-up goes on with."""
    basis: str | None
    """What the commander said when it came under control."""
    losses: str | None
    hotspot: str | None
    now: datetime
    time_zone: tzinfo


def prefill(kind: ReportKind, known: Known) -> Body:
    """Text of every field; a field about which nothing is known yet says so."""
    earlier: Mapping[str, str] = (known.before.body or {}) if known.before else {}
    words: dict[str, str] = {str(name): "" for name in ReportField}
    words |= dict(earlier) | dict(_facts(known))
    words[ReportField.LOSSES] = known.losses or earlier.get(ReportField.LOSSES) or "暂无人员伤亡报告，损失正在核实。"
    words[ReportField.SCOPE] = earlier.get(ReportField.SCOPE) or "正在核实。"
    words[ReportField.LEADERS] = earlier.get(ReportField.LEADERS) or "带班领导、指挥长在应急指挥中心值守指挥。"
    words[ReportField.ADVICE] = earlier.get(ReportField.ADVICE) or "无。"
    if kind is ReportKind.FINAL:
        words[ReportField.TREND] = "险情已排除，应急处置结束。"
    return words


def _facts(known: Known) -> Body:
    incident = known.incident
    return {
        ReportField.RECEIVED: chinese_time(incident.learned_at, known.time_zone),
        ReportField.SOURCE: _source(incident),
        ReportField.OCCURRED: chinese_time(incident.occurred_at or incident.learned_at, known.time_zone),
        ReportField.PLACE: _place(incident, known.hotspot),
        ReportField.NATURE: f"{kind_of(incident.kind).words.zh}，事件等级{LEVELS[incident.level]}。",
        ReportField.TREND: " ".join(part for part in (STATES.get(incident.state, ""), known.basis) if part),
        ReportField.MEASURES: _measures(known.tasks),
    }


def _source(incident: Incident) -> str:
    said = CHANNELS[SourceChannel(incident.source.get("channel", SourceChannel.ALERT))]
    who = " ".join(incident.source[name] for name in ("name", "phone") if incident.source.get(name))
    return f"{said}（{who}）。" if who else f"{said}。"


def _place(incident: Incident, hotspot: str | None) -> str:
    named = "，".join(part for part in (hotspot, incident.title["zh"].split("：")[0]) if part)
    if incident.position is None:
        return f"{named}。"
    return f"{named}（东经 {incident.position['lon']:.4f}°，北纬 {incident.position['lat']:.4f}°）。"


def _measures(tasks: Sequence[Task]) -> str:
    under_way = [task for task in tasks if task.state in DOING]
    if not under_way:
        return "已启动信息核实，正在调派力量。"
    lines = [f"{_who(task)}：{task.title['zh']}，{DOING[task.state]}" for task in under_way]
    return "；".join(f"{index}．{line}" for index, line in enumerate(lines, start=1)) + "。"


def _who(task: Task) -> str:
    return task.unit_name["zh"] if task.unit_name else (task.person or {}).get("name", "")


def chinese_time(moment: datetime, time_zone: tzinfo) -> str:
    """``2026年5月1日16时05分`` on the site's wall clock."""
    local = moment.astimezone(time_zone)
    return f"{local.year}年{local.month}月{local.day}日{local.hour}时{local.minute:02d}分"
