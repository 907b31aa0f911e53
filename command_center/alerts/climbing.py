"""Taking the steps that are due: every centre process takes part, and each step is taken once.

A step is one transaction: the alert, its outbox rows, its transition. A process that dies leaves it undone, and
another takes it; nothing is half called.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import redis.asyncio as aioredis
import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from camera_adapters.messages import LIVE_REALM
from command_center.alerts import repository
from command_center.alerts.calling import Calling
from command_center.alerts.lapsing import Call, lapse, widen
from command_center.alerts.record import Alert
from command_center.audit import repository as audit
from command_center.audit.model import Draft
from command_center.clock import Clock
from command_center.container import Container
from command_center.db import Database
from command_center.events.wake import wake

log = structlog.get_logger(__name__)

BATCH = 100
LOOK_EVERY = 0.5
"""Seconds between looks: what a step may be late when nothing else is."""

Step = tuple[Alert, Draft, Call]


class Climbing:
    """``run_once`` does the work and raises."""

    def __init__(
        self, database: Database, redis: aioredis.Redis, clock: Clock, calling: Calling, realm: str = LIVE_REALM
    ) -> None:
        self._database = database
        self._redis = redis
        self._clock = clock
        self._calling = calling
        self._realm = realm

    async def run_once(self) -> int:
        """Take what is due, then widen what nobody hears; how many steps that were."""
        audible = await self._calling.audible()
        async with self._database.transaction() as connection:
            now = self._clock.now()
            due = await repository.claim_due(connection, self._realm, now, BATCH)
            await self._write(connection, [lapse(alert, now, audible=audible) for alert in due])
        unheard = 0 if audible else await self._widen()
        if due or unheard:
            await wake(self._redis, self._realm)
        return len(due) + unheard

    async def _widen(self) -> int:
        async with self._database.transaction() as connection:
            now = self._clock.now()
            unheard = await repository.claim_unheard(connection, self._realm, BATCH)
            await self._write(connection, [widen(alert, now) for alert in unheard])
        return len(unheard)

    async def _write(self, connection: AsyncConnection, steps: Sequence[Step]) -> None:
        await repository.update_alerts(connection, [alert for alert, _, _ in steps])
        await self._calling.make(connection, self._realm, [call for _, _, call in steps], self._clock.now())
        await audit.append(connection, self._realm, [draft for _, draft, _ in steps])


async def run(container: Container) -> None:
    """The background task; a database that is away is waited for."""
    climbing = Climbing(container.database, container.bus.control, container.clock, container.calling)
    while True:
        try:
            taken = await climbing.run_once()
        except (SQLAlchemyError, OSError) as error:
            log.warning("escalation_waits_for_database", error=type(error).__name__)
            taken = 0
        if taken < BATCH:
            await asyncio.sleep(LOOK_EVERY)
