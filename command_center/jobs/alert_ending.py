"""Alerts that nobody else ends: each 15 s the centre ends those whose adapter died or was replaced."""

from __future__ import annotations

import asyncio

import structlog
from sqlalchemy.exc import SQLAlchemyError

from camera_adapters.messages import LIVE_REALM
from command_center.alerts.ending import AlertEnding
from command_center.base.wake import wake
from command_center.web.container import Container

log = structlog.get_logger(__name__)

LOOK_EVERY = 15.0


async def run(container: Container) -> None:
    """The background task."""
    ending = AlertEnding(
        container.database, container.clock, container.rules.escalation.unended, container.cameras.watch_of
    )
    while True:
        await asyncio.sleep(LOOK_EVERY)
        try:
            if await ending.run_once():
                await wake(container.bus.control, LIVE_REALM)
        except (SQLAlchemyError, OSError) as error:
            log.warning("ending_waits_for_database", error=type(error).__name__)
