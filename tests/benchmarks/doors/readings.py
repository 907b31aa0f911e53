"""Forged readings of a station, low or of the future, against real ones above the highest mark."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from camera_adapters.messages import LIVE_REALM
from command_center.alerts import repository as alerts
from command_center.alerts.record import Alert
from command_center.base.settings import load_settings
from command_center.run.embedded import Urls
from command_center.stations.model import Reading
from command_center.web.container import Container, build_container
from tests.benchmarks.report import Figure
from tests.benchmarks.servers import servers
from tests.support.alerts import FixedClock
from tests.support.paths import CONFIG

STATION, MARK, FLOOD, LOW = "river-bridge", "overflow", 104.3, 96.0
MINUTES = 120
FORGED_EVERY = 4
"""Minutes; the forger speaks first."""
WAYS = {
    "5 min ahead": timedelta(minutes=4, seconds=59),
    "a year ahead": timedelta(days=365),
    "of now": timedelta(0),
    "of the next reading's moment": timedelta(minutes=1),
}


@dataclass(frozen=True)
class Told:
    """What came of one way of forging."""

    readings: float
    """Real ones until the alert; infinite where it never came."""
    unheld: int
    """Real readings after which the mark did not hold."""
    contradicted: bool


async def _alerts(container: Container, kind: str, place: str = "") -> list[Alert]:
    async with container.database.read() as connection:
        found, _ = await alerts.search(connection, LIVE_REALM, [], 0, 50)
    return [alert for alert in found if alert.kind == kind and alert.place == place]


async def _forge(container: Container, clock: FixedClock, ahead: timedelta) -> Told:
    """Two hours of both."""
    sensors, first, unheld = container.alerting.sensors, float("inf"), 0
    await sensors.keep_stations()
    for minute in range(MINUTES):
        if minute % FORGED_EVERY == 0:
            await sensors.take(STATION, [Reading(clock.now() + ahead, level_m=LOW)], "mqtt")
        await sensors.take(STATION, [Reading(clock.now(), level_m=FLOOD + minute / 1000)], "http")
        state = next(one for one in await sensors.states() if one.station.id == STATION)
        unheld += MARK not in state.watch.marks
        if first == float("inf") and await _alerts(container, "water_level", MARK):
            first = minute + 1
        clock.moment += timedelta(minutes=1)
    return Told(first, unheld, bool(await _alerts(container, "station_contradiction")))


async def _one(urls: Urls, folder: Path, ahead: timedelta) -> Told:
    settings = load_settings(
        data_dir=folder,
        config_dir=CONFIG,
        redis_url=urls.redis,
        live_redis_url=urls.live_redis,
        database_url=urls.database,
    )
    clock = FixedClock()
    container = build_container(settings, clock=clock)
    try:
        return await _forge(container, clock, ahead)
    finally:
        await container.close()


async def _measure() -> dict[str, Told]:
    """Each way on servers of its own, so that no alert of one stands for that of another."""
    told = {}
    for name, ahead in WAYS.items():
        with tempfile.TemporaryDirectory(prefix="bench") as folder:
            async with servers() as urls:
                told[name] = await _one(urls, Path(folder), ahead)
    return told


def run(_: Path) -> list[Figure]:
    """Each way of forging, two hours of it; the clock is turned, the database is real."""
    told = asyncio.run(_measure())
    worst = max(told, key=lambda name: told[name].readings)
    contradicted = sum(one.contradicted for one in told.values())
    unheld = sum(one.unheld for one in told.values())
    about = f"of {len(told)} ways: {', '.join(name for name, one in told.items() if one.contradicted)}"
    return [
        Figure("doors.forged.raised", told[worst].readings, "readings", "≤", 1, f"until the alert; worst: {worst}"),
        Figure("doors.forged.unheld", unheld, "readings", "≤", 0, f"of {MINUTES * len(told)}, without it after them"),
        Figure("doors.forged.told", contradicted, "ways", "≥", len(told), f"whose contradiction was an alert, {about}"),
    ]
