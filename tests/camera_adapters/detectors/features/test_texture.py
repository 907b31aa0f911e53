"""Light and shadow leave a place's texture, smoke lays over it."""

from __future__ import annotations

import numpy as np

from camera_adapters.detectors.features.activity import block_means
from camera_adapters.detectors.features.texture import Texture
from camera_adapters.detectors.fire.veil import retold
from camera_adapters.video.frames import Plane

SHAPE = (96, 320)
PLACE = np.s_[32:64, 80:160]
BLOCKS = np.s_[5:7, 11:19]
"""Blocks well inside of the place."""


def slope() -> Plane:
    return np.random.default_rng(3).integers(40, 160, SHAPE, dtype=np.uint8)


def kept_of(picture: Plane) -> np.ndarray:
    texture, usual = Texture(), slope()
    light = block_means(usual.astype(np.float32))
    texture.kept(usual, light, light)
    return texture.kept(picture, block_means(picture.astype(np.float32)), light)


def changed(gain: float, offset: float) -> Plane:
    picture = slope().astype(np.float32)
    picture[PLACE] = picture[PLACE] * gain + offset
    return picture.astype(np.uint8)


def test_a_shadow_keeps_the_texture_of_what_it_lies_on() -> None:
    assert np.all(np.abs(kept_of(changed(0.5, 0.0))[BLOCKS] - 1.0) < 0.1)


def test_smoke_takes_the_texture_of_what_is_behind_it() -> None:
    assert np.all(kept_of(changed(0.3, 110.0))[BLOCKS] < 0.35)


def test_rain_that_takes_of_everything_takes_nothing_of_one_place() -> None:
    everywhere = (slope() * 0.6 + 60.0).astype(np.uint8)
    assert abs(float(np.median(kept_of(everywhere))) - 1.0) < 0.01


def test_a_plain_place_has_no_texture_to_keep() -> None:
    plain = np.full(SHAPE, 120, np.uint8)
    light = block_means(plain.astype(np.float32))
    assert np.isnan(Texture().kept(plain, light, light)).all()


def test_what_is_usual_is_told_in_the_light_of_another_exposure() -> None:
    usual = np.linspace(20.0, 220.0, 480, dtype=np.float32).reshape(12, 40)
    brighter = 255.0 * (usual / 255.0) ** 0.7
    brighter[3:5, 3:6] = 255.0  # a plume that began meanwhile is not taken for the exposure
    error = np.abs(retold(usual, brighter.astype(np.float32)) - 255.0 * (usual / 255.0) ** 0.7)
    assert float(np.median(error)) < 2.0
