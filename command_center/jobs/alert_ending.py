"""Alerts that nobody else ends: each 15 s the centre ends those whose adapter died or was replaced."""

from __future__ import annotations

import asyncio

from camera_adapters.messages import LIVE_REALM
from command_center.alerts.ending import AlertEnding
from command_center.alerts.rules import Rules
from command_center.base.away import DATABASE_AWAY
from command_center.base.background import forever
from command_center.base.clock import Clock
from command_center.base.db import Database
from command_center.base.redis_bus import Bus
from command_center.base.wake import wake
from command_center.cameras.service import Cameras

LOOK_EVERY = 15.0


async def run(database: Database, bus: Bus, clock: Clock, rules: Rules, cameras: Cameras) -> None:
    ending = AlertEnding(database, clock, rules.escalation.unended, cameras.watch_of)

    async def end() -> None:
        if await ending.run_once():
            await wake(bus.control, LIVE_REALM)

    await asyncio.sleep(LOOK_EVERY)
    await forever("unended alerts", end, LOOK_EVERY, away=DATABASE_AWAY)
