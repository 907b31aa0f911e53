"""Distance of keyframes, measured on a stream as it comes."""

from __future__ import annotations


class GopMeter:
    """Measures the time between keyframes on the stream's own clock."""

    def __init__(self) -> None:
        self.seconds: float | None = None
        self._last: float | None = None

    def push(self, *, keyframe: bool, at: float) -> bool:
        """Take a packet's time in seconds; whether the figure has changed much."""
        if self._last is None:
            self._last = at if keyframe else None
            return False
        since = at - self._last
        if keyframe:
            self._last = at
        elif since <= (self.seconds or 4.0):
            return False  # nothing can be said before the next keyframe, but that it is late
        changed = self.seconds is None or abs(since - self.seconds) > 0.5
        self.seconds = since
        return changed
