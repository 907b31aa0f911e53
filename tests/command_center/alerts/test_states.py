"""The states of an alert and who may move it."""

from __future__ import annotations

import itertools

import pytest

from command_center.alerts.model import (
    OPEN,
    STATES,
    TERMINAL,
    AlertState,
    dismissal_needs_leader,
    path_to,
)
from common.states import IllegalMoveError


def test_confirmed_and_dismissed_are_final() -> None:
    assert {AlertState.CONFIRMED, AlertState.DISMISSED} == TERMINAL


@pytest.mark.parametrize(("start", "end"), list(itertools.product(AlertState, AlertState)))
def test_every_pair_is_either_in_the_table_or_an_error_that_names_both(start: AlertState, end: AlertState) -> None:
    if STATES.allows(start, end):
        assert STATES.move(start, end) is end
        return
    with pytest.raises(IllegalMoveError) as caught:
        STATES.move(start, end)
    assert (caught.value.from_state, caught.value.to_state) == (start, end)
    assert str(start) in str(caught.value)
    assert str(end) in str(caught.value)


@pytest.mark.parametrize("state", sorted(OPEN - {AlertState.ACKNOWLEDGED}))
@pytest.mark.parametrize("decision", [AlertState.CONFIRMED, AlertState.DISMISSED])
def test_a_decision_writes_the_missing_acknowledgement(state: AlertState, decision: AlertState) -> None:
    assert path_to(state, decision) == (AlertState.ACKNOWLEDGED, decision)


def test_a_decision_on_an_acknowledged_alert_is_one_step() -> None:
    assert path_to(AlertState.ACKNOWLEDGED, AlertState.DISMISSED) == (AlertState.DISMISSED,)


@pytest.mark.parametrize("state", sorted(TERMINAL))
def test_a_decided_alert_is_never_decided_again(state: AlertState) -> None:
    with pytest.raises(IllegalMoveError):
        path_to(state, AlertState.CONFIRMED)


def test_the_two_gravest_levels_need_a_leader_to_dismiss() -> None:
    assert [dismissal_needs_leader(level) for level in (1, 2, 3, 4)] == [True, True, False, False]
