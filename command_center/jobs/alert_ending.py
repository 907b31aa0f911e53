"""Alerts that nobody else ends: each 15 s the centre ends those whose adapter died or was replaced."""

from __future__ import annotations

import asyncio

from camera_adapters.messages import LIVE_REALM
from command_center.alerts.ending import AlertEnding
from command_center.base.away import DATABASE_AWAY
from command_center.base.background import forever
from command_center.base.wake import wake
from command_center.web.container import Container

LOOK_EVERY = 15.0


async def run(container: Container) -> None:
    ending = AlertEnding(
        container.database, container.clock, container.rules.escalation.unended, container.cameras.watch_of
    )

    async def end() -> None:
        if await ending.run_once():
            await wake(container.bus.control, LIVE_REALM)

    await asyncio.sleep(LOOK_EVERY)
    await forever("unended alerts", end, LOOK_EVERY, away=DATABASE_AWAY)
