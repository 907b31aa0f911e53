"""Presence: who looks at an incident now, told by the pages and kept in Redis for every centre process."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

import redis.asyncio as aioredis

from command_center.auth.model import Role
from command_center.base.clock import Clock

FORGOTTEN_AFTER = timedelta(seconds=25)
"""A page says every 10 s where it is: one lost word is no leaving, two are."""


@dataclass(frozen=True, slots=True)
class Looker:
    """Somebody at an incident's page."""

    id: UUID
    name: str
    role: Role


class Presence:
    """One sorted set an incident: page and person, by the time they were last heard of. Every method raises RedisError.

    A page whose process died without a word is forgotten by its time, an incident that nobody looks at by its key's.
    """

    def __init__(self, redis: aioredis.Redis, clock: Clock) -> None:
        self._redis = redis
        self._clock = clock

    async def look(self, incident_id: UUID, page: str, who: Looker) -> None:
        """A page shows the incident, or still does."""
        now = self._clock.now().timestamp()
        async with self._redis.pipeline(transaction=False) as pipe:
            pipe.zadd(_key(incident_id), {_member(page, who): now})
            pipe.expire(_key(incident_id), FORGOTTEN_AFTER)
            await pipe.execute()

    async def leave(self, incident_id: UUID, page: str, who: Looker) -> None:
        """Note that a page does not show the incident any more."""
        await cast("Any", self._redis.zrem(_key(incident_id), _member(page, who)))

    async def present(self, incident_id: UUID) -> list[Looker]:
        """Everybody whose page was heard of lately, each once, by name."""
        since = (self._clock.now() - FORGOTTEN_AFTER).timestamp()
        members = cast("list[bytes]", await cast("Any", self._redis.zrangebyscore(_key(incident_id), since, "+inf")))
        return sorted({_looker(one) for one in members}, key=lambda one: (one.name, one.id))


def _key(incident_id: UUID) -> str:
    return f"looking:{incident_id}"


def _member(page: str, who: Looker) -> str:
    return json.dumps([page, str(who.id), who.name, who.role.value], ensure_ascii=False)


def _looker(member: bytes) -> Looker:
    _, identity, name, role = json.loads(member)
    return Looker(UUID(identity), name, Role(role))
