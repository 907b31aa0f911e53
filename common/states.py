"""State tables: the states of a thing, and the moves between them that are allowed."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Generic, TypeVar

S = TypeVar("S", bound=Enum)


class IllegalMoveError(ValueError):
    """The table has no such move. ``from_state`` and ``to_state`` are the two states, ``thing`` names their owner."""

    def __init__(self, thing: str, from_state: Enum, to_state: Enum) -> None:
        self.thing, self.from_state, self.to_state = thing, from_state, to_state
        super().__init__(f"{thing} cannot go from {from_state.value} to {to_state.value}")


class StateTable(Generic[S]):
    """Which state may follow which.

    Args:
        thing: What has these states, with its article: ``an alert``.
        moves: Every state, with the states that may follow it.

    Raises:
        ValueError: a state of the enum has no row.
    """

    def __init__(self, thing: str, moves: Mapping[S, frozenset[S]]) -> None:
        states = type(next(iter(moves)))
        missing = [state.value for state in states if state not in moves]
        if missing:
            raise ValueError(f"the table of {thing} has no row for {', '.join(missing)}")
        self._thing = thing
        self._moves = MappingProxyType(dict(moves))

    @property
    def moves(self) -> frozenset[tuple[S, S]]:
        """Every pair of states of which the second may follow the first."""
        return frozenset((before, after) for before, targets in self._moves.items() for after in targets)

    @property
    def final(self) -> frozenset[S]:
        """States from which no move leads."""
        return frozenset(state for state, targets in self._moves.items() if not targets)

    def before(self, state: S) -> frozenset[S]:
        """States from which a move leads to this one."""
        return frozenset(before for before, targets in self._moves.items() if state in targets)

    def allows(self, from_state: S, to_state: S) -> bool:
        """Whether the table has a move from the first state to the second."""
        return to_state in self._moves[from_state]

    def move(self, from_state: S, to_state: S) -> S:
        """``to_state``, where the table has the move. Raises IllegalMoveError where it has not."""
        if not self.allows(from_state, to_state):
            raise IllegalMoveError(self._thing, from_state, to_state)
        return to_state
