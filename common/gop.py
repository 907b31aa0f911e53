"""Meter of the time between keyframes of a stream."""

from __future__ import annotations

LATE_AFTER = 4.0
"""Seconds after the first keyframe from which on the time since then is given, although the second has not come."""


class GopMeter:
    """Measures the time between keyframes: ``seconds``, None until it is known.

    ``late_after`` is in seconds, see ``LATE_AFTER``.
    """

    def __init__(self, late_after: float = LATE_AFTER) -> None:
        self._late_after = late_after
        self.seconds: float | None = None
        self._last: float | None = None

    def push(self, *, keyframe: bool, at: float) -> bool:
        """Take the next picture; ``at`` is its time in seconds, on one clock for all.

        Answers whether ``seconds`` has become known or has changed by more than 0.5 s.
        """
        if self._last is None:
            self._last = at if keyframe else None
            return False
        since = at - self._last
        if keyframe:
            self._last = at
        elif since <= (self.seconds or self._late_after):
            return False  # nothing can be said before the next keyframe, but that it is late
        changed = self.seconds is None or abs(since - self.seconds) > 0.5
        self.seconds = since
        return changed
