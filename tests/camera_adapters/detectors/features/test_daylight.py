"""Day and night as the camera sees them."""

from __future__ import annotations

import numpy as np
import pytest

from camera_adapters.detectors.features.daylight import Daylight
from camera_adapters.video.frames import Plane

Chroma = tuple[Plane, Plane]


def chroma(level: int) -> Chroma:
    plane = np.full((90, 160), 128 + level, dtype=np.uint8)
    return plane, plane


DAY, NIGHT = chroma(10), chroma(0)


def test_it_starts_with_the_light_there_is() -> None:
    assert not Daylight().judge(DAY, 0.0).night
    assert Daylight().judge(NIGHT, 0.0).night


def test_colours_that_vanish_for_a_minute_are_night_and_hold_everything_at_first() -> None:
    light = Daylight()
    light.judge(DAY, 0.0)
    first = light.judge(NIGHT, 1.0)
    assert (first.night, first.turning, first.held) == (False, True, True)
    later = light.judge(NIGHT, 20.0)
    assert (later.night, later.turning, later.held) == (False, True, False)
    settled = light.judge(NIGHT, 61.0)
    assert (settled.night, settled.turning, settled.held) == (True, False, False)


def test_a_lorry_before_the_lens_makes_no_night() -> None:
    light = Daylight()
    light.judge(DAY, 0.0)
    light.judge(NIGHT, 1.0)
    light.judge(DAY, 30.0)
    assert not light.judge(NIGHT, 62.0).night


@pytest.mark.parametrize("level", [2, 3])
def test_between_the_marks_nothing_changes(level: int) -> None:
    by_day, by_night = Daylight(), Daylight()
    by_day.judge(DAY, 0.0)
    by_night.judge(NIGHT, 0.0)
    dusk = chroma(level)
    if level == 2:  # 4 levels of U and V together: still day, and no longer night enough
        assert not by_day.judge(dusk, 1.0).turning
        assert not by_night.judge(dusk, 1.0).turning
    else:
        assert by_night.judge(dusk, 1.0).turning


def test_a_picture_without_colours_of_its_own_is_day() -> None:
    assert not Daylight().judge(None, 0.0).night
