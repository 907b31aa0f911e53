"""Telling the adapters what their retention must leave alone."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any, cast

import redis.asyncio as aioredis

from camera_adapters.messages import LIVE_REALM, PROTECTED_KEY, PROTECTED_RANGES, PROTECTED_UPDATED_FIELD
from command_center.alerts import repository as alerts
from command_center.alerts.model import AlertState
from command_center.base.away import SERVER_AWAY
from command_center.base.background import forever
from command_center.base.clock import Clock
from command_center.base.db import Database
from command_center.base.redis_bus import Bus
from command_center.cameras.repository import by_hotspot
from command_center.incidents import repository as incidents
from command_center.incidents.model import Incident
from command_center.recordings import repository
from command_center.recordings.protection import Range, Span, protected_ranges
from command_center.web.events.hub import EventHub
from command_center.web.events.listener import TooSlowError
from command_center.web.events.payload import PageReader

EXPIRED_KNOWN_FOR = timedelta(days=180)
FORGET_EVERY = 86_400.0
AT_LEAST_EVERY = 30.0
AT_MOST_EVERY = 5.0
"""Seconds: a storm of events must not become a storm of publications."""


async def ranges(database: Database) -> dict[str, list[Range]]:
    """Ranges of recordings that must be kept now, by camera."""
    kept = [state for state in AlertState if state is not AlertState.DISMISSED]
    async with database.read() as connection:
        found = await alerts.stretches(connection, LIVE_REALM, kept)
        lasting = await incidents.not_cancelled(connection, LIVE_REALM)
        cameras = await by_hotspot(connection)
    # In a thread: thousands of alerts take longer than a page or a request should wait.
    return await asyncio.to_thread(protected_ranges, found, [_span(one, cameras) for one in lasting])


def _span(incident: Incident, cameras: Mapping[str, tuple[str, ...]]) -> Span:
    """A closed incident was over when it was closed, also where it has been reviewed since."""
    since = min(moment for moment in (incident.occurred_at, incident.learned_at, incident.opened_at) if moment)
    until = None if incident.is_active else incident.closed_at or incident.state_since
    return Span(incident.id, since, until, cameras.get(incident.hotspot or "", ()))


async def publish(redis: aioredis.Redis, kept: Mapping[str, list[Range]], clock: Clock) -> None:
    """Replace the whole hash in one step: nobody ever reads half of it."""
    fields = {camera: PROTECTED_RANGES.dump_json(tuple(found)) for camera, found in kept.items()}
    fields[PROTECTED_UPDATED_FIELD] = clock.now().isoformat().encode()
    async with redis.pipeline(transaction=True) as pipe:
        pipe.delete(PROTECTED_KEY)
        pipe.hset(PROTECTED_KEY, mapping=cast("Any", fields))
        await pipe.execute()


async def run(database: Database, bus: Bus, clock: Clock, hub: EventHub) -> None:
    """The background task: every 30 s and soon after every event, for ever."""
    await hub.started()

    async def tell() -> None:
        await publish(bus.control, await ranges(database), clock)

    await forever("protected recordings", tell, partial(_next_event, hub), away=SERVER_AWAY)


async def forget(database: Database, clock: Clock) -> None:
    """The background task: once a day, forget the rows of files that were deleted long ago."""

    async def forget_expired() -> None:
        async with database.transaction() as connection:
            await repository.forget_expired(connection, clock.now() - EXPIRED_KNOWN_FOR)

    await forever("expired recordings", forget_expired, FORGET_EVERY)


async def _next_event(hub: EventHub) -> None:
    """Until something happens, at least ``AT_MOST_EVERY`` seconds and at most ``AT_LEAST_EVERY`` more."""
    await asyncio.sleep(AT_MOST_EVERY)
    with hub.listen(LIVE_REALM, PageReader()) as listener:
        try:
            await asyncio.wait_for(listener.next(), AT_LEAST_EVERY)
        except (TimeoutError, TooSlowError):
            return
