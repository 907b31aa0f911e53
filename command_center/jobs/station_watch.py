"""Watch of silent stations: notices that one says nothing, and forgets readings that are old."""

from __future__ import annotations

from command_center.base.background import forever
from command_center.web.container import Container

LOOK_EVERY = 15.0
FORGET_EVERY = 86_400.0


async def watch(container: Container) -> None:
    """The background task: write down the file's stations, then look for silent ones for ever."""
    await container.sensors.keep_stations()
    await forever("silent stations", container.sensors.notice_silence, LOOK_EVERY)


async def forget(container: Container) -> None:
    """The background task: once a day."""
    await forever("old readings", container.sensors.forget, FORGET_EVERY)
