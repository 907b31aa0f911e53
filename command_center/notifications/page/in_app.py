"""The person's own pages: the letter lies in their inbox, and every open page is woken to show it."""

from __future__ import annotations

import redis.asyncio as aioredis

from command_center.base.wake import wake
from command_center.notifications.errors import TransportError
from command_center.notifications.model import DeliveryState, Letter


class InApp:
    """DELIVERED comes later, from the page that has shown it."""

    concurrency = 32
    timeout = 10.0

    def __init__(self, redis: aioredis.Redis) -> None:
        self._redis = redis

    async def send(self, letter: Letter) -> DeliveryState:
        if not await wake(self._redis, letter.realm, notices=(letter.id,)):
            raise TransportError("redis_away")
        return DeliveryState.SENT
