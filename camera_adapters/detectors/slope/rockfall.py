"""Stones that come down a slope, and the scar that a slide leaves; sky and water are no slope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from camera_adapters.detectors import words
from camera_adapters.detectors.base import FrameFeatures, Observation
from camera_adapters.detectors.entry import DetectorEntry, DetectorSetup
from camera_adapters.detectors.features.tracks import Blob, Tracker
from camera_adapters.detectors.features.zones import Polygon
from camera_adapters.detectors.slope.scar import ScarModel
from camera_adapters.detectors.slope.trajectories import Fall, Falls
from camera_adapters.messages import Purpose
from camera_adapters.video.frames import WORK_WIDTH, Plane
from common.bounds import bounded, check
from common.kinds.slope import ROCKFALL
from common.text import Text

KIND = ROCKFALL.name
LEAST_PIXELS, MOST_PIXELS = 3, 200
CROWD, CROWD_SHARE = 15.0, 0.05
"""More at once, or over some seconds, are leaves, rain or a shake."""
LEAST_SIDE = 4
"""Pixels of the smallest box: what is smaller is followed as if it were so large."""
WARM_UP_SECONDS = 10.0
SCAR_SCORE = 0.65


@dataclass(frozen=True, slots=True)
class RockfallSettings:
    """What may be set for one slope."""

    contrast: float = bounded(10.0, 2, 100, unit="grey", words=words.CONTRAST)
    scar: bool = bounded(True, words=Text(zh="查滑坡痕迹", en="Look for scars"))
    """Whether a part of the slope that looks another for good is told too."""

    def __post_init__(self) -> None:
        check(self)


class RockfallDetector:
    """Falling stones and scars on one slope (see ``Detector``)."""

    version = "rockfall/1"

    def __init__(self, zone: str | None, polygon: Polygon, settings: RockfallSettings) -> None:
        self._zone, self._polygon, self._settings = zone, polygon, settings
        self._tracker, self._falls, self._scars = Tracker(), Falls(), ScarModel()
        self._crowd = 0.0

    def observe(self, features: FrameFeatures) -> list[Observation]:
        """One observation of the stones of the last seconds, and one of a scar where there is one."""
        motion, change = features.motion, features.change
        if motion.fresh or change.veto is not None:
            self._tracker.clear()
            self._falls.forget()
            self._scars.forget()
            return [Observation(KIND, 0.0, self._zone, veto=str(change.veto or "warm_up"))]
        inside = self._inside(features)
        calm = _calm(inside, features)
        scar = self._scars.extract(features.steady, calm, features.now) if self._settings.scar else None
        seen = [] if motion.age < WARM_UP_SECONDS else [self._stones(features, calm)]
        if scar is not None:
            evidence = {"share": round(scar.share, 4)}
            seen.append(Observation(KIND, SCAR_SCORE, self._zone, "scar", scar.box, evidence=evidence))
        return seen or [Observation(KIND, 0.0, self._zone, veto="warm_up")]

    def reset(self) -> None:
        """What was followed is lost, and the slope is learnt anew."""
        self._tracker.clear()
        self._falls.forget()
        self._scars.forget()

    def _inside(self, features: FrameFeatures) -> Plane:
        inside = features.raster(self._polygon).copy()
        for purpose in (Purpose.SKY, Purpose.WATER, Purpose.MASK):
            part = features.part(purpose)
            if part is not None:
                inside[part > 0] = 0
        return inside

    def _stones(self, features: FrameFeatures, inside: Plane) -> Observation:
        blobs = stones(cv2.bitwise_and(features.motion.mask(self._settings.contrast), inside))  # type: ignore[arg-type]
        self._crowd += (len(blobs) - self._crowd) * CROWD_SHARE
        calm = max(float(len(blobs)), self._crowd) <= CROWD
        sharp = [features.motion.with_edge(blob) for blob in blobs] if calm else []
        if not calm:
            self._falls.forget()
        tracks = self._tracker.update(sharp, features.now)
        score, falls = self._falls.take(tracks, features.now)
        evidence = {"stones": float(len(falls)), "moving": float(len(blobs))}
        return Observation(KIND, score, self._zone, "stones", _around(falls, features.aspect), evidence=evidence)


def _calm(inside: Plane, features: FrameFeatures) -> Plane:
    """The slope without what always moves: leaves look another at every moment, and leap when they stir again."""
    busy = cv2.resize(features.busy.astype(np.uint8), inside.shape[::-1], interpolation=cv2.INTER_NEAREST)
    return np.where(busy > 0, 0, inside).astype(np.uint8)


def stones(mask: Plane) -> tuple[Blob, ...]:
    """Small moving regions of a mask (h, 320), in picture widths."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    found = []
    for x, y, w, h, area in stats[1:count]:
        if LEAST_PIXELS <= area <= MOST_PIXELS:
            wide, high = max(LEAST_SIDE, int(w)), max(LEAST_SIDE, int(h))
            left, top = x + (w - wide) / 2, y + (h - high) / 2
            found.append(Blob(left / WORK_WIDTH, top / WORK_WIDTH, wide / WORK_WIDTH, high / WORK_WIDTH, 1.0))
    return tuple(found)


def _around(falls: Sequence[Fall], aspect: float) -> tuple[float, float, float, float] | None:
    """The box of all ways, as fractions of the picture; None where nothing falls."""
    if not falls:
        return None
    boxes = np.array([fall.box for fall in falls])
    left, top = float(boxes[:, 0].min()), float(boxes[:, 1].min()) / aspect
    right, bottom = float(boxes[:, 2].max()), float(boxes[:, 3].max()) / aspect
    x, y = max(0.0, left), max(0.0, top)
    return round(x, 4), round(y, 4), round(min(1.0, right) - x, 4), round(min(1.0, bottom) - y, 4)


def _build(setup: DetectorSetup) -> RockfallDetector:
    return RockfallDetector(setup.zone, setup.polygon, setup.own(RockfallSettings))


ENTRY = DetectorEntry(
    name="rockfall",
    words=Text(zh="落石", en="Rockfall"),
    finds=("three and more stones that come down the same way within ten seconds; a scar that has stayed for a minute"),
    limits="a fall of less than 20 of 320 pixels, and one among rain, snow or leaves, is not seen",
    settings=RockfallSettings,
    kinds=(ROCKFALL,),
    build=_build,
    takes=(Purpose.WATCH, Purpose.GROUND),
    hotspots=frozenset({"mountain"}),
)
