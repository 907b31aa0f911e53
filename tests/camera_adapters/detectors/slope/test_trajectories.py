"""Stones that fall, told from what else is small and quick."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from camera_adapters.detectors.features.tracks import Blob, Tracker
from camera_adapters.detectors.slope.trajectories import Fall, Falls, rated
from camera_adapters.messages import Phase
from tests.support.analysis import tell
from tests.support.coloured import rendered
from tests.support.pictures import Picture, camera, landscape, noisy, watch

BOX = (0.4, 0.2, 0.5, 0.4)


def falls(*xs: float) -> list[Fall]:
    return [Fall(number, x, 100.0, BOX) for number, x in enumerate(xs)]


@pytest.mark.parametrize(("xs", "told"), [((0.4,), False), ((0.4, 0.45), False), ((0.4, 0.45, 0.5), True)])
def test_three_stones_that_come_down_the_same_way_are_a_rockfall(xs: tuple[float, ...], told: bool) -> None:
    assert (rated(falls(*xs))[0] >= 0.6) is told


def test_what_falls_everywhere_is_weather() -> None:
    assert rated(falls(0.1, 0.15, 0.2, 0.5, 0.7, 0.9))[0] == 0.0


def drop(dx: float, dy: float, edge: float = 1.0) -> int:
    """How many falls a thing is that moves so many widths a second."""
    tracker, known = Tracker(), Falls()
    found: list[Fall] = []
    for i in range(15):
        blob = Blob(0.4 + dx * i * 0.2, 0.2 + dy * i * 0.2, 0.02, 0.02, 1.0, edge)
        found = list(known.take(tracker.update([blob], 100.0 + 0.2 * i), 100.0 + 0.2 * i)[1])
    return len(found)


def test_only_what_goes_down_quickly_and_has_an_edge_falls() -> None:
    assert drop(0.02, 0.08) == 1
    assert drop(0.08, 0.02) == 0
    assert drop(0.0, -0.08) == 0
    assert drop(0.0, 0.01) == 0
    assert drop(0.0, 0.08, edge=0.3) == 0


def slope(seconds: float, stones: int) -> Iterator[tuple[float, Picture]]:
    place, rng = landscape(3) // 2 + 40, np.random.default_rng(4)
    for i in range(round(seconds * 5)):
        at = i / 5
        picture = noisy(place, rng)
        for stone in range(stones):
            fallen = at - 20.0 - 0.8 * stone
            row = round(30 + 8 * fallen + 6 * fallen * fallen)
            if fallen > 0.0 and row < 170:
                column = 140 + 9 * stone
                picture[row : row + 5, column : column + 5] = 235
        yield at, picture


@pytest.mark.parametrize(("stones", "told"), [(0, []), (1, []), (5, ["rockfall"])])
def test_stones_on_a_drawn_slope_are_raised_and_one_bird_is_not(stones: int, told: list[str]) -> None:
    decisions = watch(camera({"kind": "rockfall", "zone": "whole"}), slope(32.0, stones))
    assert [each.kind for _, each in decisions if each.phase is Phase.RAISED] == told


def test_stones_down_a_rendered_slope_are_found_within_ten_seconds() -> None:
    frames = rendered("scene:slope?seed=2&seconds=34&fps=5&hazards=rock@16-31")
    told = [(at, each.kind) for at, each in tell(camera({"kind": "rockfall"}), frames) if each.phase is Phase.RAISED]
    assert [kind for _, kind in told] == ["rockfall"]
    assert 16.0 < told[0][0] < 26.0
