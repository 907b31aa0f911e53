"""Batch pause of the intake: one alert is stored at once, of a storm a transaction takes several. Pure."""

from __future__ import annotations

from collections import deque

STORM = 20
"""Entries within a second from which it is a storm. A town's cameras send ten on a lively day, news of what goes on
included."""
BREATH = 0.1
"""Seconds for which a storm gathers: a transaction costs nearly the same for one alert as for ten, and the pages and
the API need that time."""


class BatchPause:
    """Length of the pause before the next batch, from how many entries came within the last second."""

    def __init__(self) -> None:
        self._taken: deque[tuple[float, int]] = deque()
        self._sum = 0

    def pause(self, taken: int, now: float) -> float:
        """Seconds to wait after a batch of ``taken`` entries at ``now`` monotonic seconds; 0 while it is no storm."""
        self._taken.append((now, taken))
        self._sum += taken
        while now - self._taken[0][0] > 1.0:
            self._sum -= self._taken.popleft()[1]
        return BREATH if self._sum >= STORM else 0.0
