"""Auditor of the escalation: each minute every centre process looks from outside whether it works."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import structlog

from camera_adapters.messages import LIVE_REALM
from command_center.alerts.ending import end_own
from command_center.alerts.overdue import overdue_steps
from command_center.alerts.raising import AlertRaising, RaisedHazard, own_key
from command_center.base.away import DATABASE_AWAY
from command_center.base.background import forever
from command_center.base.clock import Clock
from command_center.base.db import Database
from command_center.base.redis_bus import Bus
from command_center.base.wake import wake
from common.kinds.reported import ESCALATION_OVERDUE

log = structlog.get_logger(__name__)

LOOK_EVERY = 60.0
KIND = ESCALATION_OVERDUE.name


@dataclass(frozen=True, slots=True)
class Auditor:
    """``run_once`` does the work and raises."""

    database: Database
    clock: Clock
    raising: AlertRaising
    realm: str = LIVE_REALM

    async def run_once(self) -> int:
        """Count overdue steps; raise an alert about them, or end the one that stands. How many were overdue."""
        now = self.clock.now()
        overdue = await overdue_steps(self.database, now, self.realm)
        if overdue:
            log.error("escalation_overdue", steps=overdue)
            note = f"有 {overdue} 个升级步骤逾期未执行 / {overdue} escalation steps are overdue"
            await self.raising.raise_one(RaisedHazard(KIND, note, key=own_key(KIND), source="centre/1"), None)
            return overdue
        async with self.database.transaction() as connection:
            await end_own(connection, self.realm, own_key(KIND), now, "recovered")
        return 0


async def run(database: Database, bus: Bus, clock: Clock, raising: AlertRaising) -> None:
    """The background task; a database that is away shows in ``/api/health/details`` already."""
    auditor = Auditor(database, clock, raising)

    async def look() -> None:
        if await auditor.run_once():
            await wake(bus.control, LIVE_REALM)

    await asyncio.sleep(LOOK_EVERY)
    await forever("escalation auditor", look, LOOK_EVERY, away=DATABASE_AWAY)
