"""Somebody stays in a zone that people only pass: who came in by walking and has not left for a while."""

from __future__ import annotations

from dataclasses import dataclass

from camera_adapters.detectors import words
from camera_adapters.detectors.base import FrameFeatures, Observation
from camera_adapters.detectors.entry import DetectorEntry, DetectorSetup
from camera_adapters.detectors.features.zones import Area
from camera_adapters.detectors.movement.presence import (
    MIN_WARM_UP_FRAMES,
    IntrusionSettings,
    PresenceDecision,
    ZoneMotion,
)
from camera_adapters.messages import Purpose
from common.bounds import bounded, check
from common.kinds.movement import LOITERING
from common.text import Text

KIND = LOITERING.name
SCORE = 0.8
LEAST_TRAVEL, LEAST_TRAVEL_SIZES = 0.015, 0.3
"""Who strolls goes less far in some seconds than who walks through; what only sways goes nowhere."""


@dataclass(frozen=True, slots=True)
class LoiteringSettings:
    """What may be set. Areas are shares of the picture, times seconds."""

    stay_seconds: float = bounded(60.0, 5, 3600, unit="s", words=Text(zh="最长停留", en="Longest stay"))
    """How long somebody may stay."""
    away_seconds: float = bounded(8.0, 1, 600, unit="s", words=Text(zh="离开判定", en="Gone after"))
    """Who is not seen for so long has left; who stands still is not always seen."""
    contrast: float = bounded(7.0, 2, 100, unit="grey", words=words.CONTRAST)
    min_area: float = bounded(0.0005, 0, 1, above=True, unit="share", words=words.MIN_AREA)

    def __post_init__(self) -> None:
        check(self)


@dataclass(slots=True)
class Stay:
    """How long somebody has been here without a long gap; monotonic seconds."""

    away_seconds: float
    since: float | None = None
    seen_at: float = float("-inf")

    def note(self, present: bool, now: float) -> float:
        """Take whether somebody is here; seconds of the stay, 0 when nobody is."""
        if present:
            self.since = now if self.since is None else self.since
            self.seen_at = now
        elif now - self.seen_at > self.away_seconds:
            self.since = None
        return 0.0 if self.since is None else now - self.since

    def forget(self) -> None:
        """Forget the stay that is being timed."""
        self.since, self.seen_at = None, float("-inf")


class LoiteringDetector:
    """Who stays in one zone (see ``Detector``)."""

    version = "loitering/2"

    def __init__(self, zone: str | None, area: Area, settings: LoiteringSettings) -> None:
        self._zone, self._settings, self._watched = zone, settings, area.watched()
        bounds = IntrusionSettings(
            contrast=settings.contrast,
            min_area=settings.min_area,
            min_travel=LEAST_TRAVEL,
            min_travel_sizes=LEAST_TRAVEL_SIZES,
        )
        self._decision = PresenceDecision(zone, area, bounds, KIND)
        self._stay = Stay(settings.away_seconds)

    def observe(self, features: FrameFeatures) -> list[Observation]:
        """One observation: strong once somebody has stayed for too long, with the box of who is seen now."""
        settings, motion = self._settings, features.motion
        if motion.fresh:
            self.reset()
        if motion.frames < MIN_WARM_UP_FRAMES:
            return self._decision.warming()
        blobs = motion.blobs(settings.min_area, self._watched, settings.contrast)
        moving = motion.moving(self._watched, settings.contrast)
        seen = self._decision.decide(ZoneMotion(blobs, motion.changed, moving), features.aspect, features.now)
        stayed = self._stay.note(self._decision.inside, features.now)
        best = max(seen, key=lambda each: each.score)
        score = SCORE if stayed >= settings.stay_seconds else 0.0
        evidence = {"stayed_seconds": round(stayed, 1), **best.evidence}
        return [Observation(KIND, score, self._zone, box=best.box, evidence=evidence, veto=best.veto)]

    def reset(self) -> None:
        """Forget everybody who was followed."""
        self._decision.forget()
        self._stay.forget()


def _build(setup: DetectorSetup) -> LoiteringDetector:
    return LoiteringDetector(setup.zone, Area(setup.polygon), setup.own(LoiteringSettings))


ENTRY = DetectorEntry(
    name="loitering",
    words=Text(zh="滞留", en="Loitering"),
    finds="who came in by walking and has stayed for longer than the zone's time",
    limits="who hardly moves from the start becomes a part of the background and is not known to have walked",
    settings=LoiteringSettings,
    kinds=(LOITERING,),
    build=_build,
    takes=(Purpose.WATCH, Purpose.GROUND),
)
