"""Fire is found by how it flickers; lamps, neon and what is carried past are not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import cv2
import numpy as np
import pytest

from camera_adapters.detectors.features.frame_features import FeatureExtractor
from camera_adapters.detectors.features.white_balance import without_cast
from camera_adapters.detectors.features.zones import WHOLE_PICTURE
from camera_adapters.detectors.fire.flame import FlameDetector, FlameSettings, fresh
from camera_adapters.detectors.fire.flame_colour import Lamps, flame_coloured
from camera_adapters.detectors.fire.flicker import FRESH, Spot, burning
from camera_adapters.messages import Phase
from camera_adapters.video.frames import Frame
from tests.support.analysis import tell
from tests.support.coloured import coloured, grey_planes, real, rendered
from tests.support.pictures import Picture, camera, footage, frame, landscape, noisy

WATCHED = camera({"kind": "flame"})
FIRE = Spot(15, 60.0, 1.0, 0.9, 0.5, 30.0, 40.0, 0.3, 1.0, 0.001)
ORANGE = (190, 70, 175)

Draw = Callable[[int, np.random.Generator], Picture]


def pictures(draw: Draw, seconds: float = 12.0, fps: float = 5.0) -> Iterator[Frame]:
    """A place with something orange on it: ``draw`` gives where, 255 on 0."""
    rng, background = np.random.default_rng(5), landscape() // 2 + 20
    for index in range(round(seconds * fps)):
        y = noisy(background, rng)
        u, v = grey_planes(y)
        where = draw(index, rng) > 0
        y[where] = np.clip(ORANGE[0] + rng.normal(0, 18, int(where.sum())), 0, 235).astype(np.uint8)
        u[where], v[where] = ORANGE[1:]
        yield coloured(y, u, v, index / fps)


def tongues(index: int, rng: np.random.Generator) -> Picture:
    """A fire of some 60 pixels: another shape each time over the same foot."""
    mask = np.zeros((180, 320), dtype=np.uint8)
    for _ in range(5):
        top = (int(150 + rng.normal(0, 5)), int(80 + rng.normal(0, 4)))
        cv2.line(mask, (int(150 + rng.normal(0, 3)), 90), top, (255,), 2)
    return mask


def lamp(index: int, rng: np.random.Generator) -> Picture:
    """A sign that is lit every other second."""
    mask = np.zeros((180, 320), dtype=np.uint8)
    if index // 5 % 2:
        mask[70:90, 140:160] = 255
    return mask


def chasing(index: int, rng: np.random.Generator) -> Picture:
    """Bulbs that are lit one after the other."""
    mask = np.zeros((180, 320), dtype=np.uint8)
    left = 140 + index % 4 * 8
    mask[70:80, left : left + 8] = 255
    return mask


def jacket(index: int, rng: np.random.Generator) -> Picture:
    """Somebody in orange who walks by, arms and legs moving."""
    mask = np.zeros((180, 320), dtype=np.uint8)
    x = 40 + index * 4
    mask[80:96, x : x + 8 + index % 3] = 255
    return mask


def kinds(frames: Iterator[Frame]) -> set[str]:
    return {decision.kind for _, decision in tell(WATCHED, frames)}


def test_a_fire_of_sixty_pixels_is_an_alert_within_five_seconds() -> None:
    told = [(at, each.kind) for at, each in tell(WATCHED, pictures(tongues)) if each.phase is Phase.RAISED]
    assert [kind for _, kind in told] == ["flame"]
    assert told[0][0] <= 5.0


@pytest.mark.parametrize("draw", [lamp, chasing, jacket], ids=["lamp", "bulbs", "jacket"])
def test_what_blinks_and_what_walks_is_no_fire(draw: Draw) -> None:
    assert "flame" not in kinds(pictures(draw, 30.0))


def test_a_rendered_fire_on_a_slope_is_found_from_twenty_pixels_on() -> None:
    told = tell(WATCHED, rendered("scene:mountain?seed=4&seconds=26&fps=5&hazards=flame@8-26", after=15.0))
    flames = [(at, each) for at, each in told if each.kind == "flame"]
    assert flames[0][1].phase is Phase.RAISED
    assert flames[0][0] < 24.0  # it covers 20 pixels at 19 s


def test_the_weakest_condition_decides() -> None:
    assert burning(FIRE, 12.0) > 0.6
    for weaker in (
        {"area": 8.0},
        {"present": 0.5},
        {"intermittent": 0.2},
        {"novelty": 0.1},
        {"toggles": 0.1},
        {"flicker": 3.0},
        {"relief": 5.0},
        {"drift": 20.0},
        {"share": 0.5},
        {"pictures": 3},
    ):
        values = {name: getattr(FIRE, name) for name in Spot.__slots__}
        assert burning(Spot(**{**values, **weaker}), 12.0) < 0.5, weaker


def test_of_few_pixels_the_light_tells_where_the_shapes_say_little() -> None:
    few = replace(FIRE, area=16.0, novelty=0.15, toggles=0.15, fresh=0.5)
    assert burning(few, 12.0) > 0.6
    assert burning(replace(few, fresh=0.3), 12.0) < 0.5  # a lamp that blinks
    assert burning(replace(few, fresh=0.3, novelty=0.5, toggles=0.3), 12.0) < 0.5  # the lights of a street
    assert burning(replace(few, area=60.0), 12.0) < 0.5


def test_a_lamp_that_blinks_comes_back_in_the_same_light_and_a_fire_does_not() -> None:
    rng = np.random.default_rng(3)
    on, off = rng.integers(150, 230, 16), np.full(16, 60)
    noise = [rng.normal(0, 2, 16) for _ in range(15)]
    lamp = np.stack([(on if number % 3 else off) + each for number, each in enumerate(noise)]).astype(np.uint8)
    fire = rng.integers(100, 230, (15, 16)).astype(np.uint8)
    assert fresh(lamp) < 0.3
    assert fresh(fire) > FRESH


def test_a_grey_picture_and_green_hills_have_no_colour_of_fire() -> None:
    y = landscape()
    assert cv2.countNonZero(flame_coloured(y, *grey_planes(y))[0]) == 0
    assert cv2.countNonZero(flame_coloured(y, np.full_like(y, 110), np.full_like(y, 118))[0]) == 0


def test_in_the_evening_sun_all_is_orange_and_only_the_fire_burns() -> None:
    y = np.full((180, 320), 200, dtype=np.uint8)
    u, v = np.full_like(y, 105), np.full_like(y, 145)
    assert cv2.countNonZero(flame_coloured(y, u, v)[0]) > 0
    assert cv2.countNonZero(flame_coloured(y, *without_cast(u, v))[0]) == 0
    u[80:100, 140:160], v[80:100, 140:160] = ORANGE[1:]
    burns, warmth = flame_coloured(y, *without_cast(u, v))
    assert cv2.countNonZero(burns) == 400
    assert warmth[90, 150] == ORANGE[2] - ORANGE[1] - 30  # 40 of cast, of which 10 are usual


def test_what_is_yellow_throughout_is_leaves_and_no_fire() -> None:
    assert burning(replace(FIRE, heat=70.0), 12.0) > 0.6
    assert burning(replace(FIRE, heat=38.0), 12.0) == 0.0


def test_a_camera_without_colour_says_that_there_is_none() -> None:
    detector, extractor = FlameDetector("slope", WHOLE_PICTURE, FlameSettings()), FeatureExtractor()
    [seen] = detector.observe(extractor.extract(frame(landscape(), 0.0)))
    assert (seen.kind, seen.zone, seen.score) == ("flame", "slope", 0.0)


def test_what_has_burnt_for_hours_is_a_lamp() -> None:
    lamps, mask = Lamps(), np.full((4, 4), 255, dtype=np.uint8)
    left = [cv2.countNonZero(lamps.without(mask.copy(), minute * 60.0)) for minute in range(90)]
    assert left[30] == 16
    assert left[60] == 0


def test_the_real_fire_is_found_within_five_seconds() -> None:
    told = [(at, each) for at, each in tell(WATCHED, real(footage("flame_campfire.mp4"), 5)) if each.kind == "flame"]
    assert told[0][1].phase is Phase.RAISED
    assert told[0][0] <= 5.0


@pytest.mark.parametrize(
    ("name", "lapse"), [("neon_night.mp4", None), ("people_walkway.avi", None), ("site_day_night_clouds.mp4", 8100.0)]
)
def test_neon_and_people_and_a_site_at_night_are_no_fire(name: str, lapse: float | None) -> None:
    assert kinds(real(footage(name), 5, lapse=lapse)) == set()
