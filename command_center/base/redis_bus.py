"""Redis behind one small class, and reading streams with consumer groups so that nothing is lost.

Who reads a group stores what it read and only then acknowledges and deletes it: what a dead consumer left is claimed,
what cannot be understood goes to the dead-letter stream of its realm.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import redis.asyncio as aioredis
import structlog
from prometheus_client import Counter
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ResponseError

from camera_adapters.messages import CENTRE_GROUP, dead_letters_key
from command_center.base.errors import ConfigError

log = structlog.get_logger(__name__)

BLOCK_MS = 1000
"""How long one read waits for entries; also how soon a stop is noticed at the latest."""
CLAIM_AFTER_MS = 5000
"""A consumer that holds an entry longer than this is taken for dead; handlers take milliseconds."""
DEAD_LETTER_CAP = 10_000
DEAD_LETTERS = Counter("cc_dead_letters_total", "Stream entries that no sense could be made of", ["stream"])


@dataclass(frozen=True, slots=True)
class Entry:
    """One stream entry as Redis holds it."""

    stream: str
    id: bytes
    fields: Mapping[bytes, bytes]


def connect(url: str, name: str) -> aioredis.Redis:
    """A client for ``url``. One immediate retry covers a connection that the server closed while it lay idle."""
    try:
        return aioredis.Redis.from_url(
            url,
            protocol=2,  # streams as lists; RESP3 would answer in other shapes
            socket_timeout=5,
            socket_connect_timeout=2,
            retry=Retry(NoBackoff(), 1),
            retry_on_error=[ConnectionError],
            health_check_interval=15,
            max_connections=200,
        )
    except ValueError as error:
        raise ConfigError([f"{name} is not a Redis URL like redis://:password@host:6379/0"]) from error


class Bus:
    """``control`` carries alerts, health, segments, commands and events; ``live`` carries live fragments."""

    def __init__(self, control_url: str, live_url: str) -> None:
        self.control = connect(control_url, "REDIS_URL")
        self.live = connect(live_url, "LIVE_REDIS_URL")

    async def close(self) -> None:
        await self.control.aclose()
        await self.live.aclose()


async def ensure_group(redis: aioredis.Redis, stream: str) -> None:
    """Create stream and group when they are missing, from the stream's first entry on."""
    try:
        await redis.xgroup_create(stream, CENTRE_GROUP, id="0", mkstream=True)
    except ResponseError as error:
        if not str(error).startswith("BUSYGROUP"):
            raise


async def bury(redis: aioredis.Redis, entry: Entry, reason: str) -> None:
    """Copy an entry to the dead letters of its realm, with the reason, and count it; the caller settles it."""
    key = dead_letters_key(entry.stream.rsplit(":", 1)[0])
    fields = {b"stream": entry.stream.encode(), b"entry": entry.id, b"reason": reason[:500].encode()}
    await redis.xadd(key, cast("Any", {**entry.fields, **fields}), maxlen=DEAD_LETTER_CAP, approximate=True)
    DEAD_LETTERS.labels(entry.stream).inc()
    log.warning("dead_letter", stream=entry.stream, entry=entry.id.decode(), reason=reason[:500])


async def read_group(
    redis: aioredis.Redis, stream: str, consumer: str, *, count: int = 100, block: int = BLOCK_MS
) -> list[Entry]:
    """Entries to deal with, oldest first: our own unfinished ones, then a dead consumer's, then new ones.

    A group that is missing, as on an empty server, is made, from the stream's first entry on. Raises RedisError.
    """
    try:
        return await _read(redis, stream, consumer, count, block)
    except ResponseError as error:
        if not str(error).startswith("NOGROUP"):
            raise
        await ensure_group(redis, stream)
        return []


async def _read(redis: aioredis.Redis, stream: str, consumer: str, count: int, block: int) -> list[Entry]:
    group = CENTRE_GROUP
    own = await redis.xreadgroup(group, consumer, {stream: "0"}, count=count)
    entries = _entries(stream, own)
    if entries:
        return entries
    claimed = await redis.xautoclaim(stream, group, consumer, CLAIM_AFTER_MS, count=count)
    entries = [Entry(stream, id_, fields) for id_, fields in claimed[1] if fields is not None]
    if entries:
        return entries
    return _entries(stream, await redis.xreadgroup(group, consumer, {stream: ">"}, count=count, block=block or None))


def _entries(stream: str, reply: Any) -> list[Entry]:  # noqa: ANN401 - the driver's own shape
    found = [Entry(stream, id_, fields or {}) for _, entries in reply or [] for id_, fields in entries]
    return sorted(found, key=lambda entry: tuple(int(part) for part in entry.id.split(b"-")))
