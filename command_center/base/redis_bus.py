"""Redis: its two connections, and streams that are read by consumer groups so that no entry is lost.

A reader stores an entry first and only then acknowledges and deletes it. Entries of a consumer that died are claimed by
another; entries that cannot be parsed go to the dead-letter stream of their realm.
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
"""Milliseconds that one read waits for entries; a stop is noticed within this time."""
CLAIM_AFTER_MS = 5000
"""Milliseconds after which an entry is claimed from the consumer that holds it; handlers take a few milliseconds."""
NO_ID = b"0-0"
LAST_ID = b"18446744073709551615-18446744073709551615"
DEAD_LETTER_CAP = 10_000
"""About as many dead letters a realm are kept, the newest ones."""
DEAD_LETTERS = Counter("cc_dead_letters_total", "Stream entries that no sense could be made of", ["stream"])


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a stream: the stream's key, the entry's id and its fields, as bytes."""

    stream: str
    id: bytes
    fields: Mapping[bytes, bytes]


def connect(url: str, name: str) -> aioredis.Redis:
    """A client for ``url`` that connects at its first command; the caller closes it.

    One immediate retry covers a connection that the server closed while it was idle. Raises ConfigError, which names
    the variable ``name`` and never repeats the URL.
    """
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
    """The two Redis clients of a process. It owns both; ``close()`` ends them.

    ``control`` carries alerts, health, segments, commands and events; ``live`` carries live fragments.
    """

    def __init__(self, control_url: str, live_url: str) -> None:
        self.control = connect(control_url, "REDIS_URL")
        self.live = connect(live_url, "LIVE_REDIS_URL")

    async def close(self) -> None:
        await self.control.aclose()
        await self.live.aclose()


async def ensure_group(redis: aioredis.Redis, stream: str) -> None:
    """Create the stream and the centre's group when they are missing; the group starts at the first entry.

    Raises RedisError.
    """
    try:
        await redis.xgroup_create(stream, CENTRE_GROUP, id="0", mkstream=True)
    except ResponseError as error:
        if not str(error).startswith("BUSYGROUP"):
            raise


async def begin_anew_where_full(redis: aioredis.Redis, stream: str) -> bytes:
    """Delete a stream whose ids are used up, which one entry with the last id there is does: nobody could add anything
    any more. What adapters were not told to be stored they send again. Answers the last id that the stream has given,
    ``NO_ID`` where there is none. Raises RedisError."""
    try:
        newest: bytes = (await redis.xinfo_stream(stream))["last-generated-id"]
    except ResponseError as error:
        if "no such key" not in str(error):
            raise
        return NO_ID
    if newest != LAST_ID:
        return newest
    await redis.delete(stream)
    log.error("stream_begun_anew", stream=stream)
    return NO_ID


def position(entry_id: bytes) -> tuple[int, ...]:
    """Place of an entry's id in its stream's order."""
    return tuple(int(part) for part in entry_id.split(b"-"))


async def bury(redis: aioredis.Redis, entry: Entry, reason: str) -> None:
    """Copy an entry to the dead letters of its realm, with the reason (cut at 500 characters), and count it.

    The caller acknowledges and deletes the entry. Raises RedisError.
    """
    key = dead_letters_key(entry.stream.rsplit(":", 1)[0])
    fields = {b"stream": entry.stream.encode(), b"entry": entry.id, b"reason": reason[:500].encode()}
    letter = cast("Any", {**entry.fields, **fields})
    try:
        await redis.xadd(key, letter, maxlen=DEAD_LETTER_CAP, approximate=True)
    except ResponseError:  # its ids are used up: what is behind it must not wait for letters of the past
        await redis.delete(key)
        await redis.xadd(key, letter)
        log.error("stream_begun_anew", stream=key)  # noqa: TRY400 - the cause is told by the stream's name
    DEAD_LETTERS.labels(entry.stream).inc()
    log.warning("dead_letter", stream=entry.stream, entry=entry.id.decode(), reason=reason[:500])


async def read_group(
    redis: aioredis.Redis, stream: str, consumer: str, *, count: int = 100, block: int = BLOCK_MS
) -> list[Entry]:
    """Up to ``count`` entries to be handled, oldest first.

    They are unfinished ones of this consumer; where it has none, those of a consumer that died; where there are none,
    new ones, for which the call waits up to ``block`` milliseconds (0: not at all). A missing group, as on an empty
    server, is created; a stream that takes no more entries is begun anew. The caller acknowledges and deletes each
    entry when it is stored. Raises RedisError.
    """
    try:
        entries = await _read(redis, stream, consumer, count, block)
    except ResponseError as error:
        if not str(error).startswith("NOGROUP"):
            raise
        await ensure_group(redis, stream)
        return []
    if not entries:
        await begin_anew_where_full(redis, stream)
    return entries


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
    return sorted(found, key=lambda entry: position(entry.id))
