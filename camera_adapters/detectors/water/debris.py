"""Debris on the water: driftwood, rafts of rubbish, a loose boat; each follows the current for some seconds.

Waves and glitter come and go in place. Debris is carried in one direction; it is reported once it has been carried.
"""

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
from common.kinds.water import DEBRIS
from common.text import Text

KIND = DEBRIS.name


@dataclass(frozen=True, slots=True)
class DebrisSettings:
    """What may be set. Areas are shares of the picture, distances picture widths."""

    contrast: float = bounded(8.0, 2, 100, unit="grey", words=words.CONTRAST)
    min_area: float = bounded(0.001, 0, 1, above=True, unit="share", words=words.MIN_AREA)
    min_travel: float = bounded(0.05, 0, 1, unit="widths", words=words.MIN_TRAVEL)
    dwell_seconds: float = bounded(4.0, 0, 3600, unit="s", words=words.DWELL_SECONDS)
    warm_up_seconds: float = bounded(5.0, 0, 600, unit="s", words=words.WARM_UP_SECONDS)
    """Waves must be known before what they carry can be told from them."""

    def __post_init__(self) -> None:
        check(self)


class DebrisDetector:
    """What drifts through one part of the water (see ``Detector``)."""

    version = "debris/1"

    def __init__(self, zone: str | None, area: Area, settings: DebrisSettings) -> None:
        self._settings, self._watched = settings, area.watched()
        bounds = IntrusionSettings(
            contrast=settings.contrast,
            min_area=settings.min_area,
            min_travel=settings.min_travel,
            dwell_seconds=settings.dwell_seconds,
        )
        self._decision = PresenceDecision(zone, area, bounds, KIND)

    def observe(self, features: FrameFeatures) -> list[Observation]:
        """One observation for each thing that drifts, or one of score 0."""
        settings, motion = self._settings, features.motion
        if motion.fresh:
            self._decision.forget()
        if motion.age < settings.warm_up_seconds or motion.frames < MIN_WARM_UP_FRAMES:
            return self._decision.warming()
        blobs = motion.blobs(settings.min_area, self._watched, settings.contrast)
        moving = motion.moving(self._watched, settings.contrast)
        return self._decision.decide(ZoneMotion(blobs, motion.changed, moving), features.aspect, features.now)

    def reset(self) -> None:
        """Forget everything that was followed."""
        self._decision.forget()


def _build(setup: DetectorSetup) -> DebrisDetector:
    """In the zone that it names, or wherever water is drawn."""
    waters = (zone.id for zone in setup.camera.zones if zone.purpose is Purpose.WATER)
    drawn = setup.zone or next(waters, None)
    return DebrisDetector(setup.zone, Area(setup.polygon_of(drawn)), setup.own(DebrisSettings))


ENTRY = DetectorEntry(
    name="debris",
    words=Text(zh="漂浮物", en="Drifting debris"),
    finds="what the current carries through a part of the water for some seconds",
    limits="what hangs still is not told",
    settings=DebrisSettings,
    kinds=(DEBRIS,),
    build=_build,
    takes=(Purpose.WATER, Purpose.WATCH),
    hotspots=frozenset({"river"}),
)
