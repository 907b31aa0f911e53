"""Costly work, bounded: clips, papers and passwords that are waited for, by person or source and in all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from datetime import timedelta

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
        self._running: Counter[Hashable] = Counter()

    @contextmanager
    def turn(self, person: Hashable) -> Iterator[None]:
        """While a piece is made for somebody, or waits for it. Raises TooMany."""
        if self._running[person] >= self._each or self._running.total() >= self._in_all:
            raise TooMany("busy", retry_after=RETRY_AFTER)
        self._running[person] += 1
        try:
            yield
        finally:
            self._running[person] -= 1
            self._running += Counter()  # forgets who waits for nothing any more
