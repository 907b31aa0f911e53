"""The water level detector with the alert policy behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from camera_adapters.alerts.policy import AlertPolicy
from camera_adapters.alerts.rules import RuleBook
from camera_adapters.base.errors import DetectorSettingError
from camera_adapters.detectors.base import Observation
from camera_adapters.detectors.features.frame_features import FeatureExtractor
from camera_adapters.detectors.site import Site
from camera_adapters.detectors.table import build_detectors, build_rules
from camera_adapters.detectors.water.water_level import WaterLevelDetector, WaterSettings
from camera_adapters.messages import CameraSpec, DetectorSpec, EpisodeStep, Gauge, Phase, Position
from common.text import Text
from tests.support.gauges import Picture, gauge, metres, nothing, picture
from tests.support.pictures import frame

MAY = datetime(2026, 5, 20, tzinfo=UTC)
RIVER = {"warning": 3.0, "guarantee": 3.5}


class Watched:
    """A gauge that is looked at, and what people are told."""

    def __init__(self, watched: Gauge, settings: WaterSettings | None = None, start: datetime = MAY) -> None:
        self.detector = WaterLevelDetector(watched, settings or WaterSettings())
        self.policy = AlertPolicy(RuleBook(), uuid4)
        self.extractor = FeatureExtractor()
        self.start = start
        self.now = 0.0

    def see(self, luma: Picture, after: float = 60.0) -> tuple[list[Observation], list[EpisodeStep]]:
        self.now += after
        captured = self.start + timedelta(seconds=self.now)
        shown = replace(frame(luma, self.now), captured_at=captured)
        seen = self.detector.observe(self.extractor.extract(shown))
        return seen, self.policy.step(seen, monotonic=shown.monotonic, captured_at=captured)

    def told(self, rows: Iterable[int], after: float = 60.0) -> list[tuple[Phase, str, str]]:
        """What begins and ends while the water stands at these rows."""
        return told(d for row in rows for d in self.see(picture(row), after)[1])


def told(decisions: Iterable[EpisodeStep]) -> list[tuple[Phase, str, str]]:
    return [(d.phase, d.kind, d.place) for d in decisions if d.phase is not Phase.UPDATED]


def test_each_mark_that_is_reached_is_told_with_level_mark_and_row() -> None:
    bridge = Watched(gauge(levels=RIVER))
    assert bridge.told([200] * 4) == []
    assert bridge.told([170] * 6) == [(Phase.RAISED, "water_level", "warning")]
    rising = (155, 140, 120, 120, 120, 120)
    raised = [d for row in rising for d in bridge.see(picture(row), 900.0)[1] if d.phase is Phase.RAISED]
    (reached,) = raised
    assert (reached.place, reached.unit) == ("guarantee", "m")
    assert reached.value == pytest.approx(metres(120), abs=0.02)
    assert reached.evidence["mark_m"] == 3.5
    assert reached.evidence["row_px"] == pytest.approx(120, abs=1.5)
    assert reached.box is not None
    assert reached.box.y * 360 < 120 < (reached.box.y + reached.box.h) * 360


def test_a_mark_ends_half_an_hour_after_the_water_fell_below_it() -> None:
    bridge = Watched(gauge(levels=RIVER))
    assert bridge.told([170] * 5)[0] == (Phase.RAISED, "water_level", "warning")
    assert bridge.told([200] * 40) == [(Phase.ENDED, "water_level", "warning")]


def test_what_cannot_be_read_ends_nothing_and_is_told_after_a_quarter_of_an_hour() -> None:
    bridge = Watched(gauge("staff", levels=RIVER))
    bridge.told([170] * 5)
    assert told(d for _ in range(60) for d in bridge.see(nothing())[1]) == [(Phase.RAISED, "gauge_unreadable", "")]
    seen, _ = bridge.see(nothing())
    assert all(each.value is None for each in seen)


def test_a_gauge_that_is_read_again_is_no_longer_unreadable() -> None:
    bridge = Watched(gauge("staff", levels=RIVER))
    assert told(d for _ in range(20) for d in bridge.see(nothing())[1]) == [(Phase.RAISED, "gauge_unreadable", "")]
    assert (Phase.ENDED, "gauge_unreadable", "") in bridge.told([200] * 3)


@pytest.mark.parametrize(("day", "marks"), [(MAY, {"flood_limit"}), (datetime(2026, 12, 1, tzinfo=UTC), set())])
def test_the_flood_limit_of_a_reservoir_counts_in_the_flood_season_only(day: datetime, marks: set[str]) -> None:
    lake = Watched(gauge(levels={"flood_limit": 3.0}), start=day)
    assert {place for _, _, place in lake.told([170] * 5)} == marks


def test_the_flood_season_begins_at_midnight_of_the_site() -> None:
    eve = datetime(2026, 5, 14, 15, 50, tzinfo=UTC)  # ten minutes before midnight there
    lake = Watched(gauge(levels={"flood_limit": 3.0}), start=eve)
    lake.detector = WaterLevelDetector(gauge(levels={"flood_limit": 3.0}), WaterSettings(), ZoneInfo("Asia/Shanghai"))
    assert lake.told([170] * 5) == []
    assert (Phase.RAISED, "water_level", "flood_limit") in lake.told([170] * 10)


def test_water_that_rises_faster_than_the_site_allows_is_told() -> None:
    bridge = Watched(gauge(rise_alert_m_per_h=0.1))
    assert bridge.told(range(250, 200, -10), after=900.0) == [(Phase.RAISED, "level_rise", "")]
    assert bridge.told(range(200, 250, 10), after=900.0) == [(Phase.ENDED, "level_rise", "")]


def test_a_bank_tells_its_row_and_raises_nothing() -> None:
    bank = Watched(gauge("bank", levels=RIVER, rise_alert_m_per_h=0.01))
    assert bank.told(range(250, 200, -10), after=900.0) == []
    (_, level) = bank.see(picture(190), 900.0)[0]
    assert (level.value, level.unit) == (None, None)
    assert level.evidence["row_px"] == pytest.approx(190, abs=1.5)


def test_pictures_come_faster_than_readings() -> None:
    bridge = Watched(gauge(levels=RIVER))
    assert bridge.see(picture(200))[0] != []
    assert bridge.see(picture(200), after=0.5)[0] == []


def camera(*detectors: DetectorSpec, gauges: tuple[Gauge, ...]) -> CameraSpec:
    return CameraSpec(
        id="river-02",
        name=Text(zh="河道", en="River"),
        hotspot="river",
        position=Position(lon=0, lat=0),
        main="file:x.mp4",
        gauges=gauges,
        detectors=detectors,
    )


def test_a_detector_without_a_zone_takes_the_only_gauge_and_has_rules_for_it() -> None:
    spec = camera(DetectorSpec(kind="water_level"), gauges=(gauge(),))
    assert any(isinstance(each, WaterLevelDetector) for each in build_detectors(spec, Site()))
    assert {("water_level", "bridge"), ("level_rise", "bridge")} <= set(build_rules(spec).overrides)


@pytest.mark.parametrize(
    ("detector", "gauges", "words"),
    [
        (DetectorSpec(kind="water_level"), (), "must name one of the camera's gauges (none)"),
        (DetectorSpec(kind="water_level"), (gauge(), gauge(id="weir")), "(bridge, weir)"),
        (DetectorSpec(kind="water_level", settings={"flood_season_first": "13-40"}), (gauge(),), "flood_season_first"),
        (DetectorSpec(kind="water_level", settings={"deadband_m": 5.0}), (gauge(),), "at most 1"),
    ],
)
def test_a_gauge_that_is_set_up_wrongly_is_named(detector: DetectorSpec, gauges: tuple[Gauge, ...], words: str) -> None:
    with pytest.raises(DetectorSettingError) as caught:
        build_detectors(camera(detector, gauges=gauges), Site())
    assert words in str(caught.value)
