"""Who swims is seen by colour where brightness shows nothing, on drawn water."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from camera_adapters.detectors.features.frame_features import FeatureExtractor
from camera_adapters.detectors.features.zones import WHOLE_PICTURE, Area
from camera_adapters.detectors.movement.intrusion import IntrusionDetector
from camera_adapters.detectors.movement.presence import IntrusionSettings
from camera_adapters.messages import Purpose, Zone
from camera_adapters.video.frames import Frame
from common.text import Text
from tests.support.pictures import frame

WATER = Zone(id="water", name=Text(zh="水", en="Water"), purpose=Purpose.WATER, polygon=WHOLE_PICTURE)


def waves(at: float, rng: np.random.Generator, *, light: int = 0) -> Frame:
    """Rough grey-green water; ``light``: how much brighter it is than at first."""
    luma = np.clip(rng.normal(100 + light, 12, (180, 320)), 0, 255).astype(np.uint8)
    u, v = (np.clip(rng.normal(level, 1.0, (90, 160)), 0, 255).astype(np.uint8) for level in (130, 122))
    return replace(frame(luma, at), chroma=(u, v))


def with_head(seen: Frame, x: float, *, redder: int = 14) -> Frame:
    """Head and shoulders of six by four pixels, as bright as the water."""
    assert seen.chroma is not None
    u, v = seen.chroma
    left = round(x / 2)
    v = v.copy()
    v[50:53, left : left + 4] = 122 + redder
    return replace(seen, chroma=(u, v))


def best(pictures: list[Frame], zones: tuple[Zone, ...] = (WATER,)) -> float:
    detector, extractor = IntrusionDetector("water", Area(), IntrusionSettings()), FeatureExtractor(zones)
    return max(each.score for picture in pictures for each in detector.observe(extractor.extract(picture)))


def swim(*, speed: float, zones: tuple[Zone, ...] = (WATER,), redder: int = 14, seconds: int = 12) -> float:
    """``speed`` in pixels of 320 a second; the water is empty for the first ten seconds."""
    rng = np.random.default_rng(2)
    empty = [waves(i * 0.2, rng) for i in range(50)]
    later = [(10 + i * 0.2, i * 0.2) for i in range(5 * seconds)]
    return best(empty + [with_head(waves(at, rng), 100 + speed * gone, redder=redder) for at, gone in later], zones)


def test_somebody_who_swims_is_found_by_a_few_pixels_redder_than_the_water() -> None:
    assert swim(speed=3.0) > 0.5


@pytest.mark.parametrize("case", [{"speed": 0.0}, {"speed": 3.0, "redder": 3}, {"speed": 3.0, "zones": ()}])
def test_a_buoy_a_wave_and_what_is_not_in_water_are_nobody(case: dict[str, object]) -> None:
    assert swim(**case) < 0.5  # type: ignore[arg-type]


def test_waves_and_light_that_comes_and_goes_are_nobody() -> None:
    rng = np.random.default_rng(3)
    assert best([waves(i * 0.2, rng, light=4 * (i // 10 % 3)) for i in range(150)]) < 0.5


def test_a_grey_picture_has_no_swimmers() -> None:
    rng = np.random.default_rng(4)
    assert best([replace(waves(i * 0.2, rng), chroma=None) for i in range(50)]) < 0.5
