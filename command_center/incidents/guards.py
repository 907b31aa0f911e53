"""Guards of an incident's moves: who may, under which condition, and until when. Pure: values in, a verdict out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from command_center.auth.model import DUTY, LEADERS, Role
from command_center.incidents.model import STATES, IncidentState


class Missing(StrEnum):
    """Conditions that can block a move of an incident."""

    ACCEPTED_TASK = "accepted_task"
    UNFINISHED_TASKS = "unfinished_tasks"
    FIRST_RECEIPT = "first_receipt"
    FINAL_RECEIPT = "final_receipt"
    FIRST_UNSENT = "first_unsent"


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts about tasks and reports that the guards judge."""

    accepted_tasks: int = 0
    """Accepted or further, without the cancelled ones."""
    unfinished_tasks: int = 0
    """Neither done nor cancelled."""
    first_sent: bool = False
    first_receipted: bool = False
    final_receipted: bool = False


@dataclass(frozen=True, slots=True)
class MoveVerdict:
    """``missing`` empty: the move is made. ``late``: made after its limit, which is flagged and never blocked."""

    missing: tuple[Missing, ...]
    late: bool = False


Guard = Callable[[Facts, Role], tuple[Missing, ...]]


@dataclass(frozen=True, slots=True)
class Rule:
    """Rule of one move: which roles may make it, and which facts it needs."""

    who: frozenset[Role]
    guard: Guard = lambda _facts, _role: ()
    within: timedelta | None = None


def _response_has_begun(facts: Facts, role: Role) -> tuple[Missing, ...]:
    """The commander leads tasks that somebody has accepted; whoever is on duty may begin without (先期处置)."""
    begun = facts.accepted_tasks > 0 or role is not Role.COMMANDER
    return () if begun else (Missing.ACCEPTED_TASK,)


def _nothing_is_owed(facts: Facts, _: Role) -> tuple[Missing, ...]:
    wanted = (
        (Missing.FIRST_RECEIPT, facts.first_receipted),
        (Missing.FINAL_RECEIPT, facts.final_receipted),
        (Missing.UNFINISHED_TASKS, facts.unfinished_tasks == 0),
    )
    return tuple(name for name, fulfilled in wanted if not fulfilled)


def _nobody_was_told(facts: Facts, _: Role) -> tuple[Missing, ...]:
    return (Missing.FIRST_UNSENT,) if facts.first_sent else ()


ON_DUTY = frozenset(DUTY)
"""What a duty officer does, a leader or a commander who sits at the desk may do; not the other way round."""
LEADER = frozenset({Role.DUTY_LEADER})
COMMANDER = frozenset({Role.COMMANDER})

_TO: Mapping[IncidentState, Rule] = {
    IncidentState.VERIFIED: Rule(ON_DUTY, within=timedelta(minutes=10)),
    IncidentState.RESPONDING: Rule(ON_DUTY, _response_has_begun),
    IncidentState.CONTROLLED: Rule(COMMANDER),
    IncidentState.CLOSED: Rule(LEADER, _nothing_is_owed),
    IncidentState.REVIEWED: Rule(frozenset({Role.REVIEWER}), within=timedelta(days=7)),
    IncidentState.CANCELLED: Rule(LEADER, _nobody_was_told),
    IncidentState.MERGED: Rule(frozenset(LEADERS)),
}

RULES: Mapping[tuple[IncidentState, IncidentState], Rule] = MappingProxyType(
    {states: _TO[states[1]] for states in STATES.moves}
    | {(IncidentState.CONTROLLED, IncidentState.RESPONDING): Rule(COMMANDER)}
)
"""Every move of the state table, once."""


class NotForRoleError(Exception):
    """The move exists, but not for this role; ``who`` may make it."""

    def __init__(self, who: frozenset[Role]) -> None:
        self.who = who
        super().__init__("for " + ", ".join(sorted(who)))


def judge(
    states: tuple[IncidentState, IncidentState], role: Role, facts: Facts, waited: timedelta = timedelta(0)
) -> MoveVerdict:
    """Whether the incident may go from the one state to the other, ``waited`` after it came into the first.

    Raises IllegalMoveError, NotForRoleError.
    """
    before, after = states
    STATES.move(before, after)
    rule = RULES[states]
    if role not in rule.who:
        raise NotForRoleError(rule.who)
    late = rule.within is not None and waited > rule.within
    return MoveVerdict(rule.guard(facts, role), late)
