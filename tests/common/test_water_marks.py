"""Marks of a water level: which of them hold, and when they count."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from camera_adapters.messages import AlertMessage
from common.water_marks import Season, marks_of, reached_marks
from tests.support.alerts import Episode, water

RIVER = {"fortification": 2.0, "warning": 3.0, "guarantee": 4.0}


def test_every_mark_that_rising_water_reaches_is_added_and_the_lower_ones_go_on() -> None:
    held = reached_marks(RIVER, 2.0, ())
    assert held == {"fortification"}
    assert reached_marks(RIVER, 3.4, held) == {"fortification", "warning"}


def test_of_marks_that_are_reached_at_once_only_the_highest_is_told() -> None:
    assert reached_marks(RIVER, 4.2, ()) == {"guarantee"}


def test_a_mark_holds_until_the_water_is_the_deadband_below_it() -> None:
    assert reached_marks(RIVER, 1.985, {"fortification"}) == {"fortification"}
    assert reached_marks(RIVER, 1.985, ()) == frozenset()
    assert reached_marks(RIVER, 1.97, {"fortification"}) == frozenset()


def test_a_mark_that_the_site_no_longer_has_holds_no_more() -> None:
    assert reached_marks(RIVER, 3.5, {"overflow"}) == {"warning"}


def test_the_flood_limit_counts_in_the_flood_season_only() -> None:
    levels, season = {"flood_limit": 100.0, "design": 110.0}, Season(first="05-15", last="09-30")
    assert set(marks_of(levels, season, date(2026, 5, 15))) == set(levels)
    assert set(marks_of(levels, season, date(2026, 10, 1))) == {"design"}


def test_a_season_may_run_over_the_turn_of_the_year() -> None:
    season = Season(first="11-01", last="02-28")
    assert season.holds(date(2026, 1, 5))
    assert season.holds(date(2026, 11, 1))
    assert not season.holds(date(2026, 7, 1))


@pytest.mark.parametrize("origin", [{}, {"camera_id": "cam-01", "station_id": "bridge"}])
def test_an_alert_has_exactly_one_origin(origin: dict[str, str]) -> None:
    raw = water().step().model_dump(exclude={"camera_id", "station_id"})
    with pytest.raises(ValidationError, match="exactly one"):
        AlertMessage.model_validate(raw | origin)


def test_origins_of_cameras_and_stations_never_meet() -> None:
    assert Episode(camera_id="bridge").step().origin == "bridge"
    assert water("bridge").step().origin == "station:bridge"
