"""Costly work, bounded: clips and papers that are being made, by person and in all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

from command_center.base.errors import TooMany

EACH = 4
"""Pieces that one person may wait for at the same time: a page shows as many clips."""
IN_ALL = 16
RETRY_AFTER = timedelta(seconds=5)


class CostlyWork:
    """Counts what is under way in this process; what comes above the bound is told to come again."""

    def __init__(self, each: int = EACH, in_all: int = IN_ALL) -> None:
        self._each = each
        self._in_all = in_all
        self._running: Counter[UUID] = Counter()

    @contextmanager
    def turn(self, person: UUID) -> Iterator[None]:
        """While a piece is made for somebody. Raises TooMany."""
        if self._running[person] >= self._each or self._running.total() >= self._in_all:
            raise TooMany("busy", retry_after=RETRY_AFTER)
        self._running[person] += 1
        try:
            yield
        finally:
            self._running[person] -= 1
            self._running += Counter()  # forgets who waits for nothing any more
