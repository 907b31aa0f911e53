"""Water over ground that is dry as a rule."""

from __future__ import annotations

import numpy as np
import pytest

from camera_adapters.detectors.water.flood import FloodSettings, differs, score_of, wet_now

DRY = np.tile(np.array([140.0, 120.0, 134.0, 8.0], np.float32)[:, None, None], (1, 10, 10))
WATER = np.zeros((10, 10), bool)
WATER[:, :3] = True
LAND = np.zeros((10, 10), bool)
LAND[:, 8:] = True


def features(wet: int) -> np.ndarray:
    """Ten columns of blocks: three of water, the next ``wet`` under water, the rest dry."""
    now = DRY.copy()
    rng = np.random.default_rng(1)
    now[:, :, : 3 + wet] = np.array([80.0, 126.0, 129.0, 2.0], np.float32)[:, None, None]
    return now + rng.normal(0, 0.5, now.shape).astype(np.float32)


def test_ground_that_looks_like_the_water_and_not_like_itself_is_wet() -> None:
    wet = wet_now(features(4), DRY, WATER, LAND)
    assert wet[:, 3:7].all()
    assert not wet[:, 7:].any()


def test_ground_that_always_looked_like_the_water_is_not_wet() -> None:
    assert not wet_now(features(4), features(4), WATER, LAND).any()


def test_rain_that_changes_the_other_land_as_much_is_no_flood() -> None:
    dry = DRY.copy()
    dry[:, :, 3:] = np.array([72.0, 126.0, 129.0, 3.8], np.float32)[:, None, None]  # mud that is much like the water
    rain = np.array([9.0, 0.0, 0.0, -1.8], np.float32)[:, None, None]
    now = features(7)
    now[:, :, 3:] += rain * np.float32(0.1)
    assert wet_now(now, dry, WATER, np.zeros_like(LAND))[:, 3:8].all()
    assert not wet_now(now, dry, WATER, LAND)[:, 3:8].any()


def test_what_is_not_itself_is_told_apart_from_noise() -> None:
    assert differs(features(2), DRY)[:, :5].all()
    assert not differs(features(2), DRY)[:, 5:].any()


@pytest.mark.parametrize(("share", "strong"), [(0.0, False), (0.2, False), (0.3, True), (1.0, True)])
def test_the_score_reaches_its_mark_with_the_share_that_is_set(share: float, strong: bool) -> None:
    assert (score_of(share, FloodSettings().wet_share) >= 0.6) is strong
