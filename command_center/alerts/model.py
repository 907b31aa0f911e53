"""States of an alert, who may move it, and what a level means. Pure."""

from __future__ import annotations

from enum import IntEnum, StrEnum

from common.states import StateTable


class AlertState(StrEnum):
    RAISED = "raised"
    ACKNOWLEDGED = "acknowledged"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    CLEARED = "cleared_unacknowledged"
    SHELVED = "shelved"


class Level(IntEnum):
    """Event level: 1 is Ⅰ 特别重大, 4 is Ⅳ 一般. The smaller number is the graver."""

    I = 1  # noqa: E741 - the roman numeral is the word of the field
    II = 2
    III = 3
    IV = 4


class DismissReason(StrEnum):
    FALSE_ALARM = "false_alarm"
    DUPLICATE = "duplicate"
    EQUIPMENT = "equipment"
    KNOWN_WORK = "known_work"


STATES = StateTable(
    "an alert",
    {
        AlertState.RAISED: frozenset({AlertState.ACKNOWLEDGED, AlertState.CLEARED, AlertState.SHELVED}),
        AlertState.ACKNOWLEDGED: frozenset({AlertState.CONFIRMED, AlertState.DISMISSED, AlertState.RAISED}),
        # An alert whose condition came back before anybody looked is raised again, it does not stay "cleared".
        AlertState.CLEARED: frozenset({AlertState.ACKNOWLEDGED, AlertState.RAISED, AlertState.SHELVED}),
        AlertState.SHELVED: frozenset({AlertState.RAISED, AlertState.ACKNOWLEDGED}),
        AlertState.CONFIRMED: frozenset(),
        AlertState.DISMISSED: frozenset(),
    },
)

TERMINAL = STATES.final
OPEN = frozenset(AlertState) - TERMINAL
UNSEEN = frozenset({AlertState.RAISED, AlertState.CLEARED})
"""Open states in which nobody has taken the alert."""


def path_to(from_state: AlertState, to_state: AlertState) -> tuple[AlertState, ...]:
    """The states on the way to a decision; one that was never acknowledged is acknowledged first.

    Raises IllegalMoveError naming the state the alert is in and the one that was wanted.
    """
    through, direct = AlertState.ACKNOWLEDGED, STATES.allows(from_state, to_state)
    if not direct and STATES.allows(from_state, through) and STATES.allows(through, to_state):
        return (through, to_state)
    return (STATES.move(from_state, to_state),)


def dismissal_needs_leader(level: int) -> bool:
    """Levels Ⅰ and Ⅱ are dismissed by a leader only."""
    return level <= Level.II


def may_be_planned_away(level: int) -> bool:
    """Known works never hide the gravest levels."""
    return level > Level.II


def graver(one: int, other: int) -> int:
    """The graver of two levels."""
    return min(one, other)
