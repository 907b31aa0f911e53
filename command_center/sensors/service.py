"""Taking readings in: reading, memory of the station, and alert are one transaction."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

import redis.asyncio as aioredis

from camera_adapters.messages import LIVE_REALM, AlertMessage
from command_center.alerts.arrival import Own
from command_center.alerts.ingest import Ingest, Stored
from command_center.alerts.metrics import count_stored
from command_center.auth import journal
from command_center.auth.model import Actor
from command_center.auth.sessions import token_hash
from command_center.base.clock import Clock, NewId
from command_center.base.db import Database
from command_center.base.wake import wake
from command_center.sensors.metrics import READINGS
from command_center.stations import repository
from command_center.stations.config import Station, Stations
from command_center.stations.errors import StationMissing, UnusableReading, WrongToken
from command_center.stations.model import (
    ConditionMessages,
    Quantity,
    Reading,
    StationMemory,
    not_ahead,
    silent,
    take,
    tell_silence,
)
from common.kinds.reported import STATION_CONTRADICTION
from common.text import FieldWords
from common.water_marks import marks_of

KEPT = timedelta(days=400)
"""Readings of a year and a bit: this flood beside the last one."""
AHEAD = FieldWords(zh="读数时间超前，请校准监测站时钟", en="The time is in the future: set the station's clock")


@dataclass(frozen=True, slots=True)
class StationState:
    """State of one station: its set-up, its memory of readings, and whether it reports."""

    station: Station
    watch: StationMemory
    marks: Mapping[str, float]
    """Those that count today, metres."""
    silent: bool
    token_made_at: datetime | None
    problem: Mapping[str, Any] | None


class Sensors:
    """The use cases of stations, in the live realm."""

    def __init__(
        self,
        database: Database,
        redis: aioredis.Redis,
        clock: Clock,
        new_id: NewId,
        ingest: Ingest,
        stations: Stations,
        time_zone: tzinfo,
    ) -> None:
        self._database = database
        self._redis = redis
        self._clock = clock
        self._new_id = new_id
        self._ingest = ingest
        self.stations = stations
        self._time_zone = time_zone

    def station(self, station_id: str) -> Station:
        """One station of the file. Raises StationMissing."""
        found = self.stations.find(station_id)
        if found is None:
            raise StationMissing
        return found

    # ------------------------------------------------------------------ readings

    async def take(self, station_id: str, readings: Sequence[Reading], source: str) -> int:
        """Store readings, oldest first; how many were new. Raises StationMissing, UnusableReading."""
        station, now = self.station(station_id), self._clock.now()
        for index, reading in enumerate(readings):
            _check(station, reading, index, now)
        timed = not_ahead(readings, now)
        async with self._database.transaction() as connection:
            watch = await repository.lock_watch(connection, LIVE_REALM, station_id)
            messages: list[AlertMessage] = []
            new = 0
            for reading in sorted(timed, key=lambda one: one.at):
                kept = await repository.insert_reading(connection, LIVE_REALM, station_id, reading, now, source)
                if kept is repository.Kept.REPEATED:
                    continue
                watch, told = take(
                    self.stations, station, watch, reading, self._conditions(station_id, now), self._time_zone
                )
                messages += told
                new += kept is repository.Kept.NEW
            doubt = _doubt(watch, ahead=timed != tuple(readings))
            await repository.set_problem(
                connection, station_id, None if doubt is None else _problem(now, source, doubt)
            )
            await repository.keep_watch(connection, LIVE_REALM, station_id, watch)
            stored = await self._ingest.store_within(connection, LIVE_REALM, [Own(one) for one in messages])
        READINGS.labels(source, "new").inc(new)
        READINGS.labels(source, "repeated").inc(len(readings) - new)
        await self._told(stored)
        return new

    async def refuse(self, station_id: str, source: str, reason: FieldWords) -> None:
        """Count and remember a message that nothing could be made of; a contradiction that is shown stays."""
        READINGS.labels(source, "unusable").inc()
        if self.stations.find(station_id) is None:
            return
        async with self._database.transaction() as connection:
            watch = await repository.lock_watch(connection, LIVE_REALM, station_id)
            if watch.contradicted_at is None:
                await repository.set_problem(connection, station_id, _problem(self._clock.now(), source, reason))

    async def notice_silence(self) -> None:
        """Raise the alert of every station that fell silent."""
        for station in self.stations.stations:
            async with self._database.transaction() as connection:
                watch = await repository.lock_watch(connection, LIVE_REALM, station.id)
                later, told = tell_silence(station, watch, self._conditions(station.id, self._clock.now()))
                if not told:
                    continue
                await repository.keep_watch(connection, LIVE_REALM, station.id, later)
                stored = await self._ingest.store_within(connection, LIVE_REALM, [Own(one) for one in told])
            await self._told(stored)

    async def _told(self, stored: Stored) -> None:
        count_stored(stored.realm, raised=stored.raised, repeated=stored.repeated, duplicates=stored.duplicates)
        if stored.last_number is not None or stored.quiet:
            await wake(self._redis, stored.realm, stored.quiet)

    def _conditions(self, station_id: str, now: datetime) -> ConditionMessages:
        return ConditionMessages(station_id, LIVE_REALM, now, self._new_id)

    # ------------------------------------------------------------------ what pages ask

    async def states(self) -> list[StationState]:
        """Every station of the file, in its order."""
        now = self._clock.now()
        async with self._database.read() as connection:
            rows = {row["id"]: row for row in await repository.states(connection, LIVE_REALM)}
        found = []
        for station in self.stations.stations:
            row = rows.get(station.id, {})
            watch = StationMemory.model_validate(row.get("watch") or {})
            marks = marks_of(station.levels, self.stations.flood_season, now.astimezone(self._time_zone).date())
            quiet = silent(station, watch, now)
            found.append(StationState(station, watch, marks, quiet, row.get("token_made_at"), row.get("problem")))
        return found

    async def history(
        self, station_ids: Collection[str], quantity: Quantity, since: datetime
    ) -> Mapping[str, list[tuple[datetime, float]]]:
        """Readings since a moment, by station."""
        async with self._database.read() as connection:
            return await repository.history(connection, LIVE_REALM, station_ids, quantity, since)

    # ------------------------------------------------------------------ tokens

    async def admit(self, station_id: str, token: str) -> None:
        """Whether this is the station's token, in the same time for a wrong and an unknown one. Raises WrongToken."""
        async with self._database.read() as connection:
            known = await repository.token_hash(connection, station_id)
        given = token_hash(token)
        right = secrets.compare_digest(known or token_hash(secrets.token_hex(8)), given)
        if known is None or not right:
            raise WrongToken

    async def admit_by_broker(self, station_id: str, token: str | None) -> None:
        """Whether a message of the broker is the station's: where it has a token, the payload carries it.

        Raises WrongToken.
        """
        async with self._database.read() as connection:
            known = await repository.token_hash(connection, station_id)
        if known is not None and not secrets.compare_digest(known, token_hash(token or "")):
            raise WrongToken

    async def make_token(self, station_id: str, by: Actor) -> str:
        """A new token in place of the old one; it is shown this once. Raises StationMissing."""
        self.station(station_id)
        token = secrets.token_urlsafe(32)
        await self._set_token(station_id, token_hash(token), "station_token_made", by)
        return token

    async def drop_token(self, station_id: str, by: Actor) -> None:
        """Take the token away. Raises StationMissing."""
        self.station(station_id)
        await self._set_token(station_id, None, "station_token_dropped", by)

    async def _set_token(self, station_id: str, digest: bytes | None, action: str, by: Actor) -> None:
        now = self._clock.now()
        async with self._database.transaction() as connection:
            await repository.set_token(connection, station_id, digest, now)
            await journal.append(connection, journal.Note(now, by.id, action, "station", station_id, {}))

    # ------------------------------------------------------------------ kept current

    async def keep_stations(self) -> None:
        """Write the file's stations into the database."""
        async with self._database.transaction() as connection:
            await repository.keep_stations(connection, self.stations.stations, self._clock.now())

    async def forget(self) -> None:
        """Delete readings that are older than ``KEPT``."""
        async with self._database.transaction() as connection:
            await repository.forget_readings(connection, self._clock.now() - KEPT)


def _problem(now: datetime, source: str, reason: FieldWords) -> Mapping[str, Any]:
    words = {"zh": reason["zh"][:300], "en": reason["en"][:300]}
    return {"at": now.isoformat(), "source": source, "reason": words}


def _doubt(watch: StationMemory, *, ahead: bool) -> FieldWords | None:
    """What is doubtful about readings that were taken."""
    if watch.contradicted_at is not None:
        return FieldWords(zh=STATION_CONTRADICTION.words.zh, en=STATION_CONTRADICTION.words.en)
    return AHEAD if ahead else None


def _check(station: Station, reading: Reading, index: int, now: datetime) -> None:
    where = f"readings.{index}"
    if reading.at < now - KEPT:
        words = FieldWords(zh=f"早于 {KEPT.days} 天前", en=f"is older than {KEPT.days} days")
        raise UnusableReading(fields={f"{where}.at": words})
    low, high = station.plausible_m or (float("-inf"), float("inf"))
    if reading.level_m is not None and not low <= reading.level_m <= high:
        words = FieldWords(zh=f"超出 {low:g} 至 {high:g} 米", en=f"lies outside {low:g} to {high:g} m")
        raise UnusableReading(fields={f"{where}.level_m": words})
