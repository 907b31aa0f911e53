"""Calls up the ladder by real processes: killed with a signal that nobody can catch, or two at once, each call is made,
and each is made once. What arrived is counted where it arrives, by the id that a letter keeps at every attempt.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
import httpx
import pytest
import sqlalchemy as sa

from command_center.alerts import repository, tables
from command_center.alerts.ingest import Ingest
from command_center.alerts.record import Alert
from command_center.audit.verify import verify_realm
from command_center.base.clock import Clock, new_id
from command_center.base.redis_bus import Bus
from command_center.base.settings import Settings
from command_center.chain import repository as audit
from command_center.chain.model import Subject
from command_center.notifications import repository as notifications
from command_center.notifications.channels.webhook import signature
from command_center.web.container import Container, build_container
from tests.fakes.web_receiver import WebReceiver, web_receiver
from tests.support.alerts import AT, Episode, arrival
from tests.support.escalator import FileClock
from tests.support.paths import CHECKOUT
from tests.support.servers import Servers
from tests.support.stack import free_port

SECRET = "the county's own"
WHOLE = ["duty_officer", "duty_leader", "commander", "everybody"] * 3
"""Who is called, in three rounds."""
LEASE = timedelta(seconds=26)
"""After that a letter that a dead process held is anybody's."""


async def until(look: Callable[[], Awaitable[bool]], within: float = 60) -> None:
    """Wait for something that other processes do."""
    async with asyncio.timeout(within):
        while not await look():  # noqa: ASYNC110 - what happens in another process sets no event here
            await asyncio.sleep(0.05)


class Town:
    """Servers, configuration and a county that counts what it is sent."""

    def __init__(self, settings: Settings, container: Container, county: WebReceiver, folder: Path) -> None:
        self.settings, self.container, self.county, self.folder = settings, container, county, folder
        self.processes: list[asyncio.subprocess.Process] = []

    def environment(self) -> dict[str, str]:
        url = self.settings
        assert url.redis_url is not None
        assert url.live_redis_url is not None
        assert url.database_url is not None
        return os.environ | {
            "CC_CONFIG_DIR": str(url.config_dir), "CC_DATA_DIR": str(self.folder), "COUNTY_SECRET": SECRET,
            "REDIS_URL": url.redis_url.get_secret_value(), "LIVE_REDIS_URL": url.live_redis_url.get_secret_value(),
            "DATABASE_URL": url.database_url.get_secret_value(),
        }  # fmt: skip

    async def start(self, *command: str, **more: str) -> asyncio.subprocess.Process:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", *command, cwd=CHECKOUT, env=self.environment() | more,
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        self.processes.append(process)
        return process

    async def kill(self, process: asyncio.subprocess.Process) -> None:
        process.send_signal(signal.SIGKILL)
        await process.wait()

    async def end(self) -> None:
        for process in self.processes:
            if process.returncode is None:
                await self.kill(process)

    async def raised(self, count: int, clock: Clock) -> list[Alert]:
        ingest = Ingest(
            self.container.database, clock, new_id, self.container.site.rules, self.container.alerting.calling
        )
        happening = [Episode(place=str(number)) for number in range(count)]
        await ingest.store([arrival(one.step(at=clock.now(), score=0.5)) for one in happening])
        async with self.container.database.read() as connection:
            return (await repository.search(connection, "live", (tables.alert.c.kind == "intrusion",), 0, 50))[0]

    async def called(self, alert: UUID) -> list[str]:
        """Whom the rows of an alert say were called, in order; the first call is that of being raised."""
        async with self.container.database.read() as connection:
            links = await audit.of_subjects(connection, "live", [(Subject.ALERT, alert)])
        steps = [link.draft for link in links if link.draft.reason == "step"]
        return ["duty_officer", *(str(step.data["who"]) for step in steps)]

    async def letters(self, channel: str, state: str | None = None) -> set[str]:
        """Ids of the letters of a channel, in this state or in any."""
        table = notifications.delivery.c
        where = [table.channel == channel, *([table.state == state] if state else [])]
        async with self.container.database.read() as connection:
            return {str(one) for one in (await connection.scalars(sa.select(table.id).where(*where))).all()}

    def arrived(self) -> Counter[str]:
        """How often each letter arrived at the county; a signature that is wrong fails the test."""
        for post in self.county.received:
            assert post.headers["x-signature"] == signature(SECRET, post.headers["x-timestamp"], post.body)
        return Counter(post.headers["x-delivery-id"] for post in self.county.received)

    async def all_told(self) -> bool:
        letters = await self.letters("county")
        return bool(letters) and letters == await self.letters("county", "delivered")


def configure(source: Path, target: Path, step: float, county: str, dead: str) -> Path:
    """The repository's configuration with a county that is told of every call, and a neighbour that never answers."""
    shutil.copytree(source, target)
    everybody = "".join(f"  - {{who: {who}, reach: every}}\n" for who in WHOLE[:4])
    (target / "escalation.yaml").write_text(
        f"step_seconds: {{1: {step}, 2: {step}, 3: {step}, 4: {step}}}\nladder:\n{everybody}"
        "remind_seconds: {1: 86000, 2: 86000, 3: 86000, 4: 86000}\n"
    )
    channel = '{kind: webhook, secret: "${COUNTY_SECRET}", url: "%s"}'
    (target / "notifications.yaml").write_text(
        f"channels:\n  county: {channel % county}\n  neighbour: {channel % dead}\n"
    )
    return target


@asynccontextmanager
async def a_town(
    settings: Settings, folder: Path, step: float, clock: Clock | None = None
) -> AsyncIterator[tuple[Town, WebReceiver]]:
    async with web_receiver() as county, web_receiver(hangs=True) as neighbour:
        config = configure(settings.config_dir, folder / "config", step, county.url, neighbour.url)
        settings = settings.model_copy(update={"config_dir": config})
        container = build_container(settings, clock=clock)
        town = Town(settings, container, county, folder / "data")
        try:
            yield town, neighbour
        finally:
            await town.end()
            await container.close()


@pytest.mark.usefixtures("bus")
async def test_a_process_killed_between_within_and_behind_its_steps_loses_no_call_and_makes_none_twice(
    settings: Settings, servers: Servers, tmp_path: Path
) -> None:
    clock = FileClock(tmp_path / "clock")
    clock.turn(AT)
    async with a_town(settings, tmp_path, 60, clock) as (town, _):
        (alert,) = await town.raised(1, clock)

        async def climbs(to: int) -> None:
            """Turn the clock from step to step until so many calls were made and have arrived."""
            while len(await town.called(alert.id)) < to:
                before = len(await town.called(alert.id))
                clock.turn(clock.now() + timedelta(seconds=60))

                async def taken(before: int = before) -> bool:
                    return len(await town.called(alert.id)) > before and await town.all_told()

                await until(taken)

        process = await town.start("tests.support.escalator", str(tmp_path / "clock"))
        await climbs(3)
        await town.kill(process)  # between two steps

        process = await town.start("tests.support.escalator", str(tmp_path / "clock"))
        await climbs(5)
        await killed_within_a_step(town, servers, process, clock)
        assert len(await town.called(alert.id)) == 5, "what was not committed did not happen"
        assert len(await town.letters("county")) == 5

        process = await town.start("tests.support.escalator", str(tmp_path / "clock"))
        await climbs(8)
        town.county.hangs = True
        clock.turn(clock.now() + timedelta(seconds=60))

        async def reached() -> bool:
            return len(town.arrived()) == 9

        await until(reached)
        await town.kill(process)  # the ninth letter has arrived, and nobody has noted it
        town.county.hangs = False
        clock.turn(clock.now() + LEASE)
        process = await town.start("tests.support.escalator", str(tmp_path / "clock"))
        await climbs(12)

        assert await town.called(alert.id) == WHOLE
        arrived = town.arrived()
        assert arrived.keys() == await town.letters("county"), "each call arrived"
        assert sorted(arrived.values()) == [1] * 11 + [2], "the letter in flight came again with its own id"
        async with town.container.database.read() as connection:
            assert (await verify_realm(connection, "live")).broken is None


async def killed_within_a_step(
    town: Town, servers: Servers, process: asyncio.subprocess.Process, clock: FileClock
) -> None:
    """Hold the lock that a step's last part waits for; kill the process that waits; let go."""
    assert town.settings.database_url is not None
    name = town.settings.database_url.get_secret_value().rsplit("/", 1)[1]
    holder = await asyncpg.connect(servers.named(name)[1])
    try:
        await holder.execute("SELECT pg_advisory_lock(hashtextextended('transition:live', 0))")
        clock.turn(clock.now() + timedelta(seconds=60))

        async def waits() -> bool:
            waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            return bool(await holder.fetchval(waiting))

        await until(waits)
        await town.kill(process)
    finally:
        await holder.close()


@pytest.mark.usefixtures("bus")
async def test_of_two_centres_on_one_database_each_call_is_made_by_one_and_a_dead_channel_delays_no_other(
    settings: Settings, bus: Bus, tmp_path: Path
) -> None:
    async with a_town(settings, tmp_path, 0.7) as (town, neighbour):
        ports = [free_port(), free_port()]
        for port in ports:
            await town.start("command_center", "serve", CC_HTTP_PORT=str(port), CC_CANARY_SECONDS="86400")
        async with httpx.AsyncClient(timeout=5) as client:
            for port in ports:
                await until(lambda port=port: answers(client, port))
        alerts = await town.raised(8, town.container.clock)

        async def climbed() -> bool:
            return all([len(await town.called(alert.id)) >= len(WHOLE) for alert in alerts]) and await town.all_told()

        await until(climbed)
        for alert in alerts:
            assert await town.called(alert.id) == WHOLE
        arrived = town.arrived()
        assert set(arrived.values()) == {1}, "no call arrived twice"
        assert arrived.keys() == await town.letters("county")
        assert len(arrived) == len(alerts) * len(WHOLE)
        assert neighbour.received, "the neighbour was tried"
        assert await town.letters("neighbour", "delivered") == set(), "and has not answered once all the while"


async def answers(client: httpx.AsyncClient, port: int) -> bool:
    try:
        return (await client.get(f"http://127.0.0.1:{port}/api/health")).status_code in {200, 503}
    except httpx.TransportError:
        return False
