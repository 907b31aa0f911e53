"""Waking the replicas: a hint on a Redis stream that there is something new to read in PostgreSQL."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

import redis.asyncio as aioredis
import structlog
from redis.exceptions import RedisError

from camera_adapters.messages import events_key

log = structlog.get_logger(__name__)

WAKE_CAP = 1000
"""Entries kept: a replica that slept longer reads PostgreSQL anyway."""
QUIET_FIELD = b"alerts"
"""Ids, separated by commas, of alerts that changed without a numbered event."""


async def wake(redis: aioredis.Redis, realm: str, quiet: Collection[UUID] = ()) -> None:
    """Tell every replica that the realm changed. Redis away is no failure: they look once a second anyway."""
    fields = {QUIET_FIELD: ",".join(str(one) for one in quiet).encode()}
    try:
        await redis.xadd(events_key(realm), fields, maxlen=WAKE_CAP, approximate=True)  # type: ignore[arg-type]
    except (RedisError, OSError) as error:
        log.warning("wake_failed", realm=realm, error=type(error).__name__)


def quiet_alerts(fields: Mapping[bytes, bytes]) -> list[UUID]:
    """The ids in a wake entry; what is no id is left out."""
    found = []
    for part in fields.get(QUIET_FIELD, b"").split(b","):
        try:
            found.append(UUID(part.decode()))
        except ValueError:
            continue
    return found
