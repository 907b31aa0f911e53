"""Cameras on Redis: the desired state that adapters follow, and the health that they report."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any, cast

import structlog
from pydantic import ValidationError
from redis.asyncio import Redis

from camera_adapters.messages import (
    CATALOGUE_KEY,
    COMMANDS_KEY,
    DESIRED_KEY,
    DESIRED_REVISION_FIELD,
    HEALTH,
    PAYLOAD_FIELD,
    STREAM_CAP,
    CameraHealth,
    CameraSpec,
    DesiredStateChanged,
    DetectorCatalogue,
    Heartbeat,
    Link,
    ProbeRequest,
    TrialCancel,
    TrialRequest,
    health_key,
)
from command_center.base.redis_bus import Entry, begin_anew_where_full, bury, position
from command_center.cameras.model import LinkChange

log = structlog.get_logger(__name__)

SINCE_KEY = "centre:camera_links"
"""Hash: since when each camera's link is what it is. Every replica writes the same, computed from the same message."""
HISTORY_MS = 30_000
"""How far back a replica that starts reads the health stream; every camera speaks each 5 s."""
READ_BLOCK_MS = 250

Heard = tuple[CameraHealth | Heartbeat, float]
"""A message and its age in seconds by the clock of Redis."""


async def published_revision(redis: Redis) -> int | None:
    """The revision that adapters see; None when there is no desired state."""
    value = await redis.hget(DESIRED_KEY, DESIRED_REVISION_FIELD)
    return None if value is None else int(value)


async def publish(redis: Redis, cameras: Sequence[CameraSpec], revision: int) -> None:
    """Replace the desired state as a whole and announce it."""
    fields: dict[str, str | int] = {camera.id: camera.model_dump_json() for camera in cameras}
    fields[DESIRED_REVISION_FIELD] = revision
    announcement = cast("Any", DesiredStateChanged(revision=revision).fields())
    async with redis.pipeline(transaction=True) as pipe:
        pipe.delete(DESIRED_KEY)
        pipe.hset(DESIRED_KEY, mapping=cast("Any", fields))
        pipe.xadd(COMMANDS_KEY, announcement, maxlen=STREAM_CAP["commands"], approximate=True)
        await pipe.execute()
    log.info("desired_state_published", revision=revision, cameras=len(cameras))


async def send_command(redis: Redis, command: TrialRequest | TrialCancel | ProbeRequest) -> None:
    """Say it to every worker; the first that can takes it."""
    fields = cast("Any", command.fields())
    await redis.xadd(COMMANDS_KEY, fields, maxlen=STREAM_CAP["commands"], approximate=True)


async def read_catalogue(redis: Redis) -> DetectorCatalogue | None:
    """Settings of the adapters' detectors; None while no adapter has written them."""
    text = await redis.get(CATALOGUE_KEY)
    try:
        return None if text is None else DetectorCatalogue.model_validate_json(text)
    except ValidationError as error:
        log.warning("catalogue_unreadable", problems=error.error_count())
        return None


async def load_since(redis: Redis) -> dict[str, LinkChange]:
    """Since when each camera is in its state, as another replica stored it."""
    kept = {}
    for name, value in cast("dict[bytes, bytes]", await redis.hgetall(SINCE_KEY)).items():
        record = json.loads(value)
        kept[name.decode()] = LinkChange(Link(record["link"]), datetime.fromisoformat(record["at"]))
    return kept


async def keep_since(redis: Redis, changes: dict[str, LinkChange]) -> None:
    """Store since when cameras are in their states."""
    if changes:
        mapping = {name: json.dumps({"link": c.link, "at": c.at.isoformat()}) for name, c in changes.items()}
        await redis.hset(SINCE_KEY, mapping=cast("Any", mapping))


async def follow_health(redis: Redis) -> AsyncIterator[list[Heard]]:
    """Batches of health messages, the last half minute first, then as they come; an empty batch when none came.

    Read without a consumer group: every replica must hear everything.
    """
    stream = health_key()
    last = f"{await _redis_ms(redis) - HISTORY_MS}-0".encode()
    block: int | None = None
    while True:
        reply = cast("Any", await redis.xread({stream: last}, count=1000, block=block))
        block = READ_BLOCK_MS
        entries = [Entry(stream, id_, fields) for _, found in reply or [] for id_, fields in found]
        # A stream that was begun anew counts from the present again.
        last = entries[-1].id if entries else min(last, await begin_anew_where_full(redis, stream), key=position)
        yield await _parsed(redis, entries)


async def _parsed(redis: Redis, entries: Sequence[Entry]) -> list[Heard]:
    now = await _redis_ms(redis) if entries else 0
    heard = []
    for entry in entries:
        try:
            message = HEALTH.validate_json(entry.fields.get(PAYLOAD_FIELD, b""))
        except ValidationError as error:
            await _discard(redis, entry, f"{error.error_count()} problems: {error.errors()[0]['msg']}")
        else:
            heard.append((message, max(0.0, (now - int(entry.id.split(b"-")[0])) / 1000)))
    return heard


async def _discard(redis: Redis, entry: Entry, reason: str) -> None:
    """To the dead letters, by the one replica that deletes it."""
    if await redis.xdel(entry.stream, entry.id):
        await bury(redis, entry, reason)


async def _redis_ms(redis: Redis) -> int:
    seconds, micros = cast("Any", await redis.time())
    return int(seconds) * 1000 + int(micros) // 1000
