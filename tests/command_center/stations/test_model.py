"""What a station's readings mean, without a database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from camera_adapters.messages import AlertMessage, Phase
from command_center.stations.config import Station, Stations
from command_center.stations.model import (
    AHEAD,
    ConditionMessages,
    Reading,
    StationMemory,
    not_ahead,
    silent,
    take,
    tell_silence,
)
from common.text import Text
from common.water_marks import Season
from tests.support.alerts import AT

BRIDGE = Station(
    id="bridge",
    name=Text(zh="大桥", en="Bridge"),
    hotspot="river",
    kind="river",
    levels={"warning": 3.2, "guarantee": 4.0},
    rise_alert_m_per_h=0.3,
    rain_alert_mm_per_h=30,
)


ZONE = ZoneInfo("Asia/Shanghai")


@dataclass
class Desk:
    """A station that reports; every call is a minute and more later."""

    watch: StationMemory = field(default_factory=StationMemory)
    now: datetime = AT

    def report(
        self, level: float | None = None, rain: float | None = None, *, minutes: float = 2
    ) -> list[AlertMessage]:
        self.now += timedelta(minutes=minutes)
        return self.take(Reading(self.now, level, rain))

    def take(self, reading: Reading) -> list[AlertMessage]:
        stations = Stations(stations=(BRIDGE,))
        self.watch, told = take(
            stations, BRIDGE, self.watch, reading, ConditionMessages("bridge", "live", self.now, uuid4), ZONE
        )
        return told

    def look(self, minutes: float) -> list[AlertMessage]:
        self.now += timedelta(minutes=minutes)
        self.watch, told = tell_silence(BRIDGE, self.watch, ConditionMessages("bridge", "live", self.now, uuid4))
        return told


def said(messages: list[AlertMessage]) -> list[tuple[str, str, Phase]]:
    return [(message.kind, message.place, message.phase) for message in messages]


def test_each_mark_that_the_water_reaches_is_raised_and_ends_below_the_deadband() -> None:
    desk = Desk()
    assert desk.report(3.0) == []
    assert said(desk.report(3.2)) == [("water_level", "warning", Phase.RAISED)]
    assert said(desk.report(4.1)) == [
        ("water_level", "warning", Phase.UPDATED),
        ("water_level", "guarantee", Phase.RAISED),
    ]
    assert said(desk.report(3.19)) == [
        ("water_level", "warning", Phase.UPDATED),
        ("water_level", "guarantee", Phase.ENDED),
    ]
    assert said(desk.report(3.1)) == [("water_level", "warning", Phase.ENDED)]


def test_a_message_says_level_mark_and_rate() -> None:
    desk = Desk()
    desk.report(3.10)
    (told,) = desk.report(3.25, minutes=30)
    assert (told.value, told.unit) == (3.25, "m")
    assert told.evidence == {"mark_m": 3.2, "rate_m_per_h": 0.3}
    assert (told.camera_id, told.station_id, told.adapter) == (None, "bridge", "centre")


def test_steps_of_an_episode_count_on_and_are_not_told_more_than_once_a_minute() -> None:
    desk = Desk()
    (first,) = desk.report(3.3)
    assert desk.report(3.3, minutes=0.5) == []
    (second,) = desk.report(3.3, minutes=1)
    assert (first.episode_id, first.seq, second.seq) == (second.episode_id, 0, 1)


def test_three_readings_in_a_row_that_rise_too_fast_are_told_and_slower_water_ends_it() -> None:
    desk = Desk()
    told = [said(desk.report(1.0 + 0.1 * step, minutes=10)) for step in range(5)]
    assert told == [[], [], [], [("level_rise", "", Phase.RAISED)], [("level_rise", "", Phase.UPDATED)]]
    assert said(desk.report(1.4, minutes=50)) == [("level_rise", "", Phase.ENDED)]


def test_heavy_rain_is_told() -> None:
    desk = Desk()
    assert desk.report(rain=10.0) == []
    (told,) = desk.report(rain=42.0)
    assert (told.kind, told.value, told.unit) == ("rain", 42.0, "mm/h")
    assert said(desk.report(rain=5.0)) == [("rain", "", Phase.ENDED)]


def test_an_older_reading_fills_the_history_and_decides_nothing() -> None:
    desk = Desk()
    desk.report(3.3)
    assert desk.take(Reading(desk.now - timedelta(hours=1), 9.9)) == []
    assert desk.watch.level is not None
    assert desk.watch.level.value == 3.3


def test_water_that_falls_faster_than_water_falls_ends_nothing_until_nothing_contradicts_it_any_more() -> None:
    desk = Desk()
    desk.report(4.2)
    assert said(desk.report(0.1, minutes=1)) == [("station_contradiction", "", Phase.RAISED)]
    assert desk.watch.marks == {"guarantee"}
    assert said(desk.report(0.1, minutes=29)) == [("station_contradiction", "", Phase.UPDATED)]
    assert said(desk.report(0.1, minutes=1)) == [
        ("station_contradiction", "", Phase.ENDED),
        ("water_level", "guarantee", Phase.ENDED),
    ]


def test_a_reading_of_now_that_reaches_a_mark_counts_behind_a_newer_one_that_does_not() -> None:
    desk = Desk()
    desk.report(1.0)
    told = said(desk.take(Reading(desk.now - timedelta(minutes=3), 4.2, 42.0)))
    assert set(told) == {
        ("water_level", "guarantee", Phase.RAISED),
        ("rain", "", Phase.RAISED),
        ("station_contradiction", "", Phase.RAISED),
    }


def test_readings_of_one_message_that_lie_ahead_keep_their_distances() -> None:
    ahead = [Reading(AT + timedelta(hours=hours), float(hours)) for hours in (8, 9)]
    assert [one.at for one in not_ahead(ahead, AT)] == [AT + AHEAD - timedelta(hours=1), AT + AHEAD]
    assert not_ahead([Reading(AT, 1.0)], AT) == (Reading(AT, 1.0),)


def test_a_silent_station_is_told_once_ends_no_level_and_is_heard_again() -> None:
    desk = Desk()
    desk.report(3.3)
    assert desk.look(29) == []
    assert not silent(BRIDGE, desk.watch, desk.now)
    assert said(desk.look(2)) == [("station_stale", "", Phase.RAISED)]
    assert desk.look(60) == []
    assert said(desk.report(3.3)) == [("water_level", "warning", Phase.UPDATED), ("station_stale", "", Phase.ENDED)]


def test_a_station_that_never_spoke_is_not_silent() -> None:
    assert Desk().look(10_000) == []


def test_the_memory_survives_being_stored() -> None:
    desk = Desk()
    desk.report(3.3)
    desk.watch = StationMemory.model_validate(desk.watch.model_dump(mode="json"))
    assert said(desk.report(3.4)) == [("water_level", "warning", Phase.UPDATED)]


@pytest.mark.parametrize(("hour", "marks"), [(15, set()), (16, {"flood_limit"})])
def test_the_flood_season_begins_at_midnight_of_the_site(hour: int, marks: set[str]) -> None:
    lake = Station(id="lake", name=BRIDGE.name, hotspot="reservoir", kind="reservoir", levels={"flood_limit": 100.0})
    stations = Stations(flood_season=Season(first="05-15", last="09-30"), stations=(lake,))
    at = datetime(2026, 5, 14, hour, 30, tzinfo=UTC)  # 23:30 and, a day later there, 00:30
    _, told = take(
        stations, lake, StationMemory(), Reading(at, 100.5), ConditionMessages("lake", "live", at, uuid4), ZONE
    )
    assert {message.place for message in told} == marks
