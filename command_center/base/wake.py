"""Waking the replicas: a hint on a Redis stream that there is something new to read in PostgreSQL."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

import redis.asyncio as aioredis
import structlog

from camera_adapters.messages import events_key
from command_center.base.away import REDIS_AWAY

log = structlog.get_logger(__name__)

WAKE_CAP = 1000
"""Entries kept: a replica that slept longer reads PostgreSQL anyway."""
QUIET_FIELD = b"alerts"
"""Ids, separated by commas, of alerts that changed without a numbered event."""
NOTICES_FIELD = b"notices"
"""Ids, separated by commas, of deliveries for their addressees' pages."""


async def wake(
    redis: aioredis.Redis, realm: str, quiet: Collection[UUID] = (), *, notices: Collection[UUID] = ()
) -> bool:
    """Tell every replica that the realm changed. False when Redis is away: for events that is no failure, the
    replicas look once a second anyway."""
    fields = {QUIET_FIELD: ",".join(str(one) for one in quiet).encode()}
    if notices:
        fields[NOTICES_FIELD] = ",".join(str(one) for one in notices).encode()
    try:
        await redis.xadd(events_key(realm), fields, maxlen=WAKE_CAP, approximate=True)  # type: ignore[arg-type]
    except REDIS_AWAY as error:
        log.warning("wake_failed", realm=realm, error=type(error).__name__)
        return False
    return True


def quiet_alerts(fields: Mapping[bytes, bytes]) -> list[UUID]:
    """The alerts in a wake entry; what is no id is left out."""
    return _ids(fields, QUIET_FIELD)


def fresh_notices(fields: Mapping[bytes, bytes]) -> list[UUID]:
    """The deliveries in a wake entry that wait for their addressee's pages."""
    return _ids(fields, NOTICES_FIELD)


def _ids(fields: Mapping[bytes, bytes], name: bytes) -> list[UUID]:
    found = []
    for part in fields.get(name, b"").split(b","):
        try:
            found.append(UUID(part.decode()))
        except ValueError:
            continue
    return found
