"""The domain's rules of incidents, tasks and reports, written a second time: what a test at random compares with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from tests.support.town import DEADLINES

DUTY = {"duty_officer", "duty_leader", "commander"}
LEADERS = {"duty_leader", "commander"}
ACTIVE = {"discovered", "verified", "responding", "controlled"}
TABLE = {
    "discovered": {"verified", "cancelled", "merged"},
    "verified": {"responding", "cancelled", "merged"},
    "responding": {"controlled", "cancelled", "merged"},
    "controlled": {"responding", "closed", "merged"},
    "closed": {"reviewed"},
    "reviewed": set(),
    "cancelled": set(),
    "merged": set(),
}
MARKS = {"note", "level", "joined", "changed", "plan", "attached", "called", "edited", "phoned"}
# By action: who may, from where, whereto.
MOVES: dict[str, tuple[set[str], set[str], str]] = {
    "verify": (DUTY, {"discovered"}, "verified"),
    "respond": (DUTY, {"verified"}, "responding"),
    "control": ({"commander"}, {"responding"}, "controlled"),
    "flare-up": ({"commander"}, {"controlled"}, "responding"),
    "close": ({"duty_leader"}, {"controlled"}, "closed"),
    "cancel": ({"duty_leader"}, {"discovered", "verified", "responding"}, "cancelled"),
    "review": ({"reviewer"}, {"closed"}, "reviewed"),
}
LIMITS = {"verify": timedelta(minutes=10), "review": timedelta(days=7)}
BODIES = {
    "verify": {"how": "picture"},
    "control": {"basis": "明火已灭"},
    "flare-up": {"reason": "余火复燃"},
    "cancel": {"reason": "误报"},
    "review": {"conclusion": "及时"},
}
STEPS = {
    "assigned": {"accepted", "declined", "cancelled"},
    "accepted": {"en_route", "cancelled"},
    "en_route": {"on_scene", "cancelled"},
    "on_scene": {"done", "cancelled"},
    "declined": {"assigned", "cancelled"},
    "done": set(),
    "cancelled": set(),
}
STAGES = {
    "draft": {"submitted"},
    "submitted": {"draft", "signed"},
    "signed": {"sent"},
    "sent": {"receipted"},
    "receipted": set(),
}
# By action: who may, from where, whereto.
PAPER: dict[str, tuple[set[str], str, str]] = {
    "submit": (DUTY, "draft", "submitted"),
    "return": (LEADERS, "submitted", "draft"),
    "sign": (LEADERS, "submitted", "signed"),
    "send": (DUTY, "signed", "sent"),
    "receipt": (DUTY, "sent", "receipted"),
}
SAID = {"return": {"reason": "核实面积"}, "receipt": {"by": "区应急局"}, "phoned": {"to": "区应急局"}}


@dataclass
class Task:
    id: UUID
    state: str
    person: str | None
    key: str = ""
    last: str = ""


@dataclass
class Report:
    id: UUID
    kind: str
    stage: str = "draft"
    revision: int = 0
    phone_due: datetime | None = None
    due: datetime | None = None
    phoned: bool = False
    sent: bool = False
    hands: set[str] = field(default_factory=set)


@dataclass
class Incident:
    id: UUID
    state: str
    since: datetime
    level: int
    learned: datetime
    tasks: list[Task] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    plan: bool = False

    @property
    def active(self) -> bool:
        return self.state in ACTIVE

    @property
    def unfinished(self) -> bool:
        return any(task.state not in {"done", "cancelled"} for task in self.tasks)

    def missing(self, action: str, role: str) -> str:
        """What its guard must name."""
        begun = any(task.state in {"accepted", "en_route", "on_scene", "done"} for task in self.tasks)
        receipted = {report.kind for report in self.reports if report.stage == "receipted"}
        told = any(report.phoned or report.sent for report in self.reports)
        wanted = {
            "respond": [("accepted_task", role == "commander" and not begun)],
            "cancel": [("first_unsent", told)],
            "close": [
                ("first_receipt", "first" not in receipted),
                ("final_receipt", "final" not in receipted),
                ("unfinished_tasks", self.unfinished),
            ],
        }
        return ",".join(name for name, stands in wanted.get(action, []) if stands)

    def owe(self) -> None:
        """The first report is due by the level and the moment of learning, as long as it is owed."""
        phone, written = (timedelta(minutes=one) for one in DEADLINES[self.level])
        first = self.reports[0]
        if not first.sent:
            first.due = self.learned + written
            first.phone_due = first.phone_due if first.phoned else self.learned + phone
