"""Errors of handling an incident, a task or a report.

CentreError
├── Conflict
│   ├── MovedError          the state table has no such move; names both states
│   ├── GuardError          the move exists, but something is missing; names it
│   └── OverError           nothing more can be added to an incident that is over
├── Forbidden
│   └── WrongRoleError      the move is for other roles; names them
├── Invalid                 a time that lies in the future
└── NotFound
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from command_center.auth.model import Role
from command_center.base.errors import Conflict, Forbidden, Invalid, NotFound
from command_center.incidents.guards import Missing
from command_center.incidents.model import IncidentState
from common.text import FieldWords

STATES = {
    IncidentState.DISCOVERED: ("已发现", "discovered"),
    IncidentState.VERIFIED: ("已核实", "verified"),
    IncidentState.RESPONDING: ("处置中", "responding"),
    IncidentState.CONTROLLED: ("已控制", "controlled"),
    IncidentState.CLOSED: ("已结束", "closed"),
    IncidentState.REVIEWED: ("已复盘", "reviewed"),
    IncidentState.CANCELLED: ("已撤销", "cancelled"),
    IncidentState.MERGED: ("已合并", "merged"),
}
MISSING = {
    Missing.ACCEPTED_TASK: ("还没有任务被接受", "no task has been accepted yet"),
    Missing.UNFINISHED_TASKS: ("还有任务未完成或取消", "a task is neither done nor cancelled"),
    Missing.FIRST_RECEIPT: ("首报未回执", "the first report has no receipt"),
    Missing.FINAL_RECEIPT: ("终报未回执", "the final report has no receipt"),
    Missing.FIRST_UNSENT: ("首报已报出", "the first report has been sent"),
}
ROLES = {
    Role.VIEWER: ("观察员", "viewer"),
    Role.DUTY_OFFICER: ("值班员", "duty officer"),
    Role.DUTY_LEADER: ("带班领导", "duty leader"),
    Role.COMMANDER: ("指挥长", "commander"),
    Role.RESPONDER: ("处置人员", "responder"),
    Role.REVIEWER: ("复盘员", "reviewer"),
    Role.ADMIN: ("管理员", "administrator"),
}


class MovedError(Conflict):
    """``facts`` carries ``state`` and ``wanted``; ``what`` and the states are given in both languages."""

    def __init__(
        self, code: str, what: tuple[str, str], states: tuple[str, str], words: Sequence[tuple[str, str]]
    ) -> None:
        (now_zh, now_en), (wanted_zh, wanted_en) = words
        super().__init__(
            code,
            f"{what[0]}当前为“{now_zh}”，不能变为“{wanted_zh}”",
            f"The {what[1]} is {now_en}, it cannot become {wanted_en}",
            facts={"state": states[0], "wanted": states[1]},
        )


def incident_moved(state: IncidentState, wanted: IncidentState) -> MovedError:
    """An incident that cannot go there."""
    words = (STATES[state], STATES[wanted])
    return MovedError("incident_moved", ("事件", "incident"), (str(state), str(wanted)), words)


class GuardError(Conflict):
    """``facts`` carries ``state``, ``wanted``, and ``missing``: the conditions by their codes, with commas between."""

    def __init__(self, state: IncidentState, wanted: IncidentState, missing: Collection[Missing]) -> None:
        zh = "；".join(MISSING[one][0] for one in missing)
        en = "; ".join(MISSING[one][1] for one in missing)
        super().__init__(
            "incident_guarded",
            f"事件不能由“{STATES[state][0]}”变为“{STATES[wanted][0]}”：{zh}",
            f"The incident cannot go from {STATES[state][1]} to {STATES[wanted][1]}: {en}",
            facts={"state": str(state), "wanted": str(wanted), "missing": ",".join(missing)},
        )


class OverError(Conflict):
    """``facts`` carries ``state``."""

    def __init__(self, state: IncidentState) -> None:
        zh, en = STATES[state]
        super().__init__(
            "incident_over",
            f"事件“{zh}”，不能再变更；如再次发生，请新建事件并关联",
            f"The incident is {en} and cannot be changed; if it happens again, open a new one that links to it",
            facts={"state": str(state)},
        )


class WrongRoleError(Forbidden):
    """``facts`` carries ``roles``."""

    def __init__(self, who: Collection[Role]) -> None:
        names = sorted(who)
        super().__init__(
            "wrong_role",
            f"此操作由{'、'.join(ROLES[role][0] for role in names)}执行",
            f"This is for: {', '.join(ROLES[role][1] for role in names)}",
            facts={"roles": ",".join(names)},
        )


def incident_missing() -> NotFound:
    """There is no incident with this id."""
    return NotFound("incident_not_found", "事件不存在", "There is no such incident")


def refuse_future(now: datetime, **moments: datetime | None) -> None:
    """Raises Invalid that names every one of these times that is still to come."""
    words = FieldWords(zh="不能晚于当前时间", en="lies in the future")
    wrong = {name: words for name, at in moments.items() if at is not None and at > now}
    if wrong:
        raise Invalid(fields=wrong)
