"""Rate limits: how often somebody may ask, within this process. Memory is bounded."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from command_center.base.errors import TooMany

MOST_KEYS = 10_000


class Limiter:
    """At most ``count`` times in ``seconds`` by key."""

    def __init__(self, count: int, seconds: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._count = count
        self._seconds = seconds
        self._monotonic = monotonic
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

    def check(self, key: str) -> None:
        """Raises TooMany where the key has used up its number."""
        now, times = self._monotonic(), self._times.get(key, deque())
        while times and now - times[0] >= self._seconds:
            times.popleft()
        if len(times) >= self._count:
            raise TooMany("too_many_requests", retry_after=timedelta(seconds=self._seconds - (now - times[0])))

    def count(self, key: str) -> None:
        """Count one more message with this key."""
        self._times.setdefault(key, deque()).append(self._monotonic())
        self._times.move_to_end(key)
        while len(self._times) > MOST_KEYS:
            self._times.popitem(last=False)


@dataclass(frozen=True, slots=True)
class StationLimits:
    """Of readings by station, of wrong tokens by address."""

    readings: Limiter = field(default_factory=lambda: Limiter(120, 60.0))
    failures: Limiter = field(default_factory=lambda: Limiter(30, 60.0))
