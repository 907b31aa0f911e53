"""Redis behind one small class, and reading streams with consumer groups so that nothing is lost.

``consume`` never ends: what fails is tried again in the same order, what a dead consumer left is claimed, what cannot
be parsed goes to the dead-letter stream. An entry is acknowledged and deleted only after its handler returned.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

import redis.asyncio as aioredis
import structlog
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError, ResponseError

from camera_adapters.messages import CENTRE_GROUP, dead_letters_key
from command_center.errors import ConfigError

log = structlog.get_logger(__name__)

BLOCK_MS = 1000
"""How long one read waits for entries; also how soon a stop is noticed at the latest."""
CLAIM_AFTER_MS = 5000
"""A consumer that holds an entry longer than this is taken for dead; handlers take milliseconds."""
DEAD_LETTER_CAP = 10_000


class UnreadableEntryError(Exception):
    """A handler's word that an entry can never be understood: it goes to the dead letters."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One stream entry as Redis holds it."""

    stream: str
    id: bytes
    fields: Mapping[bytes, bytes]


Handler = Callable[[Entry], Awaitable[None]]


def backoff(first: float = 0.1, cap: float = 5.0) -> Iterator[float]:
    """Waiting times in seconds that double up to ``cap``."""
    delay = first
    while True:
        yield delay
        delay = min(delay * 2, cap)


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
        """Close every connection."""
        await self.control.aclose()
        await self.live.aclose()


async def ensure_group(redis: aioredis.Redis, stream: str, group: str = CENTRE_GROUP) -> None:
    """Create stream and group when they are missing, from the stream's first entry on."""
    try:
        await redis.xgroup_create(stream, group, id="0", mkstream=True)
    except ResponseError as error:
        if not str(error).startswith("BUSYGROUP"):
            raise


async def bury(redis: aioredis.Redis, entry: Entry, reason: str, realm_stream: str | None = None) -> None:
    """Move an entry to the dead letters of its realm, with the reason."""
    key = realm_stream or dead_letters_key(entry.stream.rsplit(":", 1)[0])
    fields = {b"stream": entry.stream.encode(), b"entry": entry.id, b"reason": reason[:500].encode()}
    await redis.xadd(key, cast("Any", {**entry.fields, **fields}), maxlen=DEAD_LETTER_CAP, approximate=True)
    log.warning("dead_letter", stream=entry.stream, entry=entry.id.decode(), reason=reason[:500])


async def settle(redis: aioredis.Redis, entry: Entry, group: str = CENTRE_GROUP) -> None:
    """Acknowledge and delete in one go."""
    async with redis.pipeline(transaction=True) as pipe:
        pipe.xack(entry.stream, group, entry.id)
        pipe.xdel(entry.stream, entry.id)
        await pipe.execute()


async def handle(redis: aioredis.Redis, entry: Entry, handler: Handler, group: str = CENTRE_GROUP) -> None:
    """Handle one entry and settle it. Raises what the handler raises, except UnreadableEntryError."""
    try:
        await handler(entry)
    except UnreadableEntryError as error:
        await bury(redis, entry, str(error))
    await settle(redis, entry, group)


async def read_once(
    redis: aioredis.Redis,
    stream: str,
    consumer: str,
    *,
    group: str = CENTRE_GROUP,
    count: int = 100,
    block: int = BLOCK_MS,
) -> list[Entry]:
    """Entries to handle, oldest first: our own unfinished ones, then a dead consumer's, then new ones."""
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


async def consume_once(
    redis: aioredis.Redis,
    stream: str,
    consumer: str,
    handler: Handler,
    *,
    group: str = CENTRE_GROUP,
    count: int = 100,
    block: int = BLOCK_MS,
) -> int:
    """Read and handle what is there; the number of entries handled. Raises at the first failure, nothing is lost."""
    try:
        entries = await read_once(redis, stream, consumer, group=group, count=count, block=block)
    except ResponseError as error:
        if not str(error).startswith("NOGROUP"):
            raise
        await ensure_group(redis, stream, group)
        return 0
    for entry in entries:
        await handle(redis, entry, handler, group)
    return len(entries)


async def consume(
    redis: aioredis.Redis, stream: str, consumer: str, handler: Handler, *, group: str = CENTRE_GROUP
) -> None:
    """Consume for ever. A failure (Redis away, database away) is logged and tried again with back-off, in order."""
    delays = backoff()
    while True:
        try:
            await consume_once(redis, stream, consumer, handler, group=group)
        except (RedisError, OSError, TimeoutError) as error:
            log.warning("stream_unavailable", stream=stream, error=type(error).__name__)
        except Exception:
            log.exception("stream_handler_failed", stream=stream)
        else:
            delays = backoff()
            continue
        await asyncio.sleep(next(delays))
