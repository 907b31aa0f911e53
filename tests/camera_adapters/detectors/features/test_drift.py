"""Whether the camera itself moves, on drawn pictures: a coast that turns over a sea of waves, and one that stands."""

from __future__ import annotations

from collections.abc import Iterator
from math import sin

import cv2
import numpy as np
import pytest

from camera_adapters.detectors.features import drift as module
from camera_adapters.detectors.features.drift import Drift
from camera_adapters.detectors.features.frame_features import FeatureExtractor
from camera_adapters.detectors.features.zones import Area
from camera_adapters.detectors.movement.intrusion import IntrusionDetector
from camera_adapters.detectors.movement.presence import IntrusionSettings
from tests.support.pictures import Picture, frame, landscape, noisy

HORIZON = 70


def turned(picture: Picture, degrees: float, across: float = 0.0) -> Picture:
    move = cv2.getRotationMatrix2D((160, 90), degrees, 1.0)
    move[0, 2] += across
    return np.asarray(cv2.warpAffine(picture, move, (320, 180), borderMode=cv2.BORDER_REFLECT), dtype=np.uint8)


def sea(rng: np.random.Generator) -> Picture:
    """Waves that are others in the next picture."""
    waves = cv2.resize(rng.normal(110, 12, (28, 80)).astype(np.float32), (320, 180 - HORIZON))
    return np.clip(waves, 0, 255).astype(np.uint8)


def coast(at: float, rng: np.random.Generator, *, rolls: bool) -> Picture:
    """A coast above a sea, from a boat that rolls by three degrees in four seconds, or from a mast."""
    picture = landscape()
    picture[HORIZON:] = sea(rng)
    return noisy(turned(picture, 3.0 * sin(1.57 * at), 4.0 * at) if rolls else picture, rng)


def drifting(pictures: list[Picture]) -> list[bool]:
    drift = Drift()
    return [drift.judge(picture, index * 0.2, stands=False) for index, picture in enumerate(pictures)]


def test_a_camera_on_a_boat_that_rolls_drifts_although_half_of_its_picture_is_water() -> None:
    rng = np.random.default_rng(3)
    said = drifting([coast(i * 0.2, rng, rolls=True) for i in range(20)])
    assert not said[0]
    assert all(said[5:])


def test_waves_before_a_camera_that_stands_are_no_drift() -> None:
    rng = np.random.default_rng(4)
    assert not any(drifting([coast(i * 0.2, rng, rolls=False) for i in range(20)]))


def test_a_lorry_that_fills_a_third_of_the_picture_is_no_drift() -> None:
    pictures, lorry = [], landscape(9)[:120, :110]
    for i in range(20):
        picture = landscape()
        picture[40:160, 5 + 10 * i : 115 + 10 * i] = lorry
        pictures.append(picture)
    assert not any(drifting(pictures))


def test_a_camera_that_has_come_to_rest_drifts_no_more() -> None:
    rng = np.random.default_rng(5)
    moving = [coast(i * 0.2, rng, rolls=True) for i in range(15)]
    said = drifting(moving + [noisy(moving[-1], rng) for _ in range(15)])
    assert said[14]
    assert not said[-1]


def test_who_rolled_a_moment_ago_needs_less_to_be_known_as_rolling(monkeypatch: pytest.MonkeyPatch) -> None:
    shares: Iterator[float] = iter([0.25, 0.25, 0.25, 0.4, 0.4, 0.0, 0.0, 0.0, 0.25])
    monkeypatch.setattr(module, "moves_together", lambda before, now, agree: next(shares) >= agree)
    drift, picture = Drift(), landscape()
    said = [drift.judge(picture, index * 0.8, stands=False) for index in range(10)]
    assert said == [False, False, False, False, False, True, True, True, False, True]


def test_the_horizon_of_a_rolling_camera_is_no_intruder() -> None:
    rng = np.random.default_rng(6)
    detector, extractor = IntrusionDetector("whole", Area(), IntrusionSettings()), FeatureExtractor()
    for i in range(60):
        seen = detector.observe(extractor.extract(frame(coast(i * 0.2, rng, rolls=True), i * 0.2)))
        assert max(each.score for each in seen) < 0.5
