"""The learnt background, on drawn pictures."""

from __future__ import annotations

import numpy as np

from camera_adapters.detectors.motion import MotionModel
from camera_adapters.detectors.zones import Area
from tests.support.pictures import Picture, landscape, noisy

WHOLE = Area().watched()
SMALLEST = 0.0012


def learnt(background: Picture, pictures: int = 30, watched: tuple[float, float, float, float] = WHOLE) -> MotionModel:
    model, rng = MotionModel(watched), np.random.default_rng(7)
    for _ in range(pictures):
        model.apply(noisy(background, rng), 0.2, SMALLEST)
    return model


def with_body(background: Picture, x: int, y: int, w: int = 12, h: int = 34) -> Picture:
    picture = background.copy()
    picture[y : y + h, x : x + w] = 240
    return picture


def test_an_empty_place_does_not_move() -> None:
    background = landscape()
    model, rng = learnt(background), np.random.default_rng(8)
    for _ in range(50):
        motion = model.apply(noisy(background, rng), 0.2, SMALLEST)
        assert motion.blobs == ()
        assert motion.changed == 0.0


def test_a_body_is_one_blob_where_it_stands() -> None:
    background = landscape()
    [blob] = learnt(background).apply(with_body(background, 150, 100), 0.2, SMALLEST).blobs
    x, y = blob.centre
    assert abs(x * 320 - 156) < 3
    assert abs(y * 320 - 117) < 4
    assert abs(blob.h * 320 - 34) < 6


def test_a_body_is_found_in_the_crop_of_a_zone_at_the_same_place() -> None:
    background = landscape()
    model = learnt(background, watched=(0.4, 0.3, 0.9, 1.0))
    [blob] = model.apply(with_body(background, 150, 100), 0.2, SMALLEST).blobs
    assert abs(blob.centre[0] * 320 - 156) < 3


def test_what_moves_outside_the_watched_pixels_is_not_seen() -> None:
    background = landscape()
    model = learnt(background, watched=(0.5, 0.5, 1.0, 1.0))
    assert model.apply(with_body(background, 20, 20), 0.2, SMALLEST).blobs == ()


def test_a_step_of_exposure_is_not_motion() -> None:
    background = landscape() // 2 + 40
    motion = learnt(background).apply(background + 25, 0.2, SMALLEST)
    assert motion.blobs == ()
    assert motion.changed == 0.0


def test_another_picture_is_a_change_of_the_whole() -> None:
    assert learnt(landscape(1)).apply(landscape(2), 0.2, SMALLEST).changed > 0.6


def test_what_flickers_earns_a_high_threshold() -> None:
    background = landscape() // 2 + 40
    leaves = background.copy()
    leaves[60:120, 100:200] += 30
    model = MotionModel(WHOLE)
    rng = np.random.default_rng(3)
    for _ in range(150):
        motion = model.apply(noisy(leaves if rng.random() < 0.5 else background, rng), 0.2, SMALLEST)
    assert motion.blobs == ()


def test_what_is_left_behind_becomes_background_in_the_end() -> None:
    background = landscape()
    model, rng = learnt(background), np.random.default_rng(9)
    parked = with_body(background, 150, 100, w=40, h=30)
    assert model.apply(parked, 0.2, SMALLEST).blobs != ()
    for _ in range(300):
        motion = model.apply(noisy(parked, rng), 1.0, SMALLEST)
    assert motion.blobs == ()


def test_a_new_size_of_picture_is_learnt_anew() -> None:
    model = learnt(landscape())
    motion = model.apply(np.full((240, 320), 90, dtype=np.uint8), 0.2, SMALLEST)
    assert motion.blobs == ()
    assert model.frames == 1
