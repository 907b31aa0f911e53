"""Tables of states: what follows what, and what an illegal move says."""

from __future__ import annotations

from enum import Enum

import pytest

from common.states import IllegalMoveError, StateTable


class Door(Enum):
    OPEN = "open"
    SHUT = "shut"
    WALLED = "walled_up"


TABLE = StateTable(
    "a door",
    {
        Door.OPEN: frozenset({Door.SHUT}),
        Door.SHUT: frozenset({Door.OPEN, Door.WALLED}),
        Door.WALLED: frozenset(),
    },
)


def test_a_move_of_the_table_answers_the_new_state() -> None:
    assert TABLE.move(Door.OPEN, Door.SHUT) is Door.SHUT
    assert TABLE.allows(Door.SHUT, Door.WALLED)


def test_any_other_move_is_an_error_that_names_the_thing_and_both_states() -> None:
    with pytest.raises(IllegalMoveError) as caught:
        TABLE.move(Door.OPEN, Door.WALLED)

    assert str(caught.value) == "a door cannot go from open to walled_up"
    assert (caught.value.from_state, caught.value.to_state) == (Door.OPEN, Door.WALLED)


def test_staying_is_no_move() -> None:
    assert not TABLE.allows(Door.SHUT, Door.SHUT)


def test_the_table_tells_its_moves_its_ends_and_what_leads_to_a_state() -> None:
    assert TABLE.moves == {(Door.OPEN, Door.SHUT), (Door.SHUT, Door.OPEN), (Door.SHUT, Door.WALLED)}
    assert TABLE.final == {Door.WALLED}
    assert TABLE.before(Door.SHUT) == {Door.OPEN}


def test_a_table_that_forgets_a_state_is_refused() -> None:
    with pytest.raises(ValueError, match="a door has no row for walled_up"):
        StateTable("a door", {Door.OPEN: frozenset({Door.SHUT}), Door.SHUT: frozenset({Door.OPEN})})
