"""44 alerts a second for a minute, then 500 in ten seconds, with 50 dashboards: nothing is lost, nothing comes late."""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import httpx

from command_center.run import secret_store
from command_center.run.embedded import urls_of
from command_center.run.redis_users import ADAPTER
from tests.benchmarks.dashboards import Account, dashboards
from tests.benchmarks.report import Figure
from tests.benchmarks.wall import CAMERAS, CLIPS, LOOP, drawn, intruder, percentile, tiles
from tests.support.farm import ClipPlan, cameras_file, make_clips, rtsp_farm
from tests.support.paths import CHECKOUT
from tests.support.stack import Stack
from tests.support.unwatched import UnwatchedPage, unwatched_page
from tests.support.waiting import eventually

STEADY, RATE = 2640, 44
BURST, BURST_RATE = 500, 50
DASHBOARDS = 49
"""Beside the one in a browser."""
READS = ("/api/alerts?open=true&page_size=50", "/api/incidents", "/api/cameras", "/api/reports/owed")


@contextlib.contextmanager
def asking(stack: Stack) -> Iterator[list[float]]:
    """Milliseconds of the API's answers to somebody who works, ten a second, while this is open."""
    times: list[float] = []
    enough = threading.Event()

    def work(client: httpx.Client) -> None:
        number = 0
        while not enough.wait(0.1):
            started = time.perf_counter()
            client.get(READS[number % len(READS)]).raise_for_status()
            times.append((time.perf_counter() - started) * 1000)
            number += 1

    with stack.api("duty_leader") as client:
        thread = threading.Thread(target=work, args=(client,))
        thread.start()
        try:
            yield times
        finally:
            enough.set()
            thread.join()


def raise_alerts(stack: Stack, name: str, count: int, rate: float) -> None:
    """By an adapter's own spool and publisher, until the centre has confirmed all of them."""
    secrets = secret_store.read(stack.data / "secrets.json")
    cameras = [word for number in range(CAMERAS) for word in ("--camera", f"cam{number + 1:02d}")]
    options = ["--count", str(count), "--rate", str(rate), "--adapter", name, *cameras]
    environment = {**os.environ, **urls_of(secrets, ADAPTER).environment(), "CC_DATA_DIR": str(stack.data)}
    command = [sys.executable, "-m", "tests.support.storm", *options]
    subprocess.run(command, cwd=CHECKOUT, env=environment, stdout=subprocess.DEVNULL, check=True)


async def _stored(stack: Stack) -> tuple[int, int, int]:
    """How many alerts there are, of how many places, and the largest count of one."""
    connection = await asyncpg.connect(urls_of(secret_store.read(stack.data / "secrets.json")).database)
    try:
        query = "SELECT count(*), count(DISTINCT place), max(count) FROM alert WHERE detector = 'storm/1'"
        return tuple(await connection.fetchrow(query))
    finally:
        await connection.close()


def _rain(stack: Stack, page: UnwatchedPage) -> tuple[list[float], list[float], Account]:
    with dashboards(stack, DASHBOARDS) as without_screen:
        with asking(stack) as api:
            raise_alerts(stack, "steady", STEADY, RATE)
            raise_alerts(stack, "burst", BURST, BURST_RATE)
        eventually(lambda: len(drawn(page)) >= STEADY + BURST, within=60, every=1, what="every alert is drawn")
        return drawn(page), api, without_screen.told(STEADY + BURST, within=30)


def _told(told: Account) -> str:
    return (
        f"the least of {len(told.raised)} dashboards without video; {told.repeated} events twice, {told.closed} closed"
    )


def run(work: Path) -> list[Figure]:
    """The wall with 44 moving pictures; detection is off, so that every alert is the storm's."""
    clips = make_clips(ClipPlan(work / "clips12", fps=12.5, bitrate="400k", seconds=LOOP, hazards=intruder), CLIPS)
    with tempfile.TemporaryDirectory(prefix="bench") as folder, rtsp_farm(clips, CAMERAS) as urls:
        cameras = cameras_file(Path(folder) / "cameras.yaml", urls, analysis_fps="keyframes", detectors=[])
        with Stack(Path(folder) / "data", cameras) as stack:
            stack.online(CAMERAS, within=90)
            with unwatched_page(stack.url) as page:
                page.sign_in(stack, "duty_officer")
                eventually(lambda: len(tiles(page)) >= CAMERAS, within=60, what="the wall stands")
                shown, api, told = _rain(stack, page)
                rates = [tile["fps"] for tile in tiles(page)]
            stored, places, most = asyncio.run(_stored(stack))
    wanted = STEADY + BURST
    once = f"{places} places, none counted more than {most} times"
    return [
        Figure("storm.stored", stored, "alerts", "≥", wanted, f"{once}; {wanted} were raised"),
        Figure("storm.told", min(told.raised), "alerts", "≥", wanted, _told(told)),
        Figure("storm.told.p99", percentile(told.late, 0.99), "ms", note="raised → at a dashboard, all of them"),
        Figure(
            "storm.drawn.p99", percentile(shown, 0.99), "ms", "≤", 2000, f"raised → on the wall, {len(shown)} alerts"
        ),
        Figure("storm.drawn.p50", percentile(shown, 0.5), "ms", note=f"slowest {max(shown):.0f} ms"),
        Figure("storm.api.p95", percentile(api, 0.95), "ms", "≤", 100, f"meanwhile, {len(api)} questions"),
        Figure("storm.wall.fps", sum(rates) / len(rates), "fps/tile", note="of 12.5, at the end of it"),
    ]
