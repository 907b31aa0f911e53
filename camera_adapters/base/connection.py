"""Redis connections of the adapters: short time-outs and no hidden retries; the caller decides when to try again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

TIMEOUT = 2.0
"""Seconds after which a stalled server counts as away."""


def connect(url: str, *, timeout: float = TIMEOUT) -> redis.Redis:
    """A client that connects at its first command; bytes in, bytes out. Safe to use from several threads."""
    client: redis.Redis = redis.Redis.from_url(
        url,
        socket_connect_timeout=timeout,
        socket_timeout=timeout,
        retry=Retry(NoBackoff(), 0),
        protocol=2,
        decode_responses=False,
    )
    return client


Entry = tuple[bytes, dict[bytes, bytes]]
"""Id and fields of a stream entry."""


def append(client: redis.Redis, key: str, fields: Mapping[bytes, bytes], cap: int | None = None) -> bytes:
    """Add an entry to a stream, about ``cap`` of which are kept; its id. Raises ``redis.RedisError``."""
    untyped: dict[Any, Any] = dict(fields)
    return cast("bytes", client.xadd(key, untyped, maxlen=cap))


def read_after(
    client: redis.Redis, key: str, position: bytes, *, count: int = 1000, block_ms: int | None = None
) -> list[Entry]:
    """Entries after ``position``, waiting up to ``block_ms`` for the first. Raises ``redis.RedisError``."""
    answer = cast("list[tuple[bytes, list[Entry]]] | None", client.xread({key: position}, count=count, block=block_ms))
    return answer[0][1] if answer else []


def last_id(client: redis.Redis, key: str) -> bytes:
    """Id of the newest entry, or the beginning of an empty stream. Raises ``redis.RedisError``."""
    newest = cast("list[Entry]", client.xrevrange(key, count=1))
    return newest[0][0] if newest else b"0-0"
