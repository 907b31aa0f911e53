"""Consoles: open pages with owner and whether their sound works, told by the pages, kept in Redis for a while."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from uuid import UUID

import redis.asyncio as aioredis

from command_center.auth.model import DUTY, Role
from command_center.base.away import REDIS_AWAY
from command_center.base.clock import Clock

CONSOLES_KEY = "consoles"
HEARD_KEY = "consoles:heard"
DEAF_AFTER = timedelta(seconds=30)
"""A page reports every 10 s: two lost reports are no silence, three are."""


@dataclass(frozen=True, slots=True)
class Console:
    """One open page; ``sound`` is ``on``, ``muted`` or ``blocked``."""

    id: str
    account_id: UUID
    name: str
    role: Role
    sound: str
    visible: bool
    at: datetime

    @property
    def audible(self) -> bool:
        return self.sound == "on"

    @property
    def on_watch(self) -> bool:
        """Whether the page belongs to somebody who handles alerts, and its sound works."""
        return self.audible and self.role in DUTY


class Consoles:
    """The board of open pages, shared by all centre processes."""

    def __init__(self, redis: aioredis.Redis, clock: Clock) -> None:
        self._redis = redis
        self._clock = clock

    async def report(self, console: Console, *, on_duty: bool) -> None:
        """Keep what a page said; only who is on duty hears the alarm for the others. Raises RedisError."""
        record = json.dumps(
            {
                "account_id": str(console.account_id),
                "name": console.name,
                "role": console.role.value,
                "sound": console.sound,
                "visible": console.visible,
                "at": console.at.isoformat(),
            }
        )
        async with self._redis.pipeline(transaction=False) as pipe:
            pipe.hset(CONSOLES_KEY, console.id, record)
            if console.on_watch and on_duty:
                pipe.set(HEARD_KEY, console.at.isoformat())
            await pipe.execute()

    async def leave(self, console_id: str) -> None:
        """Forget a page that was closed."""
        await cast("Any", self._redis.hdel(CONSOLES_KEY, console_id))

    async def present(self) -> list[Console]:
        """Pages that reported lately; those that did not are forgotten. Raises RedisError."""
        records = cast("dict[bytes, bytes]", await cast("Any", self._redis.hgetall(CONSOLES_KEY)))
        read = [_console(key.decode(), json.loads(value)) for key, value in records.items()]
        since = self._clock.now() - DEAF_AFTER
        stale = [console.id for console in read if console.at < since]
        if stale:
            await cast("Any", self._redis.hdel(CONSOLES_KEY, *stale))
        return sorted((one for one in read if one.at >= since), key=lambda one: (one.name, one.id))

    async def audible_to(self, account_id: UUID) -> bool:
        """Whether this person has a page whose sound works. Raises RedisError."""
        return any(one.account_id == account_id and one.audible for one in await self.present())

    async def heard_at(self) -> datetime | None:
        """When somebody on watch last had a page whose sound worked. Raises RedisError."""
        value = await self._redis.get(HEARD_KEY)
        return datetime.fromisoformat(cast("bytes", value).decode()) if value else None

    async def audible(self) -> bool:
        """Whether the alarm is heard: an unknown is a no, because then others are called as well."""
        try:
            heard = await self.heard_at()
        except (*REDIS_AWAY, ValueError):
            return False
        return heard is not None and self._clock.now() - heard <= DEAF_AFTER


def _console(key: str, record: dict[str, Any]) -> Console:
    return Console(
        key,
        UUID(record["account_id"]),
        record["name"],
        Role(record["role"]),
        record["sound"],
        bool(record["visible"]),
        datetime.fromisoformat(record["at"]).astimezone(UTC),
    )
