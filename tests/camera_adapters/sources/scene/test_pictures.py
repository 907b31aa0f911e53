"""What rendered scenes show, and that they show the same every time."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from camera_adapters.base.errors import SourceError
from camera_adapters.sources.scene import parse_address
from camera_adapters.sources.scene.render import Scene
from camera_adapters.sources.scene.worlds import WORLDS, ZONES
from tests.camera_adapters.sources.scene.small import picture_hash, small_scene, truth_of


def lumas(url: str) -> list[np.ndarray]:
    return [canvas.y.copy() for canvas in Scene(parse_address(url), "测试").frames()]


@pytest.mark.parametrize("world", sorted(WORLDS))
def test_the_same_address_gives_the_same_pictures_and_another_seed_gives_others(world: str) -> None:
    url = small_scene(world, 1)
    assert picture_hash(url) == picture_hash(url)
    assert picture_hash(url) != picture_hash(small_scene(world, 1, seed=2))


@pytest.mark.parametrize("world", sorted(WORLDS))
def test_consecutive_pictures_differ_as_those_of_a_live_sensor_do(world: str) -> None:
    frames = lumas(small_scene(world, 1))
    differences = [float(np.abs(a.astype(int) - b).mean()) for a, b in pairwise(frames)]
    assert min(differences) > 0.1


@pytest.mark.parametrize("world", sorted(WORLDS))
def test_a_picture_has_the_contrast_of_a_photograph(world: str) -> None:
    picture = lumas(small_scene(world, 1))[0]
    assert 60 < picture.mean() < 190
    assert picture.std() > 20


@pytest.mark.parametrize(
    ("world", "hazard", "kind"),
    [
        ("mountain", "smoke", "smoke"),
        ("mountain", "flame", "flame"),
        ("mountain", "rock", "rockfall"),
        ("slope", "rock", "rockfall"),
        ("river", "rise", "level_rise"),
        ("river", "person", "person"),
        ("reservoir", "person", "person"),
        ("reservoir", "boat", "boat"),
        ("reservoir", "swimmer", "swimmer"),
        ("river", "debris", "debris"),
        ("river", "flood", "flood"),
        ("site", "person", "person"),
    ],
)
def test_a_hazard_is_written_to_the_truth_with_a_box_for_every_second(
    world: str, hazard: str, kind: str, tmp_path: Path
) -> None:
    (event,) = truth_of(small_scene(world, 12, f"{hazard}@2-11"), tmp_path)
    assert (event["kind"], event["t_on"], event["t_off"]) == (kind, 2, 11)
    assert len(event["boxes"]) >= 3
    for x, y, w, h in event["boxes"].values():
        assert 0 <= x <= x + w <= 1.0001
        assert 0 <= y <= y + h <= 1.0001


@pytest.mark.parametrize(
    ("world", "hazard"),
    [
        ("reservoir", "person"),
        ("reservoir", "boat"),
        ("reservoir", "swimmer"),
        ("river", "person"),
        ("river", "debris"),
        ("site", "person"),
    ],
)
def test_who_comes_on_schedule_stands_in_the_zone_that_the_truth_names(world: str, hazard: str, tmp_path: Path) -> None:
    (event,) = truth_of(small_scene(world, 12, f"{hazard}@1-11"), tmp_path)
    polygon = np.asarray(ZONES[world][event["zone"]])
    feet = [(x + w / 2, y + h) for x, y, w, h in event["boxes"].values()]
    assert sum(inside(foot, polygon) for foot in feet) >= 4


def inside(point: tuple[float, float], polygon: np.ndarray) -> bool:
    x, y = point
    crossings = 0
    for (x0, y0), (x1, y1) in zip(polygon, np.roll(polygon, -1, axis=0), strict=True):
        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) / (y1 - y0) * (x1 - x0):
            crossings += 1
    return crossings % 2 == 1


def test_rising_water_climbs_and_the_truth_knows_its_metres(tmp_path: Path) -> None:
    (event,) = truth_of(small_scene("river", 12, "rise@1-11"), tmp_path)
    levels = [event["values"][second] for second in sorted(event["values"], key=int)]
    assert levels[0] == pytest.approx(1.0, abs=0.05)
    assert max(levels) > 2.5
    assert levels == sorted(levels)


def test_a_black_camera_is_black_and_a_frozen_one_stands_still() -> None:
    frames = lumas(small_scene("gate", 4, "black@1-2,frozen@3-4"))
    assert frames[15][40:140].mean() < 20
    assert np.array_equal(frames[31], frames[38])
    assert not np.array_equal(frames[5], frames[6])


def test_a_blurred_camera_loses_its_edges_and_a_covered_one_its_light() -> None:
    frames = lumas(small_scene("village", 10, "blurred@2-6,covered@7-10"))
    middle = np.s_[40:140, 40:280]
    sharp, soft, dark = (np.abs(np.diff(frames[index][middle].astype(int), axis=1)).mean() for index in (10, 58, 95))
    assert soft < 0.6 * sharp
    assert dark < 0.6 * sharp
    assert frames[95][middle].mean() < 90


@pytest.mark.parametrize("url", ["scene:moon", "scene:street?hazards=smoke@1-2", "scene:mountain?hazards=boat@1-2"])
def test_a_world_or_hazard_that_does_not_exist_is_refused(url: str) -> None:
    with pytest.raises(SourceError, match="scene URL") as caught:
        Scene(parse_address(url), "")
    assert caught.value.reason == "address"
