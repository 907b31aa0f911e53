"""Meaning of a station's readings: which conditions hold, and what must be told of them. Pure.

The memory of a station (``StationMemory``) is one value that is stored beside its readings, so that any replica can
continue where another one stopped. A condition that holds is an episode, as a camera's is: raised, updated, ended.

Readings may contradict each other, because a sensor fails or because some are forged. Water above a mark is believed at
once, whatever other readings say; a fall faster than water falls is believed only when no reading has contradicted it
for a while.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from pydantic import AwareDatetime, Field

from camera_adapters.messages import AlertMessage, Phase
from command_center.stations.config import Station, Stations
from common.kinds import water
from common.kinds.reported import STATION_CONTRADICTION, STATION_STALE
from common.text import Strict
from common.water_marks import marks_of, reached_marks

LEVEL, RISE, RAIN, STALE = water.WATER_LEVEL.name, water.LEVEL_RISE.name, water.RAIN.name, STATION_STALE.name
CONTRADICTION = STATION_CONTRADICTION.name
DETECTOR = "station/1"
SPEAKER = "centre"
"""Stands as the adapter in messages that no adapter sent."""
RATE_FROM, RATE_TO = timedelta(minutes=10), timedelta(minutes=60)
"""A rate is taken over the longest time between these that is known."""
RISES = 3
"""Readings in a row that must rise too fast."""
EASED = 0.8
"""A rise is over below this share of the rate that started it."""
TELL_EVERY = timedelta(seconds=60)
KEPT_POINTS = 240
AHEAD = timedelta(seconds=10)
"""How far a reading's time may lie ahead of the centre's clock; what is further ahead counts as of then."""
FASTEST_FALL_M_PER_MINUTE = 1.0
"""Water that falls faster has been measured wrongly, or not at all: a sluice empties a channel by decimetres."""


class Quantity(StrEnum):
    """Quantity that a station measures, with its unit."""

    LEVEL = "level"
    """Metres above the station's datum."""
    RAIN = "rain"
    """Millimetres an hour."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a station."""

    at: datetime
    level_m: float | None = None
    rain_mm_h: float | None = None


class Sample(Strict):
    """A level at a moment."""

    at: AwareDatetime
    value: float


class OpenCondition(Strict):
    """A condition that holds: its episode, and when it was last told."""

    episode_id: UUID
    seq: int
    started_at: AwareDatetime
    told_at: AwareDatetime


class StationMemory(Strict):
    """What is remembered of one station."""

    level: Sample | None = None
    rain: Sample | None = None
    recent: tuple[Sample, ...] = ()
    """Levels of the last hour, oldest first."""
    rises: int = 0
    contradicted_at: AwareDatetime | None = None
    """When readings last contradicted each other; None where that is settled."""
    held: dict[str, OpenCondition] = Field(default_factory=dict)
    """By ``kind|place``."""

    @property
    def last_at(self) -> datetime | None:
        """The newest reading of anything."""
        return max((sample.at for sample in (self.level, self.rain) if sample is not None), default=None)

    @property
    def rate_m_per_h(self) -> float | None:
        """How fast the level moves; None where too little is known."""
        if self.level is None:
            return None
        for sample in self.recent:
            waited = self.level.at - sample.at
            if RATE_FROM <= waited <= RATE_TO:
                return (self.level.value - sample.value) / (waited / timedelta(hours=1))
        return None

    @property
    def marks(self) -> frozenset[str]:
        """Marks of the level that hold."""
        return frozenset(key.partition("|")[2] for key in self.held if key.startswith(f"{LEVEL}|"))


class Key(NamedTuple):
    """A condition of a station."""

    kind: str
    place: str = ""

    @property
    def text(self) -> str:
        return f"{self.kind}|{self.place}"


@dataclass(frozen=True, slots=True)
class ConditionFacts:
    """What is said of a condition that holds."""

    value: float | None = None
    unit: str | None = None
    evidence: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ConditionMessages:
    """Makes messages of one station's conditions."""

    station_id: str
    realm: str
    now: datetime
    new_id: Callable[[], UUID]

    def tell(
        self, watch: StationMemory, looked: frozenset[str], wanted: Mapping[Key, ConditionFacts], at: datetime
    ) -> tuple[StationMemory, list[AlertMessage]]:
        """Begin, go on with and end conditions of the kinds that were looked at; ``at`` is the reading's time."""
        held = dict(watch.held)
        messages = []
        for key, said in wanted.items():
            known = held.get(key.text)
            if known is not None and self.now - known.told_at < TELL_EVERY:
                continue
            phase = Phase.RAISED if known is None else Phase.UPDATED
            held[key.text] = known = self._step(known, at)
            messages.append(self._message(key, known, phase, said, at))
        for text in sorted(held.keys() - {key.text for key in wanted}):
            key = Key(*text.split("|", 1))
            if key.kind in looked:
                messages.append(self._message(key, self._step(held.pop(text), at), Phase.ENDED, ConditionFacts(), at))
        return watch.model_copy(update={"held": held}), messages

    def _step(self, known: OpenCondition | None, at: datetime) -> OpenCondition:
        if known is None:
            return OpenCondition(episode_id=self.new_id(), seq=0, started_at=at, told_at=self.now)
        return known.model_copy(update={"seq": known.seq + 1, "told_at": self.now})

    def _message(self, key: Key, held: OpenCondition, phase: Phase, said: ConditionFacts, at: datetime) -> AlertMessage:
        return AlertMessage(
            event_id=self.new_id(),
            episode_id=held.episode_id,
            seq=held.seq,
            phase=phase,
            realm=self.realm,
            adapter=SPEAKER,
            station_id=self.station_id,
            kind=key.kind,
            place=key.place,
            score=1.0,
            value=said.value,
            unit=said.unit,
            started_at=held.started_at,
            captured_at=at,
            published_at=self.now,
            detector=DETECTOR,
            evidence=dict(said.evidence),
        )


def take(
    stations: Stations,
    station: Station,
    watch: StationMemory,
    reading: Reading,
    conditions: ConditionMessages,
    time_zone: tzinfo,
) -> tuple[StationMemory, list[AlertMessage]]:
    """Let one reading act. One that is older than what is known only fills the history, unless it is of now and says
    that a mark is reached of which the newer one says nothing.

    ``time_zone`` is the site's: by its calendar the flood season begins and ends.
    """
    watch = _settled(station, watch, conditions.now)
    looked, wanted, now = {STALE}, dict[Key, ConditionFacts](), conditions.now
    if reading.level_m is not None and _level_acts(stations, station, watch, reading, now, time_zone):
        watch = _with_level(watch, station, Sample(at=reading.at, value=reading.level_m), now)
        looked |= {LEVEL, RISE}
        wanted |= _levels(stations, station, watch, time_zone)
    if reading.rain_mm_h is not None and _rain_acts(station, watch, reading, now):
        watch = _with_rain(watch, Sample(at=reading.at, value=reading.rain_mm_h), now)
        looked |= {RAIN}
        wanted |= _rains(station, reading.rain_mm_h)
    if looked == {STALE}:
        return watch, []
    looked |= {CONTRADICTION}
    if watch.contradicted_at is not None:
        looked -= {LEVEL, RISE, RAIN}
        wanted[Key(CONTRADICTION)] = ConditionFacts()
    return conditions.tell(watch, frozenset(looked), wanted, reading.at)


def not_ahead(readings: Sequence[Reading], now: datetime) -> tuple[Reading, ...]:
    """Readings of which none lies further ahead than ``AHEAD``; those of one message keep their distances."""
    excess = max((reading.at for reading in readings), default=now) - (now + AHEAD)
    if excess <= timedelta(0):
        return tuple(readings)
    return tuple(replace(reading, at=reading.at - excess) for reading in readings)


def silent(station: Station, watch: StationMemory, now: datetime) -> bool:
    """Whether a station that has spoken before has been silent for too long."""
    return watch.last_at is not None and now - watch.last_at > timedelta(minutes=station.stale_minutes)


def tell_silence(
    station: Station, watch: StationMemory, conditions: ConditionMessages
) -> tuple[StationMemory, list[AlertMessage]]:
    """The alert of a silent station; nothing else ends by silence, because nothing has shown that it is over."""
    last = watch.last_at
    if last is None or not silent(station, watch, conditions.now) or Key(STALE).text in watch.held:
        return watch, []
    minutes = (conditions.now - last) / timedelta(minutes=1)
    said = ConditionFacts(evidence={"silent_minutes": round(minutes, 1)})
    return conditions.tell(watch, frozenset(), {Key(STALE): said}, conditions.now)


def _settled(station: Station, watch: StationMemory, now: datetime) -> StationMemory:
    """A contradiction is over when nothing has contradicted the newest for as long as a station may be silent."""
    since = watch.contradicted_at
    over = since is not None and now - since >= timedelta(minutes=station.stale_minutes)
    return watch.model_copy(update={"contradicted_at": None}) if over else watch


def _level_acts(
    stations: Stations, station: Station, watch: StationMemory, reading: Reading, now: datetime, time_zone: tzinfo
) -> bool:
    """Whether a level is the newest, or is of now and reaches a mark that the newest does not."""
    newest, level = watch.level, reading.level_m
    if newest is None or reading.at > newest.at:
        return True
    if level is None or not _of_now(station, reading, now):
        return False
    marks = marks_of(station.levels, stations.flood_season, reading.at.astimezone(time_zone).date())
    return any(newest.value < mark <= level for mark in marks.values())


def _rain_acts(station: Station, watch: StationMemory, reading: Reading, now: datetime) -> bool:
    """Whether rain is the newest, or is of now and heavy where the newest is not."""
    newest = watch.rain
    if newest is None or reading.at > newest.at:
        return True
    heavy = bool(_rains(station, reading.rain_mm_h or 0.0)) and not _rains(station, newest.value)
    return heavy and _of_now(station, reading, now)


def _of_now(station: Station, reading: Reading, now: datetime) -> bool:
    return now - reading.at <= timedelta(minutes=station.stale_minutes)


def _with_level(watch: StationMemory, station: Station, sample: Sample, now: datetime) -> StationMemory:
    contradicted = now if _contradicts(watch, station, sample) else watch.contradicted_at
    kept = [one for one in watch.recent if timedelta(0) < sample.at - one.at <= RATE_TO]
    changed = {"level": sample, "recent": (*kept[-KEPT_POINTS:], sample), "contradicted_at": contradicted}
    watch = watch.model_copy(update=changed)
    rate, alert = watch.rate_m_per_h, station.rise_alert_m_per_h
    rising = rate is not None and alert is not None and rate >= alert
    return watch.model_copy(update={"rises": watch.rises + 1 if rising else 0})


def _with_rain(watch: StationMemory, sample: Sample, now: datetime) -> StationMemory:
    late = watch.rain is not None and sample.at <= watch.rain.at
    return watch.model_copy(update={"rain": sample, "contradicted_at": now if late else watch.contradicted_at})


def _contradicts(watch: StationMemory, station: Station, sample: Sample) -> bool:
    """Whether the level falls from a mark faster than water can, or is told of a time of which another one was."""
    before = watch.level
    if before is None:
        return False
    if sample.at <= before.at:
        return True
    fallen = before.value - sample.value - station.deadband_m
    return bool(watch.marks) and fallen > FASTEST_FALL_M_PER_MINUTE * ((sample.at - before.at) / timedelta(minutes=1))


def _levels(stations: Stations, station: Station, watch: StationMemory, time_zone: tzinfo) -> dict[Key, ConditionFacts]:
    sample, rate = watch.level, watch.rate_m_per_h
    if sample is None:
        return {}
    about = {} if rate is None else {"rate_m_per_h": round(rate, 3)}
    said = ConditionFacts(sample.value, water.WATER_LEVEL.unit, about)
    marks = marks_of(station.levels, stations.flood_season, sample.at.astimezone(time_zone).date())
    reached = reached_marks(marks, sample.value, watch.marks, station.deadband_m)
    wanted = {
        Key(LEVEL, mark): replace(said, evidence={**about, "mark_m": marks[mark]})
        for mark in sorted(reached, key=lambda name: marks[name])
    }
    alert = station.rise_alert_m_per_h
    goes_on = Key(RISE).text in watch.held and rate is not None and alert is not None and rate >= EASED * alert
    return {**wanted, Key(RISE): said} if watch.rises >= RISES or goes_on else wanted


def _rains(station: Station, millimetres: float) -> dict[Key, ConditionFacts]:
    alert = station.rain_alert_mm_per_h
    return (
        {Key(RAIN): ConditionFacts(millimetres, water.RAIN.unit)} if alert is not None and millimetres >= alert else {}
    )
