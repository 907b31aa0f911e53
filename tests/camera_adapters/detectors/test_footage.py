"""Detectors and policy together on real clips that nobody on this project made (see ``footage`` for where they lie)."""

from __future__ import annotations

import pytest

from camera_adapters.messages import Phase
from tests.support.pictures import camera, decode, footage, watch, with_rest

WATCHED = camera({"kind": "intrusion", "zone": "whole"})
KEYFRAMES = camera({"kind": "intrusion", "zone": "whole"}, fps="keyframes")
FAULTS_ONLY = camera({"kind": "camera_faults", "settings": {"frozen": False}})


@pytest.mark.parametrize(
    ("name", "begin", "end"),
    [
        ("people_walkway.avi", 0.0, 5.0),
        ("cars_lot.mp4", 4.4, 8.7),
        ("cars_road.avi", 2.0, 5.5),
        ("person_worker_zone.gif", 0.0, 4.7),
    ],
)
def test_persons_and_cars_are_found_while_they_are_there(name: str, begin: float, end: float) -> None:
    told = watch(WATCHED, decode(footage(name), 5))
    raised = [(seconds, each.kind) for seconds, each in told if each.phase is Phase.RAISED]
    assert [kind for _, kind in raised] == ["intrusion"]
    assert begin < raised[0][0] < end


def test_cars_that_come_and_go_within_the_cool_down_are_one_episode() -> None:
    told = watch(WATCHED, decode(footage("cars_lot.mp4"), 5))
    assert {each.phase for _, each in told} == {Phase.RAISED, Phase.UPDATED}
    assert len({each.episode_id for _, each in told}) == 1
    assert max(seconds for seconds, _ in told) > 25.0


@pytest.mark.parametrize(
    "name",
    [
        "river_turbulent.mp4",
        "site_day_night_clouds.mp4",
        "neon_night.mp4",
        "river_debris_still.gif",
    ],
)
@pytest.mark.parametrize("fps", [5.0, 0.5])
def test_water_clouds_neon_and_shaking_stay_silent(name: str, fps: float) -> None:
    spec = WATCHED if fps > 1 else KEYFRAMES
    assert watch(spec, decode(footage(name), fps)) == []


def test_a_shaking_camera_is_told_and_its_steadied_twin_is_not() -> None:
    told = watch(WATCHED, with_rest(list(decode(footage("camera_shaking.gif"), 5)), before=0.0, after=30.0, free=0.0))
    assert [each.kind for _, each in told if each.phase is Phase.RAISED] == ["camera_shaking"]
    assert told[0][0] < 15.0
    assert watch(FAULTS_ONLY, decode(footage("river_debris_still.gif"), 5)) == []


def test_waving_leaves_stay_silent_and_the_hand_covers_the_lens() -> None:
    clip = list(decode(footage("tree_waving_then_covered.avi"), 5))
    told = watch(WATCHED, with_rest(clip, before=0.0, after=30.0, free=0.0))
    assert [(each.phase, each.kind) for _, each in told] == [(Phase.RAISED, "camera_covered")]
    assert told[0][0] > 23.0


@pytest.mark.parametrize(
    ("name", "free", "kind"), [("camera_covered.mp4", 2.0, "camera_covered"), ("camera_moved.mp4", 2.5, "camera_moved")]
)
def test_a_covered_and_a_moved_camera_are_told_apart(name: str, free: float, kind: str) -> None:
    clip = list(decode(footage(name), 5))
    told = watch(WATCHED, with_rest(clip, before=20.0, after=30.0, free=free))
    assert [(each.phase, each.kind) for _, each in told] == [(Phase.RAISED, kind)]
    assert told[0][0] > free


@pytest.mark.parametrize(
    "name",
    [
        "boat_rolling_camera.mp4",
        "cars_lot.mp4",
        "cars_road.avi",
        "flame_campfire.mp4",
        "neon_night.mp4",
        "people_walkway.avi",
        "person_worker_zone.gif",
        "river_turbulent.mp4",
        "site_day_night_clouds.mp4",
        "smoke_coast.mp4",
        "smoke_ridge_plume.mp4",
    ],
)
def test_nothing_else_is_a_fault_of_the_camera(name: str) -> None:
    clip = list(decode(footage(name), 5))
    assert watch(FAULTS_ONLY, with_rest(clip, before=0.0, after=30.0, free=0.0)) == []
