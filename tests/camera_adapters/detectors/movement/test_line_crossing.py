"""Who crosses a line, and who only walks beside it."""

from __future__ import annotations

import pytest

from camera_adapters.detectors.features.tracks import Blob
from camera_adapters.detectors.movement.line_crossing import Crossings, CrossingSettings, crossed
from camera_adapters.detectors.movement.loitering import Stay

LINE = ((0.5, 0.2), (0.5, 0.8))


def test_a_step_over_the_line_has_a_direction_and_one_beside_it_has_none() -> None:
    assert crossed((0.6, 0.5), (0.4, 0.5), LINE) == "in"
    assert crossed((0.4, 0.5), (0.6, 0.5), LINE) == "out"
    assert crossed((0.4, 0.9), (0.6, 0.9), LINE) is None
    assert crossed((0.3, 0.5), (0.4, 0.5), LINE) is None


def walk(direction: str, *, stop: float = 1.0, edge: float = 1.2) -> set[str]:
    crossings = Crossings(LINE, CrossingSettings(direction=direction))
    told: set[str] = set()
    for i in range(30):
        x = min(0.3 + 0.015 * i, stop)
        blob = Blob(x, 0.2, 0.04, 0.08, 0.6, edge)
        told |= {way for _, way in crossings.take([blob], 0.5625, 100.0 + 0.2 * i)}
    return told


@pytest.mark.parametrize(("direction", "told"), [("both", {"out"}), ("out", {"out"}), ("in", set())])
def test_a_walker_over_the_line_is_told_where_that_direction_is_watched(direction: str, told: set[str]) -> None:
    assert walk(direction) == told


def test_who_turns_before_the_line_and_a_shadow_are_not_told() -> None:
    assert walk("both", stop=0.46) == set()
    assert walk("both", edge=0.2) == set()


def test_who_turns_round_behind_the_line_is_told_on_the_way_back_too() -> None:
    crossings = Crossings(LINE, CrossingSettings())
    told: list[str] = []
    for i in range(60):
        x = 0.3 + 0.015 * min(i, 40 - i)
        told += [way for _, way in crossings.take([Blob(x, 0.2, 0.04, 0.08, 0.6, 1.2)], 0.5625, 100.0 + 0.2 * i)]
    assert (told[0], told[-1]) == ("out", "in")


def test_a_stay_goes_on_over_a_short_gap_and_ends_with_a_long_one() -> None:
    stay = Stay(away_seconds=8.0)
    assert stay.note(True, 100.0) == 0.0
    assert stay.note(False, 105.0) == 5.0
    assert stay.note(True, 130.0 - 20.0) == 10.0
    assert stay.note(False, 125.0) == 0.0
