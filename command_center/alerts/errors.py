"""Errors of handling an alert.

CentreError
├── Conflict
│   ├── AlertMovedError     the state table has no such move, or somebody else was faster; names both states
│   └── IncidentOverError   the incident that an alert should join is over
└── Forbidden
    └── LeaderNeededError   an alert of level Ⅰ or Ⅱ is dismissed by a leader
"""

from __future__ import annotations

from command_center.alerts.model import AlertState
from command_center.base.errors import Conflict, Forbidden
from command_center.chain.model import Who

STATE_ZH = {
    AlertState.RAISED: "待处理",
    AlertState.ACKNOWLEDGED: "已收到",
    AlertState.CONFIRMED: "已确认属实",
    AlertState.DISMISSED: "已解除",
    AlertState.CLEARED: "已消失未确认",
    AlertState.SHELVED: "已搁置",
}
STATE_EN = {
    AlertState.RAISED: "raised",
    AlertState.ACKNOWLEDGED: "acknowledged",
    AlertState.CONFIRMED: "confirmed",
    AlertState.DISMISSED: "dismissed",
    AlertState.CLEARED: "cleared, unacknowledged",
    AlertState.SHELVED: "shelved",
}


class AlertMovedError(Conflict):
    """``facts`` carries ``state``, ``wanted`` and, where somebody has it, ``handled_by`` and ``handled_by_id``."""

    def __init__(self, state: AlertState, wanted: AlertState, who: Who | None) -> None:
        facts = {"state": str(state), "wanted": str(wanted)}
        zh = f"预警当前为“{STATE_ZH[state]}”，不能变为“{STATE_ZH[wanted]}”"
        en = f"The alert is {STATE_EN[state]}, it cannot become {STATE_EN[wanted]}"
        if who is not None:
            facts |= {"handled_by": who.name, "handled_by_id": who.id}
            zh, en = f"{zh}；由{who.name}处理", f"{en}; {who.name} has it"
        super().__init__("alert_moved", zh, en, facts=facts)


class IncidentOverError(Conflict):
    """The incident is closed, cancelled or merged; no alert can join it."""

    def __init__(self, state: str) -> None:
        super().__init__(
            "incident_over",
            "该事件已结束，不能再并入预警",
            "The incident is over, no alert can join it",
            facts={"state": state},
        )


class LeaderNeededError(Forbidden):
    """Names the level."""

    def __init__(self, level: int) -> None:
        roman = "ⅠⅡⅢⅣ"[level - 1]
        super().__init__(
            "leader_needed",
            f"{roman}级预警须由带班领导解除",
            f"An alert of level {roman} is dismissed by a duty leader",
            facts={"level": str(level)},
        )
