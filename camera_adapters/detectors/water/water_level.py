"""Water level at a gauge in the picture: marks that it reaches, how fast it rises, and that it cannot be read.

A doubtful reading is given as "no reading". While a gauge cannot be read, the marks that held still hold, because
nothing has shown that the water fell; after ``unread_seconds`` the gauge itself raises an alert. A bank has no metres:
only its row is reported.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, tzinfo

from camera_adapters.alerts.rules import RULES
from camera_adapters.base.errors import DetectorSettingError
from camera_adapters.detectors import words
from camera_adapters.detectors.base import FrameFeatures, Observation
from camera_adapters.detectors.drawing import Drawing
from camera_adapters.detectors.entry import DetectorEntry, DetectorSetup, Rules
from camera_adapters.detectors.water.gauge import GaugeReader, Reading, Scale, cut, gauge_box
from camera_adapters.detectors.water.rise import RiseWatch
from camera_adapters.messages import Gauge
from camera_adapters.video.frames import WORK_WIDTH
from common.bounds import bounded, check
from common.kinds.water import GAUGE_UNREADABLE, LEVEL_RISE, WATER_LEVEL
from common.text import Text
from common.water_marks import FLOOD_SEASON, Season, marks_of, reached_marks

LEVEL, RISE, UNREADABLE = WATER_LEVEL.name, LEVEL_RISE.name, GAUGE_UNREADABLE.name
FAILED_READINGS = 5
"""However rare the pictures are, so many must have failed before a gauge counts as unreadable."""
LINE_HEIGHT = 0.02
"""Height of the box around the line, of the picture."""


@dataclass(frozen=True, slots=True)
class WaterSettings:
    """What may be set for one gauge."""

    interval_seconds: float = bounded(2.0, 0.2, 3600, unit="s", words=words.INTERVAL_SECONDS)
    """The least time between two readings."""
    least_quality: float = bounded(0.1, 0, 0.99, words=Text(zh="最低读数质量", en="Least quality of a reading"))
    """Readings with a rival closer than this are none."""
    fastest_m_per_h: float = bounded(1.0, 0.01, 100, unit="m/h", words=Text(zh="最快涨落", en="Fastest change"))
    """Faster than this the water is not expected to move, between two readings."""
    deadband_m: float = bounded(0.02, 0, 1, unit="m", words=Text(zh="回落死区", en="Deadband"))
    """How far the water must fall below a mark before it no longer holds."""
    unread_seconds: float = bounded(
        900.0, 10, 86400, unit="s", words=Text(zh="无读数多久报警", en="Call after no reading for")
    )
    flood_season_first: str = bounded(
        FLOOD_SEASON.first, words=Text(zh="汛期开始（月-日）", en="Flood season from (month-day)")
    )
    flood_season_last: str = bounded(
        FLOOD_SEASON.last, words=Text(zh="汛期结束（月-日）", en="Flood season to (month-day)")
    )
    """Month and day; outside of the season the mark ``flood_limit`` does not count."""

    def __post_init__(self) -> None:
        check(self)
        self.season()

    def season(self) -> Season:
        """The flood season. ``ValueError`` when its days are none."""
        return Season(first=self.flood_season_first, last=self.flood_season_last)


class WaterLevelDetector:
    """One gauge of one camera (see ``Detector``)."""

    version = "water_level/1"

    def __init__(self, gauge: Gauge, settings: WaterSettings, time_zone: tzinfo = UTC) -> None:
        self._gauge = gauge
        self._settings = settings
        self._season = settings.season()
        self._time_zone = time_zone
        self._reader: GaugeReader | None = None
        self._shape: tuple[int, ...] = ()
        self._rise: RiseWatch | None = None
        self._looked: float | None = None
        self._read: float | None = None
        self._failed = 0
        self._held: frozenset[str] = frozenset()
        self._line: float | None = None

    def observe(self, features: FrameFeatures) -> list[Observation]:
        """Every mark of the gauge, the rise when it is known anew, and whether the gauge can be read."""
        now = features.now
        if self._looked is not None and now - self._looked < self._settings.interval_seconds * 0.9:
            return []
        self._looked = now
        self._read = now if self._read is None else self._read
        reading = self._reading(features)
        self._line = None if reading is None else reading.row / self._shape[0]
        if reading is None:
            self._failed += 1
            return [self._unreadable(now), *self._still()]
        self._failed, self._read = 0, now
        return [self._unreadable(now), *self._levels(reading, features)]

    def reset(self) -> None:
        """Pictures of before do not belong to the next ones; the water does."""
        if self._reader is not None:
            self._reader.forget()

    def drawing(self) -> Drawing:
        """The water line as it was read last; nothing where it could not be read."""
        if self._line is None:
            return Drawing()
        left, _, width, _ = self._gauge.roi
        return Drawing(lines=(((left, self._line), (left + width, self._line)),))

    def _reading(self, features: FrameFeatures) -> Reading | None:
        luma = features.frame.luma
        if self._reader is None or luma.shape != self._shape:
            self._begin((luma.shape[0], luma.shape[1]))
        assert self._reader is not None  # noqa: S101 - made just now
        shift = features.shift
        scale = luma.shape[1] / WORK_WIDTH
        moved = (shift.dx * scale, shift.dy * scale) if shift.shaken else (0.0, 0.0)
        strip, top = cut(luma, gauge_box(self._gauge.roi, (luma.shape[0], luma.shape[1])), *moved)
        return self._reader.read(strip, top, features.now)

    def _begin(self, shape: tuple[int, int]) -> None:
        gauge, settings = self._gauge, self._settings
        points = () if gauge.kind == "bank" else tuple(sorted((y * shape[0], metres) for y, metres in gauge.points))
        scale = Scale(points)
        self._shape = shape
        self._reader = GaugeReader(
            gauge.kind,
            gauge_box(gauge.roi, shape),
            scale,
            fastest_m_per_h=settings.fastest_m_per_h,
            least_quality=settings.least_quality,
        )
        fine = scale.metres_a_row
        if gauge.rise_alert_m_per_h is not None and fine is not None:
            self._rise = RiseWatch(gauge.rise_alert_m_per_h, fine)

    def _unreadable(self, now: float) -> Observation:
        unread = now - (now if self._read is None else self._read)
        long = unread >= self._settings.unread_seconds and self._failed >= FAILED_READINGS
        evidence = {"unread_seconds": round(unread, 1)}
        return Observation(UNREADABLE, 1.0 if long else 0.0, zone=self._gauge.id, evidence=evidence)

    def _still(self) -> list[Observation]:
        """Marks that held, while nothing can be read."""
        return [Observation(LEVEL, 1.0, zone=self._gauge.id, place=mark) for mark in sorted(self._held)]

    def _levels(self, reading: Reading, features: FrameFeatures) -> list[Observation]:
        captured, metres, gauge = features.frame.captured_at, reading.metres, self._gauge
        box = self._box(reading)
        evidence = {"row_px": round(reading.row, 1), "quality": round(reading.quality, 3)}
        if metres is None:
            return [Observation(LEVEL, 0.0, zone=gauge.id, box=box, evidence=evidence)]
        level = round(metres, 4)
        ended = None if self._rise is None else self._rise.push(features.now, metres)
        if self._rise is not None and self._rise.rate is not None:
            evidence["rate_m_per_h"] = round(self._rise.rate, 3)
        marks = marks_of(gauge.levels, self._season, captured.astimezone(self._time_zone).date())
        self._held = reached_marks(marks, metres, self._held, self._settings.deadband_m)
        seen = [Observation(LEVEL, 0.0, zone=gauge.id, box=box, value=level, unit=WATER_LEVEL.unit, evidence=evidence)]
        for mark, height in marks.items():
            score, about = float(mark in self._held), {**evidence, "mark_m": height}
            seen.append(Observation(LEVEL, score, gauge.id, mark, box, level, WATER_LEVEL.unit, about))
        if ended is not None:
            rising = float(ended >= (gauge.rise_alert_m_per_h or float("inf")))
            seen.append(Observation(RISE, rising, gauge.id, "", box, level, LEVEL_RISE.unit, evidence))
        return seen

    def _box(self, reading: Reading) -> tuple[float, float, float, float]:
        left, _, width, _ = self._gauge.roi
        top = min(max(0.0, reading.row / self._shape[0] - LINE_HEIGHT / 2), 1.0 - LINE_HEIGHT)
        return left, round(top, 4), width, LINE_HEIGHT


def _gauge(setup: DetectorSetup) -> Gauge:
    named = [gauge for gauge in setup.camera.gauges if setup.zone in (None, gauge.id)]
    if len(named) != 1:
        known = ", ".join(gauge.id for gauge in setup.camera.gauges) or "none"
        problem = f"must name one of the camera's gauges ({known})"
        raise DetectorSettingError(setup.camera.id, setup.spec.kind, "zone", problem)
    return named[0]


def _build(setup: DetectorSetup) -> WaterLevelDetector:
    return WaterLevelDetector(_gauge(setup), setup.own(WaterSettings), setup.site.time_zone)


def _rules(setup: DetectorSetup) -> Rules:
    """What is set is meant for the marks; a rise and a gauge that cannot be read keep their rules."""
    zone = _gauge(setup).id
    return {(LEVEL, zone): setup.rule(WATER_LEVEL), (RISE, zone): RULES[RISE], (UNREADABLE, zone): RULES[UNREADABLE]}


ENTRY = DetectorEntry(
    name="water_level",
    words=Text(zh="水位", en="Water level"),
    finds="level in metres at a board or a staff gauge, marks that it reaches, rate of rise; a trend at a bank",
    limits=(
        '"no reading" where two rows are equally likely; a rise is told after three stretches of at most a '
        "quarter of an hour each"
    ),
    settings=WaterSettings,
    kinds=(WATER_LEVEL, LEVEL_RISE, GAUGE_UNREADABLE),
    build=_build,
    rules=_rules,
    takes=("gauge",),
)
