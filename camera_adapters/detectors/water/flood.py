"""Water where the ground is dry as a rule: the ground has lost its own look and has that of the water beside it.

Needs a zone of dry ground and one of water. A block of ground is wet when it differs from what it usually is, and
brightness, colour and roughness are like those of the water now. The part of the ground that is wet is the score.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

import cv2
import numpy as np
from numpy.typing import NDArray

from camera_adapters.detectors import words
from camera_adapters.detectors.base import FrameFeatures, Observation
from camera_adapters.detectors.entry import DetectorEntry, DetectorSetup
from camera_adapters.detectors.features.activity import Flags, block_means
from camera_adapters.detectors.features.zones import Polygon
from camera_adapters.messages import Purpose
from common.bounds import bounded, check
from common.kinds.water import FLOOD
from common.text import Text

KIND = FLOOD.name
Features = NDArray[np.float32]
"""Brightness, U, V and roughness of each block, shape (4, h / 8, 40)."""
LEAST_SPREAD = np.array([6.0, 2.0, 2.0, 1.5], np.float32)[:, None]
LIKE = 2.5
"""Spreads of the water within which a block is like it, in every feature."""
DIFFERS = np.array([8.0, 3.0, 3.0, 1.5], np.float32)[:, None, None]
"""How far a block must be from its usual self, in any feature."""
MOST_OF_LAND, BEYOND = 75.0, 1.5
"""And how far beyond what three quarters of the other land have changed by: rain makes all of it paler and rougher."""
DRY_SECONDS = 3600.0
YOUNG = 5
FEWEST_BLOCKS = 3
EVERYWHERE = 0.3
"""Share of the rest of the picture that is not itself either: rain, fog, night, a blurred lens."""


@dataclass(frozen=True, slots=True)
class FloodSettings:
    """What may be set for one piece of ground."""

    wet_share: float = bounded(0.3, 0.05, 1, unit="share", words=Text(zh="水淹面积比例", en="Share under water"))
    """Share of the ground that must be under water."""
    interval_seconds: float = bounded(5.0, 0.5, 600, unit="s", words=words.INTERVAL_SECONDS)

    def __post_init__(self) -> None:
        check(self)


class FloodDetector:
    """One piece of dry ground (see ``Detector``)."""

    version = "flood/1"

    def __init__(self, zone: str | None, polygon: Polygon, settings: FloodSettings) -> None:
        self._zone, self._polygon, self._settings = zone, polygon, settings
        xs, ys = [x for x, _ in polygon], [y for _, y in polygon]
        self._box = (min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
        self._dry: Features | None = None
        self._looked = float("-inf")
        self._looks = 0

    def observe(self, features: FrameFeatures) -> list[Observation]:
        """How much of the ground is wet, every few seconds; vetoed where that cannot be told."""
        if features.now - self._looked < 0.9 * self._settings.interval_seconds:
            return []
        elapsed, self._looked = features.now - self._looked, features.now
        water = features.part(Purpose.WATER)
        wet_blocks = None if water is None else _inside(water)
        ground = _inside(features.raster(self._polygon))
        reason = _unfit(features, ground, wet_blocks)
        if reason is not None or wet_blocks is None:
            return [Observation(KIND, 0.0, self._zone, veto=reason)]
        ground &= ~wet_blocks
        blocks = block_features(features)
        if self._dry is None or self._dry.shape != blocks.shape:
            self._dry, self._looks = blocks.copy(), 0
        self._looks += 1
        land = ~ground & ~wet_blocks
        wet = wet_now(blocks, self._dry, wet_blocks, land) & ground
        elsewhere = float(differs(blocks, self._dry)[land].mean())
        self._learn(blocks, wet, elapsed)
        if self._looks <= YOUNG:
            return [Observation(KIND, 0.0, self._zone, veto="warm_up")]
        if elsewhere > EVERYWHERE:
            return [Observation(KIND, 0.0, self._zone, veto="global_change")]
        share = float(wet.sum() / ground.sum())
        evidence = {"wet_share": round(share, 3), "ground_blocks": float(ground.sum())}
        score = score_of(share, self._settings.wet_share)
        return [Observation(KIND, score, self._zone, "", self._box, round(100 * share, 1), FLOOD.unit, evidence)]

    def reset(self) -> None:
        """The ground stays what it is; the next look is taken at once."""
        self._looked = float("-inf")

    def _learn(self, blocks: Features, wet: Flags, elapsed: float) -> None:
        if self._dry is None:
            return
        share = 1.0 / self._looks if self._looks <= YOUNG else 1.0 - exp(-min(elapsed, 60.0) / DRY_SECONDS)
        self._dry += np.where(wet[None], 0.0, share).astype(np.float32) * (blocks - self._dry)


def _unfit(features: FrameFeatures, ground: Flags, water: Flags | None) -> str | None:
    """Why nothing can be said of this picture; without colours wet ground is like dry."""
    if water is None or features.colour is None:
        return "no_water"
    if min(int((ground & ~water).sum()), int(water.sum())) < FEWEST_BLOCKS:
        return "too_small"
    if features.change.veto is not None:
        return str(features.change.veto)
    return "night" if features.light.night else None


def block_features(features: FrameFeatures) -> Features:
    """What is compared of each block."""
    assert features.colour is not None  # noqa: S101 - the caller has asked
    light = block_means(features.steady.astype(np.float32))
    rough = block_means(np.asarray(cv2.absdiff(features.steady, cv2.blur(features.steady, (5, 5))), np.float32))
    u, v = (block_means(plane.astype(np.float32)) for plane in features.colour)
    return np.stack([light, u, v, rough])


def wet_now(now: Features, dry: Features, water: Flags, land: Flags) -> Flags:
    """Blocks that are like the water and no longer like themselves, by more than other land has changed."""
    of_water = now[:, water]
    middle = np.median(of_water, axis=1)[:, None, None]
    spread = np.maximum(of_water.std(axis=1)[:, None], LEAST_SPREAD)[:, :, None]
    like = (np.abs(now - middle) <= LIKE * spread).all(axis=0)
    return np.asarray(like & differs(now, dry, np.maximum(DIFFERS, weather(now - dry, land))))


def weather(change: Features, land: Flags) -> Features:
    """What rain may do to a block of land, of each feature, shape (4, 1, 1)."""
    if not land.any():
        return np.zeros_like(DIFFERS)
    usual = np.percentile(np.abs(change[:, land]), MOST_OF_LAND, axis=1)
    return np.asarray(BEYOND * usual[:, None, None], np.float32)


def differs(now: Features, dry: Features, by: Features = DIFFERS) -> Flags:
    """Blocks that are not what they usually are, in any feature by more than this."""
    return np.asarray((np.abs(now - dry) > by).any(axis=0))


def score_of(share: float, mark: float) -> float:
    """0.6 where as much is wet as the mark says, 0.95 where all is; below it falls to 0."""
    if share < mark:
        return round(0.55 * share / mark, 3)
    return round(0.6 + 0.35 * (share - mark) / max(1e-6, 1.0 - mark), 3)


def _inside(plane: NDArray[np.uint8]) -> Flags:
    return np.asarray(block_means(plane.astype(np.float32)) >= 127.0)


def _build(setup: DetectorSetup) -> FloodDetector:
    return FloodDetector(setup.zone, setup.polygon, setup.own(FloodSettings))


ENTRY = DetectorEntry(
    name="flood",
    words=Text(zh="地面进水", en="Flood over dry ground"),
    finds="ground that is dry as a rule and now looks like the water beside it",
    limits=(
        "needs a zone of dry ground and one of water, by day and in colour; silent in rain and fog that change "
        "everything"
    ),
    settings=FloodSettings,
    kinds=(FLOOD,),
    build=_build,
    takes=(Purpose.GROUND,),
    needs_zone=True,
    hotspots=frozenset({"river"}),
)
