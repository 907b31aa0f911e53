"""Detectors and policy together on drawn pictures: walkers and every fault of a camera."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import UUID

import cv2
import numpy as np
import pytest

from camera_adapters.alerts.policy import AlertPolicy
from camera_adapters.detectors.features.frame_features import FeatureExtractor
from camera_adapters.detectors.site import Site
from camera_adapters.detectors.table import build_detectors, build_rules
from camera_adapters.messages import Phase
from tests.support.pictures import Picture, camera, frame, landscape, noisy, watch

WATCHED = camera({"kind": "intrusion", "zone": "whole"})
PLACE = landscape()


def stream(
    change: Callable[[Picture, float], Picture], *, seconds: float = 40.0, begin: float = 20.0, fps: float = 5.0
) -> Iterator[tuple[float, Picture]]:
    """A place with noise that ``change`` alters from ``begin`` on."""
    rng = np.random.default_rng(5)
    for i in range(round(seconds * fps)):
        t = i / fps
        picture = noisy(PLACE, rng)
        yield t, change(picture, t - begin) if t >= begin else picture


def raised(pictures: Iterator[tuple[float, Picture]]) -> dict[str, float]:
    """Kind → second of its first alert."""
    found: dict[str, float] = {}
    for seconds, decision in watch(WATCHED, pictures):
        if decision.phase is Phase.RAISED:
            found.setdefault(decision.kind, seconds)
    return found


def same(picture: Picture, _: float) -> Picture:
    return picture


def walker(picture: Picture, t: float) -> Picture:
    x = int(20 * t)
    picture[110:145, x : x + 12] = 240
    return picture


def black(picture: Picture, _: float) -> Picture:
    return picture // 64 + 16


def blurred(picture: Picture, _: float) -> Picture:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), 3.0), dtype=np.uint8)


def half_covered(picture: Picture, _: float) -> Picture:
    picture[:, 180:] = 70
    return picture


def covered(picture: Picture, _: float) -> Picture:
    near = cv2.GaussianBlur(landscape(2), (0, 0), 15.0)
    return noisy(np.asarray(near, dtype=np.uint8), np.random.default_rng(int(picture.sum(dtype=np.int64))), 1.0)


def moved(picture: Picture, _: float) -> Picture:
    return np.ascontiguousarray(np.roll(picture, (40, 130), axis=(0, 1)))


def shaken(picture: Picture, t: float) -> Picture:
    return np.ascontiguousarray(np.roll(picture, (round(2 * np.sin(7 * t)), round(3 * np.cos(5 * t))), axis=(0, 1)))


def test_a_quiet_place_raises_nothing() -> None:
    assert raised(stream(same, seconds=120.0)) == {}


def test_a_walker_is_raised_within_two_seconds_of_coming_in() -> None:
    found = raised(stream(walker, seconds=30.0))
    assert list(found) == ["intrusion"]
    assert 20.0 < found["intrusion"] < 22.0


@pytest.mark.parametrize(
    ("kind", "change"),
    [("camera_black", black), ("camera_covered", half_covered), ("camera_covered", covered), ("camera_moved", moved)],
)
def test_a_fault_is_raised_alone_after_it_has_held(kind: str, change: Callable[[Picture, float], Picture]) -> None:
    found = raised(stream(change))
    assert list(found) == [kind]
    assert 29.0 < found[kind] < 34.0


def test_a_blurred_camera_is_raised_after_a_minute() -> None:
    found = raised(stream(blurred, seconds=90.0))
    assert list(found) == ["camera_blurred"]
    assert 79.0 < found["camera_blurred"] < 85.0


def test_a_picture_that_repeats_is_frozen() -> None:
    still = noisy(PLACE, np.random.default_rng(1))
    found = raised(stream(lambda _picture, _t: still))
    assert list(found) == ["camera_frozen"]
    assert 30.0 < found["camera_frozen"] < 37.0


def test_vibration_is_told_as_shaking_and_not_as_moved() -> None:
    found = raised(stream(shaken, seconds=60.0))
    assert list(found) == ["camera_shaking"]
    assert 20.0 < found["camera_shaking"] < 35.0


def fog(picture: Picture, t: float) -> Picture:
    share = 0.85 * min(1.0, t / 40.0)
    return noisy(np.asarray(picture * (1 - share) + 170 * share, dtype=np.uint8), np.random.default_rng(round(t * 5)))


def test_fog_that_takes_the_whole_view_is_no_fault_but_a_condition() -> None:
    extractor, policy = FeatureExtractor(), AlertPolicy(build_rules(WATCHED), lambda: UUID(int=0))
    detectors = build_detectors(WATCHED, Site())
    for seconds, picture in stream(fog, seconds=150.0, fps=2.0):
        features = extractor.extract(frame(picture, seconds))
        seen = [each for detector in detectors for each in detector.observe(features)]
        assert policy.step(seen, monotonic=features.now, captured_at=features.frame.captured_at) == []
    assert policy.conditions() == {"low_visibility"}


def test_what_leaves_a_plain_road_hides_nothing() -> None:
    road = np.asarray(cv2.GaussianBlur(PLACE, (0, 0), 12.0), dtype=np.uint8)
    road[:60] = PLACE[:60]  # houses behind it
    rng = np.random.default_rng(4)

    def picture(*, parked: bool) -> Picture:
        shown = road.copy()
        if parked:
            shown[90:150, 60:170] = landscape(6)[90:150, 60:170] // 2
        return noisy(shown, rng)

    told = watch(camera(), ((i / 2, picture(parked=i < 120)) for i in range(240)))
    assert told == []


def test_a_cleared_fault_ends() -> None:
    told = watch(WATCHED, stream(lambda p, t: half_covered(p, t) if t < 20 else p, seconds=90.0))
    assert [decision.phase for _, decision in told] == [Phase.RAISED, Phase.ENDED]
    assert told[1][0] == pytest.approx(70.0, abs=3.0)


def test_keyframes_alone_show_a_walker() -> None:
    spec = camera({"kind": "intrusion", "zone": "whole"}, fps="keyframes")

    def slow_walker(picture: Picture, t: float) -> Picture:
        return walker(picture, t / 2)

    told = watch(spec, stream(slow_walker, seconds=40.0, fps=0.5))
    assert [decision.kind for _, decision in told if decision.phase is Phase.RAISED] == ["intrusion"]
