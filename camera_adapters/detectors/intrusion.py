"""Somebody or something walks, drives or swims into a zone: motion against a learnt background.

Works from 5 frames a second down to keyframes only (one every 2 s); at that rate who crosses within 6 s may be missed.
"""

from __future__ import annotations

from camera_adapters.detectors.base import Observation
from camera_adapters.detectors.motion import MotionModel
from camera_adapters.detectors.presence import MIN_WARM_UP_FRAMES, IntrusionSettings, PresenceDecision
from camera_adapters.detectors.zones import Area
from camera_adapters.frames import Frame

GAP_SECONDS = 30.0
"""After a longer gap the old background may be of another light: learn anew."""


class IntrusionDetector:
    """Motion intrusion into one zone of one camera (see ``Detector``)."""

    version = "intrusion/1"

    def __init__(self, zone: str | None, area: Area, settings: IntrusionSettings) -> None:
        self._settings = settings
        self._model = MotionModel(area.watched(), settings.contrast)
        self._decision = PresenceDecision(zone, area, settings)
        self._last: float | None = None

    def observe(self, frame: Frame) -> list[Observation]:
        """One observation for each walker in the zone; one of score 0 when nobody is there; vetoed ones otherwise."""
        now = frame.monotonic
        elapsed = 0.0 if self._last is None else now - self._last
        self._last = now
        if elapsed > GAP_SECONDS:
            self.reset()
        small = frame.small
        motion = self._model.apply(small, elapsed, self._settings.min_area)
        if self._decision.must_relearn(motion, now):
            self.reset()
            return self._decision.warming()
        if self._model.age < self._settings.warm_up_seconds or self._model.frames < MIN_WARM_UP_FRAMES:
            return self._decision.warming()
        return self._decision.decide(motion, small.shape[0] / small.shape[1], now)

    def reset(self) -> None:
        """Learn the background anew from the next frame."""
        self._model.forget()
        self._decision.forget()
