"""Cadence: which of the pictures that come one after another are due at a rate."""

from __future__ import annotations

EARLY = 0.1
"""Part of the interval by which a picture may come early: network jitter must not cost every other one."""


class Cadence:
    """The moment at which the next picture is due; the interval may change from one to the next. Times in seconds."""

    def __init__(self) -> None:
        self._next = 0.0

    def due(self, now: float, interval: float) -> bool:
        """Whether a picture of this moment is due."""
        return now >= self._next - interval * EARLY

    def took(self, now: float, interval: float) -> None:
        """A picture of this moment was taken. After a pause the rhythm begins anew, nothing is caught up on."""
        self._next += interval
        if self._next < now:
            self._next = now + interval
