"""Distance of keyframes, measured on a stream as it comes."""

from __future__ import annotations

LATE_AFTER = 4.0
"""Seconds without a second keyframe after which their distance is told although it is not over."""


class GopMeter:
    """Measures the time between keyframes on one clock; ``late_after`` in seconds, see ``LATE_AFTER``."""

    def __init__(self, late_after: float = LATE_AFTER) -> None:
        self._late_after = late_after
        self.seconds: float | None = None
        self._last: float | None = None

    def push(self, *, keyframe: bool, at: float) -> bool:
        """Take a picture's time in seconds; whether the figure has changed much."""
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
