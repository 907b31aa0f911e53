"""The learnt background, on drawn pictures."""

from __future__ import annotations

import numpy as np
import pytest

from camera_adapters.detectors.features.motion import WHOLE, Background, Motion, Watched
from camera_adapters.detectors.features.tracks import Blob
from tests.support.pictures import Picture, landscape, noisy

SMALLEST = 0.0012


class Watching:
    """A background that sees five pictures a second, or as many as it is told."""

    def __init__(self) -> None:
        self.background, self.now = Background(), 0.0

    def see(self, picture: Picture, elapsed: float = 0.2, ignored: Picture | None = None) -> Motion:
        self.now += elapsed
        return self.background.apply(picture, self.now, ignored)


def learnt(background: Picture, pictures: int = 30) -> Watching:
    watching, rng = Watching(), np.random.default_rng(7)
    for _ in range(pictures):
        watching.see(noisy(background, rng))
    return watching


def blobs(motion: Motion, watched: Watched = WHOLE) -> tuple[Blob, ...]:
    return motion.blobs(SMALLEST, watched)


def with_body(background: Picture, x: int, y: int, w: int = 12, h: int = 34) -> Picture:
    picture = background.copy()
    picture[y : y + h, x : x + w] = 240
    return picture


def test_an_empty_place_does_not_move() -> None:
    background = landscape()
    model, rng = learnt(background), np.random.default_rng(8)
    for _ in range(50):
        motion = model.see(noisy(background, rng))
        assert blobs(motion) == ()
        assert motion.changed == 0.0


def test_a_body_is_one_blob_where_it_stands() -> None:
    background = landscape()
    [blob] = blobs(learnt(background).see(with_body(background, 150, 100)))
    x, y = blob.centre
    assert abs(x * 320 - 156) < 3
    assert abs(y * 320 - 117) < 4
    assert abs(blob.h * 320 - 34) < 6


def test_a_body_is_found_in_the_crop_of_a_zone_at_the_same_place() -> None:
    background = landscape()
    [blob] = blobs(learnt(background).see(with_body(background, 150, 100)), (0.4, 0.3, 0.9, 1.0))
    assert abs(blob.centre[0] * 320 - 156) < 3


def test_what_moves_outside_the_watched_pixels_is_not_seen() -> None:
    background = landscape()
    motion = learnt(background).see(with_body(background, 20, 20))
    assert blobs(motion, (0.5, 0.5, 1.0, 1.0)) == ()
    assert motion.moving((0.5, 0.5, 1.0, 1.0)) == 0.0
    assert motion.moving() > 0.0


def test_a_step_of_exposure_is_not_motion() -> None:
    background = landscape() // 2 + 40
    motion = learnt(background).see(background + 25)
    assert blobs(motion) == ()
    assert motion.changed == 0.0


def test_another_picture_is_a_change_of_the_whole() -> None:
    assert learnt(landscape(1)).see(landscape(2)).changed > 0.6


def test_what_flickers_earns_a_high_threshold() -> None:
    background = landscape() // 2 + 40
    leaves = background.copy()
    leaves[60:120, 100:200] += 30
    model = Watching()
    rng = np.random.default_rng(3)
    for _ in range(150):
        motion = model.see(noisy(leaves if rng.random() < 0.5 else background, rng))
    assert blobs(motion) == ()


def test_what_is_left_behind_becomes_background_in_the_end() -> None:
    background = landscape()
    model, rng = learnt(background), np.random.default_rng(9)
    parked = with_body(background, 150, 100, w=40, h=30)
    assert blobs(model.see(parked)) != ()
    for _ in range(300):
        motion = model.see(noisy(parked, rng), 1.0)
    assert blobs(motion) == ()


def test_a_new_size_of_picture_is_learnt_anew() -> None:
    model = learnt(landscape())
    motion = model.see(np.full((240, 320), 90, dtype=np.uint8))
    assert blobs(motion) == ()
    assert motion.fresh


def test_detectors_with_other_contrasts_share_one_background() -> None:
    background = landscape() // 2 + 40
    faint = background.copy()
    faint[100:134, 150:162] += 22
    motion = learnt(background, pictures=200).see(faint)
    assert motion.blobs(SMALLEST, contrast=5.0) != ()
    assert motion.blobs(SMALLEST, contrast=30.0) == ()


def test_what_moves_in_a_mask_is_not_seen() -> None:
    background, ignored = landscape(), np.zeros((180, 320), dtype=np.uint8)
    ignored[90:140, 140:170] = 255
    motion = learnt(background).see(with_body(background, 150, 100), ignored=ignored)
    assert blobs(motion) == ()


@pytest.mark.parametrize(("pause", "begun"), [(20.0, False), (31.0, True)])
def test_after_a_long_gap_the_background_is_learnt_anew(pause: float, begun: bool) -> None:
    background = landscape()
    assert learnt(background).see(background, pause).fresh is begun


def test_a_picture_that_stays_another_one_is_the_new_background() -> None:
    watching = learnt(landscape(1))
    fresh = [watching.see(landscape(2)).fresh for _ in range(20)]
    assert fresh.index(True) in (15, 16)  # three seconds of five pictures
    assert fresh.count(True) == 1


def test_who_strolls_at_a_pixel_a_second_does_not_teach_the_place_to_expect_him() -> None:
    background = np.full((180, 320), 90, dtype=np.uint8)
    model, rng = learnt(background, 150), np.random.default_rng(9)
    found = 0
    for i in range(200):
        picture = background.copy()
        x = 100 + i // 5
        picture[100:130, x : x + 10] = 115
        found += bool(blobs(model.see(noisy(picture, rng))))
    assert found > 190
