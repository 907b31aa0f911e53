"""The sound of the person's pages: only a page that can be heard counts."""

from __future__ import annotations

import redis.asyncio as aioredis

from command_center.base.away import REDIS_AWAY
from command_center.base.wake import wake
from command_center.duty.consoles import Consoles
from command_center.notifications.errors import TransportError
from command_center.notifications.model import DeliveryState, Letter

GIVEN_UP_AFTER = 5
"""Attempts, within some 80 s. A call that sounds later says nothing that the siren of an open alert does not say."""


class Sound:
    """DELIVERED comes later, from the page that has sounded."""

    concurrency = 32
    timeout = 10.0

    def __init__(self, redis: aioredis.Redis, consoles: Consoles) -> None:
        self._redis = redis
        self._consoles = consoles

    async def send(self, letter: Letter) -> DeliveryState:
        try:
            heard = letter.account_id is not None and await self._consoles.audible_to(letter.account_id)
        except REDIS_AWAY as error:
            raise TransportError("redis_away") from error
        if not heard:
            raise TransportError("no_audible_page", permanent=letter.attempts >= GIVEN_UP_AFTER)
        if not await wake(self._redis, letter.realm, notices=(letter.id,)):
            raise TransportError("redis_away")
        return DeliveryState.SENT
