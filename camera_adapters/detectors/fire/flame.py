"""Open fire by its colour, and by how it flickers: every look finds it in another shape, at the same place.

Colour alone costs 0.1 ms a look and finds nothing most of the time; what follows is done only where something has the
colour. A second at five pictures a second is enough to judge; of keyframes it takes a quarter of a minute.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from camera_adapters.detectors import words
from camera_adapters.detectors.base import FrameFeatures, Observation
from camera_adapters.detectors.entry import DetectorEntry, DetectorSetup
from camera_adapters.detectors.features.global_change import Reason
from camera_adapters.detectors.features.order_statistics import percentile
from camera_adapters.detectors.fire.flame_colour import Lamps, flame_coloured, is_night
from camera_adapters.detectors.fire.flicker import FEW, HOTTEST, MIN_PICTURES, Spot, burning
from camera_adapters.messages import Purpose
from camera_adapters.video.frames import Plane
from common.bounds import bounded, check
from common.kinds.fire import FLAME
from common.text import Text

KIND = FLAME.name
WINDOW = 15
WINDOW_SECONDS = 24.0
"""As many pictures are judged together, no older than that: three seconds of five a second, or twelve keyframes."""
JUDGE_SECONDS = 0.9
"""Time between two judgements of live pictures."""
MAX_SPOTS = 4
VETOES = frozenset({Reason.LIGHT, Reason.NIGHT})
"""Another light gives a colour to what has none. That most of the picture changes says nothing against a fire: one that
fills it does that, and so does the hand that films it."""


@dataclass(frozen=True, slots=True)
class FlameSettings:
    """What may be set. Areas are shares of the picture."""

    min_area: float = bounded(0.0002, 0.00005, 0.1, unit="share", words=words.MIN_AREA)
    """12 pixels of 320 × 180."""

    def __post_init__(self) -> None:
        check(self)


@dataclass(frozen=True, slots=True)
class FlameSample:
    """One picture in which something has the colour of flame; planes (h, 320)."""

    at: float
    coloured: Plane
    small: Plane
    changed: Plane
    """Absolute difference from the picture before."""
    warmth: Plane
    """Cr - Cb, without the cast of the light."""


class FlameDetector:
    """Open fire in one zone, or anywhere in the picture (see ``Detector``)."""

    version = "flame/2"

    def __init__(self, zone: str | None, polygon: tuple[tuple[float, float], ...], settings: FlameSettings) -> None:
        self._zone, self._polygon, self._settings = zone, polygon, settings
        self._samples: deque[FlameSample] = deque(maxlen=WINDOW)
        self._lamps = Lamps()
        self._judged = float("-inf")

    def observe(self, features: FrameFeatures) -> list[Observation]:
        """About once a second: each spot that has the colour, or one observation of score 0."""
        coloured, warmth = self._coloured(features)
        if coloured is not None:
            before = self._samples[-1].small if self._samples else features.small
            changed = np.asarray(cv2.absdiff(features.small, before), dtype=np.uint8)
            self._samples.append(FlameSample(features.now, coloured, features.small, changed, warmth))
        while self._samples and features.now - self._samples[0].at > WINDOW_SECONDS:
            self._samples.popleft()
        if features.now - self._judged < JUDGE_SECONDS:
            return []
        self._judged = features.now
        if coloured is None or cv2.countNonZero(coloured) == 0:
            self._forget_when_over()
        if features.change.veto in VETOES:
            return [Observation(KIND, 0.0, zone=self._zone, veto=features.change.veto)]
        smallest = self._settings.min_area * features.small.size * (0.5 if is_night(features.small) else 1.0)
        seen = [self._observation(spot, box, smallest) for spot, box in spots(self._samples)]
        return [each for each in seen if each.score > 0.0] or [Observation(KIND, 0.0, zone=self._zone)]

    def reset(self) -> None:
        """Forget the last seconds; lamps stay where they are."""
        self._samples.clear()

    def _forget_when_over(self) -> None:
        if self._samples and not any(cv2.countNonZero(sample.coloured) for sample in list(self._samples)[-5:]):
            self._samples.clear()

    def _coloured(self, features: FrameFeatures) -> tuple[Plane | None, Plane]:
        """Pixels of the zone that have the colour, and the warmth of all.

        None where there is no colour, or nothing has had it lately.
        """
        if features.white is None:
            return None, features.small
        mask, warmth = flame_coloured(features.small, *features.white)
        for purpose in (Purpose.MASK, Purpose.WATER):  # the sun glitters in the colour of fire
            part = features.part(purpose)
            if part is not None:
                mask[part > 0] = 0
        mask &= features.raster(self._polygon)
        if cv2.countNonZero(mask):
            mask, warmth = features.shift.undo(mask), features.shift.undo(warmth)
        mask = self._lamps.without(mask, features.now)
        return (mask if self._samples or cv2.countNonZero(mask) else None), warmth

    def _observation(self, spot: Spot, box: tuple[float, float, float, float], smallest: float) -> Observation:
        evidence = {
            "area": round(spot.share, 5),
            "present": round(spot.present, 2),
            "intermittent": round(spot.intermittent, 2),
            "novelty": round(spot.novelty, 2),
            "fresh": round(spot.fresh, 2),
            "flicker": round(spot.flicker, 1),
            "toggles": round(spot.toggles, 3),
            "relief": round(spot.relief, 1),
            "heat": round(spot.heat, 1),
            "drift": round(spot.drift, 1),
        }
        x, y, w, h = box
        place = f"{int((x + w / 2) * 4)}-{int((y + h / 2) * 4)}"
        return Observation(KIND, round(burning(spot, smallest), 3), self._zone, place, box, evidence=evidence)


def spots(samples: deque[FlameSample]) -> Iterator[tuple[Spot, tuple[float, float, float, float]]]:
    """The largest spots of a window with what is measured of them, and their boxes as fractions of the picture."""
    if len(samples) < MIN_PICTURES:
        return
    ever = np.zeros_like(samples[0].coloured)
    for sample in samples:
        ever |= sample.coloured
    joined = cv2.dilate(ever, np.ones((5, 5), dtype=np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    largest = sorted(range(1, count), key=lambda each: -int(stats[each, cv2.CC_STAT_AREA]))[:MAX_SPOTS]
    height, width = ever.shape
    for number in largest:
        x, y, w, h = (int(value) for value in stats[number, :4])
        part = np.s_[y : y + h, x : x + w]
        inside = labels[part] == number
        yield _measure(samples, part, inside, ever.size), (x / width, y / height, w / width, h / height)


def _measure(samples: deque[FlameSample], part: tuple[slice, slice], inside: NDArray[np.bool_], pixels: int) -> Spot:
    stack = np.stack([(sample.coloured[part] > 0) & inside for sample in samples])
    areas = stack.sum(axis=(1, 2)).astype(np.float64)
    share = stack.mean(axis=0)
    ever = share > 0.0
    shown = areas > 0.0
    heart = samples[-1].small[part][ever]
    area = float(np.median(areas))
    warmth = np.stack([sample.warmth[part] for sample in samples])[stack]
    return Spot(
        pictures=len(samples),
        area=area,
        present=float(shown.mean()),
        intermittent=float(((share > 0.1) & (share < 0.9)).sum() / max(1, (share > 0.1).sum())),
        novelty=_novelty(stack),
        flicker=float(np.mean([sample.changed[part][ever].mean() for sample in list(samples)[1:]])),
        toggles=float((stack[1:] ^ stack[:-1]).sum() / max(1, ever.sum()) / (len(stack) - 1)),
        relief=float(heart.std()) if heart.size else 0.0,
        drift=_drift(stack),
        share=area / pixels,
        heat=percentile(warmth, HOTTEST) if warmth.size else 0.0,
        fresh=fresh(np.stack([sample.small[part][ever] for sample in samples])) if 0.0 < area <= FEW else 0.0,
    )


def _novelty(stack: NDArray[np.bool_]) -> float:
    """Median over the pictures of how far their shape differs from the likest other one, 0 to 1."""
    flat = stack.reshape(len(stack), -1).astype(np.float32)
    common = flat @ flat.T
    areas = np.diag(common)
    union = np.maximum(areas[:, None] + areas[None, :] - common, 1.0)
    differs = 1.0 - common / union
    np.fill_diagonal(differs, 1.0)
    return float(np.median(differs.min(axis=1)))


def fresh(light: Plane) -> float:
    """Of pixels over the pictures (pictures, pixels): see ``Spot.fresh``."""
    apart = np.abs(light[:, None].astype(np.float32) - light[None]).mean(axis=2)
    others = apart[~np.eye(len(apart), dtype=np.bool_)].reshape(len(apart), -1)
    return float(np.median(others.min(axis=1)) / max(float(others.mean()), 1.0))


def _drift(stack: NDArray[np.bool_]) -> float:
    half = len(stack) // 2
    middles = []
    for part in (stack[:half], stack[half:]):
        weights = part.sum(axis=0).astype(np.float64)
        total = weights.sum()
        if total == 0.0:
            return 0.0
        rows, columns = np.indices(weights.shape)
        middles.append(((rows * weights).sum() / total, (columns * weights).sum() / total))
    return float(np.hypot(middles[0][0] - middles[1][0], middles[0][1] - middles[1][1]))


def _build(setup: DetectorSetup) -> FlameDetector:
    return FlameDetector(setup.zone, setup.polygon, setup.own(FlameSettings))


ENTRY = DetectorEntry(
    name="flame",
    words=Text(zh="明火", en="Flame"),
    finds=(
        "open fire of 12 pixels and more at 320 × 180, by colour and by shapes that never come back, below 45 "
        "pixels by light that never comes back"
    ),
    limits="a fire behind a ridge or in smoke has no colour; a lamp is known as one only after a while",
    settings=FlameSettings,
    kinds=(FLAME,),
    build=_build,
    takes=(Purpose.WATCH,),
    hotspots=frozenset({"mountain", "reservoir", "site"}),
)
