"""Watch of silent stations: notices that one says nothing, and forgets readings that are old."""

from __future__ import annotations

from command_center.base.background import forever
from command_center.sensors.service import Sensors

LOOK_EVERY = 15.0
FORGET_EVERY = 86_400.0


async def watch(sensors: Sensors) -> None:
    """The background task: write down the file's stations, then look for silent ones for ever."""
    await sensors.keep_stations()
    await forever("silent stations", sensors.notice_silence, LOOK_EVERY)


async def forget(sensors: Sensors) -> None:
    """The background task: once a day."""
    await forever("old readings", sensors.forget, FORGET_EVERY)
