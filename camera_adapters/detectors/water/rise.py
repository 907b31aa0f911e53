"""Rate of rise: levels in, a rate for each stretch of time that is long enough to know it. Pure.

A reading is exact to a row or two, so a slow rise takes time to stand out from noise and a fast one does not. A stretch
ends when the alert's rate would have moved the line by ``CLEAR_ROWS``, or when the line has moved that far already.
"""

from __future__ import annotations

from collections import deque
from statistics import median

SETTLE_SECONDS = 60.0
"""A level is the median of the readings of so long, and no stretch is shorter."""
CLEAR_ROWS = 3.0
LONGEST_SECONDS = 900.0
LOST_SECONDS = 7200.0
"""After so long without a reading nothing is known of the rate."""


class RiseWatch:
    """The rates of one gauge, metres an hour. ``now`` in monotonic seconds."""

    def __init__(self, alert_m_per_h: float, metres_a_row: float) -> None:
        self._clear = CLEAR_ROWS * metres_a_row
        wanted = self._clear / alert_m_per_h * 3600.0
        self._stretch = min(max(wanted, SETTLE_SECONDS), LONGEST_SECONDS)
        self._readings: deque[tuple[float, float]] = deque(maxlen=240)
        self._start: tuple[float, float] | None = None
        self.rate: float | None = None
        """Of the last stretch."""

    def push(self, now: float, metres: float) -> float | None:
        """Take a level; the rate where a stretch has just ended."""
        if self._readings and now - self._readings[-1][0] > LOST_SECONDS:
            self._readings.clear()
            self._start = self.rate = None
        self._readings.append((now, metres))
        while now - self._readings[0][0] > SETTLE_SECONDS:
            self._readings.popleft()
        settled = median(level for _, level in self._readings)
        if self._start is None:
            self._start = (now, settled)
            return None
        begun, before = self._start
        waited, moved = now - begun, settled - before
        if waited < self._stretch and (waited < SETTLE_SECONDS or abs(moved) < self._clear):
            return None
        self._start = (now, settled)
        self.rate = moved / waited * 3600.0
        return self.rate
