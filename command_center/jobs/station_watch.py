"""What must be done for stations that say nothing: notice it, and forget what is old."""

from __future__ import annotations

import asyncio

from command_center.web.container import Container

LOOK_EVERY = 15.0
FORGET_EVERY = 86_400.0


async def watch(container: Container) -> None:
    """The background task: write down the file's stations, then look for silent ones for ever."""
    await container.sensors.keep_stations()
    while True:
        await container.sensors.notice_silence()
        await asyncio.sleep(LOOK_EVERY)


async def forget(container: Container) -> None:
    """The background task: once a day."""
    while True:
        await container.sensors.forget()
        await asyncio.sleep(FORGET_EVERY)
