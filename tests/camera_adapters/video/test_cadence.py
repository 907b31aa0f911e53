"""Cadence: which pictures are due."""

from __future__ import annotations

from collections.abc import Iterable

from camera_adapters.video.cadence import Cadence


def taken(times: Iterable[float], interval: float) -> list[float]:
    cadence, found = Cadence(), []
    for now in times:
        if cadence.due(now, interval):
            cadence.took(now, interval)
            found.append(now)
    return found


def test_every_fifth_of_25_pictures_a_second_is_due_at_5_a_second() -> None:
    assert taken([100 + place * 0.04 for place in range(25)], 0.2) == [100 + place * 0.04 for place in range(0, 25, 5)]


def test_a_picture_that_comes_a_little_early_is_taken_and_does_not_shift_the_rhythm() -> None:
    assert taken([100.0, 100.19, 100.35, 100.4], 0.2) == [100.0, 100.19, 100.4]


def test_after_a_pause_nothing_is_caught_up_on() -> None:
    assert taken([100.0, 107.0, 107.04, 107.08, 107.2], 0.2) == [100.0, 107.0, 107.2]
