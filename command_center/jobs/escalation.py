"""Escalation: every centre process takes the steps of the ladder that are due, and each step is taken once.

A step is one transaction: the alert, its outbox rows, its transition. When a process dies during a step, nothing of it
has happened and another process takes it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from uuid import UUID

import redis.asyncio as aioredis
import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from camera_adapters.messages import LIVE_REALM
from command_center.alerts import repository
from command_center.alerts.calls import AlertCalls
from command_center.alerts.next_step import Call, lapse, widen
from command_center.alerts.record import Alert
from command_center.base.away import DATABASE_AWAY
from command_center.base.background import forever
from command_center.base.clock import Clock
from command_center.base.db import Database
from command_center.base.redis_bus import Bus
from command_center.base.wake import wake
from command_center.chain import repository as audit
from command_center.chain.model import Draft

log = structlog.get_logger(__name__)

BATCH = 100
LOOK_EVERY = 0.5
"""Seconds between looks: what a step may be late when nothing else is."""

Step = tuple[Alert, Draft, Call]
Claim = Callable[[AsyncConnection, int, Collection[UUID]], Awaitable[list[Step]]]
"""Locks at most so many alerts, leaving out some, and says what is to be done for each."""


class EscalationRun:
    """``run_once`` does the work and raises."""

    def __init__(
        self, database: Database, redis: aioredis.Redis, clock: Clock, calling: AlertCalls, realm: str = LIVE_REALM
    ) -> None:
        self._database = database
        self._redis = redis
        self._clock = clock
        self._calling = calling
        self._realm = realm

    async def run_once(self) -> int:
        """Take the steps that are due, then call further about alerts that no page lets be heard; answers how many."""
        audible = await self._calling.audible()

        async def due(connection: AsyncConnection, limit: int, without: Collection[UUID]) -> list[Step]:
            now = self._clock.now()
            claimed = await repository.claim_due(connection, self._realm, now, limit, without)
            return [lapse(alert, now, audible=audible) for alert in claimed]

        async def unheard(connection: AsyncConnection, limit: int, without: Collection[UUID]) -> list[Step]:
            claimed = await repository.claim_unheard(connection, self._realm, limit, without)
            return [widen(alert, self._clock.now()) for alert in claimed]

        taken = await self._take(due) + (0 if audible else await self._take(unheard))
        if taken:
            await wake(self._redis, self._realm)
        return taken

    async def _take(self, claim: Claim) -> int:
        """A batch in one transaction; where one step of it fails, each in its own, so that it stops no other."""
        try:
            async with self._database.transaction() as connection:
                steps = await claim(connection, BATCH, ())
                await self._write(connection, steps)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one alert, the others must be called for
            log.warning("escalation_one_by_one", error=type(error).__name__)
            return await self._take_singly(claim)
        return len(steps)

    async def _take_singly(self, claim: Claim) -> int:
        """What fails stays overdue, which the auditor tells; where the database is away nothing can be claimed."""
        taken, stuck = 0, list[UUID]()
        while taken + len(stuck) < BATCH:
            steps: list[Step] = []
            try:
                async with self._database.transaction() as connection:
                    steps = await claim(connection, 1, stuck)
                    await self._write(connection, steps)
            except Exception:
                if not steps:
                    raise
                stuck.append(steps[0][0].id)
                log.exception("escalation_step_failed", alert=str(stuck[-1]))
                continue
            if not steps:
                break
            taken += 1
        return taken

    async def _write(self, connection: AsyncConnection, steps: Sequence[Step]) -> None:
        if not steps:
            return
        await repository.update_alerts(connection, [alert for alert, _, _ in steps])
        await self._calling.make(connection, self._realm, [call for _, _, call in steps], self._clock.now())
        await audit.append(connection, self._realm, [draft for _, draft, _ in steps])


async def run(database: Database, bus: Bus, clock: Clock, calling: AlertCalls) -> None:
    """The background task; a database that is away is waited for."""
    climbing = EscalationRun(database, bus.control, clock, calling)

    async def climb() -> bool:
        return await climbing.run_once() >= BATCH

    await forever("escalation", climb, LOOK_EVERY, away=DATABASE_AWAY)
