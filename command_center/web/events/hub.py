"""Hub of events: the one reader of a process reads the rows above the last number it saw and hands them to every page.

Redis only wakes it. Without Redis it looks once a second; without PostgreSQL it waits and then continues.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, cast
from uuid import UUID

import redis.asyncio as aioredis
import structlog

from camera_adapters.messages import CANARY_REALM, LIVE_REALM, events_key
from command_center.base.away import DATABASE_AWAY, REDIS_AWAY
from command_center.base.background import forever
from command_center.base.db import Database
from command_center.base.wake import fresh_notices, quiet_alerts
from command_center.chain import repository as audit
from command_center.web.events.listener import Listener
from command_center.web.events.metrics import EVENTS_SENT, LISTENERS
from command_center.web.events.payload import PAGE, PageReader, Payload, events_after, notices, quiet_changes
from common.backoff import stepped

log = structlog.get_logger(__name__)

REALMS = (LIVE_REALM, CANARY_REALM)
LOOK_EVERY_MS = 1000
"""How long a lost wake-up can delay an event at most."""
QUIET_EVERY = 0.5
"""Seconds between unnumbered updates of alerts: a count that runs need not run on the screen."""


class EventHub:
    """Where pages register. ``run`` is a background task and never returns."""

    def __init__(
        self,
        database: Database,
        redis: aioredis.Redis,
        *,
        realms: Sequence[str] = REALMS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._redis = redis
        self._monotonic = monotonic
        self._numbers: dict[str, int] = {}
        self._listeners: dict[str, set[Listener]] = {realm: set() for realm in realms}
        self._quiet: dict[str, set[UUID]] = {realm: set() for realm in realms}
        self._notices: dict[str, set[UUID]] = {realm: set() for realm in realms}
        self._quiet_sent = -QUIET_EVERY
        self._wakes: dict[str, bytes] = {}
        """By stream: the last wake-up seen."""
        self._started = asyncio.Event()

    async def started(self) -> None:
        """Wait until the hub knows where it stands: before that nobody can be told from which number on it hears."""
        await self._started.wait()

    @contextmanager
    def listen(self, realm: str, reader: PageReader) -> Iterator[Listener]:
        """Register for everything above the number that the hub has reached."""
        listener = Listener(realm, reader, self._numbers[realm])
        self._listeners[realm].add(listener)
        LISTENERS.inc()
        try:
            yield listener
        finally:
            self._listeners[realm].discard(listener)
            LISTENERS.dec()

    @property
    def realms(self) -> frozenset[str]:
        """The realms that can be listened to."""
        return frozenset(self._listeners)

    def listening(self, realm: str) -> int:
        """How many listen to a realm now."""
        return len(self._listeners[realm])

    async def backlog(self, realm: str, after: int) -> list[Payload]:
        """The next page of events above a number, for a page that resumes."""
        async with self._database.read() as connection:
            return await events_after(connection, realm, after, PAGE)

    async def run(self) -> None:
        """Follow the events for ever."""
        look = partial(stepped, LOOK_EVERY_MS / 1000)
        await forever("events", self.advance, self._sleep, away=DATABASE_AWAY, retry=look)

    async def advance(self) -> None:
        """Hand out everything that is new in PostgreSQL."""
        for realm in self._listeners:
            if realm not in self._numbers:
                async with self._database.read() as connection:
                    self._numbers[realm] = await audit.last_number(connection, realm)
            while await self._hand_out(realm):
                pass
        self._started.set()
        await self._hand_out_notices()
        if self._monotonic() - self._quiet_sent >= QUIET_EVERY:
            self._quiet_sent = self._monotonic()
            await self._hand_out_quiet()

    async def _hand_out(self, realm: str) -> bool:
        """One page of events; True when there may be more."""
        async with self._database.read() as connection:
            parcels = await events_after(connection, realm, self._numbers[realm], PAGE)
        for parcel in parcels:
            self._tell(realm, parcel)
            self._numbers[realm] = parcel.number or self._numbers[realm]
        return len(parcels) == PAGE

    async def _hand_out_quiet(self) -> None:
        for realm in self._quiet:
            ids = set(self._quiet[realm])
            if not ids:
                continue
            async with self._database.read() as connection:
                parcels = await quiet_changes(connection, realm, ids)
            self._quiet[realm] -= ids
            for parcel in parcels:
                self._tell(realm, parcel)

    async def _hand_out_notices(self) -> None:
        for realm in self._notices:
            ids = set(self._notices[realm])
            if not ids:
                continue
            async with self._database.read() as connection:
                parcels = await notices(connection, ids)
            self._notices[realm] -= ids
            for parcel in parcels:
                self._tell(realm, parcel)

    def _tell(self, realm: str, parcel: Payload) -> None:
        for listener in self._listeners[realm]:
            listener.put(parcel)
        EVENTS_SENT.inc(len(self._listeners[realm]))

    async def _sleep(self) -> None:
        """Until somebody wakes the hub, or it is time to look."""
        waits = any(self._quiet.values())
        block = int(QUIET_EVERY * 1000) if waits else LOOK_EVERY_MS
        try:
            await self._find_ends()
            reply = cast("Any", await self._redis.xread(cast("Any", self._wakes), count=1000, block=block))
        except REDIS_AWAY:
            await asyncio.sleep(block / 1000)
            return
        for stream, entries in reply or []:
            name = stream.decode()
            self._wakes[name] = entries[-1][0]
            for _, fields in entries:
                realm = name.removesuffix(":events")
                self._quiet[realm].update(quiet_alerts(fields))
                self._notices[realm].update(fresh_notices(fields))

    async def _find_ends(self) -> None:
        """Begin behind the last entry of each stream: what it woke for is read from PostgreSQL anyway."""
        for stream in map(events_key, self._listeners):
            if stream not in self._wakes:
                last = cast("Any", await self._redis.xrevrange(stream, count=1))
                self._wakes[stream] = last[0][0] if last else b"0-0"
