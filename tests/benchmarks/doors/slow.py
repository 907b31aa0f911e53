"""A thousand connections that send one byte a second, against a whole demo: whether others notice them."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import multiprocessing.connection
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import cycle
from pathlib import Path

from tests.benchmarks.report import Figure
from tests.benchmarks.storm import asking, raise_alerts
from tests.benchmarks.wall import LOOP, intruder, percentile, tiles
from tests.support.farm import ClipPlan, cameras_file, make_clips, rtsp_farm
from tests.support.stack import Stack
from tests.support.unwatched import UnwatchedPage, unwatched_page
from tests.support.waiting import eventually

CONNECTIONS = 1000
CAMERAS = 6
ALERTS, RATE = 60, 2
"""Half a minute of alerts, before and during."""
SIGN_IN_EVERY = 1.0
LATER_BY = 50.0
"""Milliseconds by which the slowest of twenty may come later than before."""
REQUESTS = (
    b"GET /api/health HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
    b"POST /api/sessions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 200000\r\n\r\n",
    b"GET /api/sessions/current HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n",
)
"""Heads without an end, bodies without an end, and bodies that go on after the answer."""


@dataclass
class Opened:
    """How often one of them was opened; ``all`` is set when each has been."""

    times: int = 0
    all: asyncio.Event = field(default_factory=asyncio.Event)

    def one_more(self) -> None:
        """Count it."""
        self.times += 1
        if self.times >= CONNECTIONS:
            self.all.set()


async def _trickle(port: int, request: bytes, opened: Opened) -> None:
    """A byte a second; what the centre ends is opened again at once."""
    while True:
        with contextlib.suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            opened.one_more()
            writer.write(request)
            while not writer.transport.is_closing():
                await asyncio.sleep(1)
                writer.write(b"a")
        await asyncio.sleep(0.1)


async def _hold(port: int, pipe: multiprocessing.connection.Connection) -> None:
    opened = Opened()
    async with asyncio.TaskGroup() as group:
        requests = cycle(REQUESTS)
        slow = [group.create_task(_trickle(port, next(requests), opened)) for _ in range(CONNECTIONS)]
        await opened.all.wait()
        pipe.send("ready")
        await asyncio.to_thread(pipe.recv)
        for task in slow:
            task.cancel()
    pipe.send(opened.times)


def _run(port: int, pipe: multiprocessing.connection.Connection) -> None:
    asyncio.run(_hold(port, pipe))


@contextlib.contextmanager
def slow_connections(port: int) -> Iterator[list[int]]:
    """All of them, from a process of their own, while this is open; at its end how often one was opened."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_run, args=(port, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        assert ours.poll(60), "the slow connections were not accepted"
        ours.recv()
        opened: list[int] = []
        yield opened
        ours.send("enough")
        assert ours.poll(60), "the slow connections did not end"
        opened.append(ours.recv())
    finally:
        process.kill()
        process.join()


@contextlib.contextmanager
def signing_in(stack: Stack) -> Iterator[list[float]]:
    """Milliseconds of an officer's sign-ins in a browser of theirs, one a second, while this is open."""
    times: list[float] = []
    enough = threading.Event()
    username, password = stack.account("duty_leader")
    with stack.api("duty_leader") as client:

        def work() -> None:
            while not enough.wait(SIGN_IN_EVERY):
                begun = time.perf_counter()
                client.post("/api/sessions", json={"username": username, "password": password}).raise_for_status()
                times.append((time.perf_counter() - begun) * 1000)

        thread = threading.Thread(target=work)
        thread.start()
        try:
            yield times
        finally:
            enough.set()
            thread.join()


@dataclass(frozen=True)
class Noticed:
    """What others noticed within one half of the measurement; times in ms."""

    drawn: list[float]
    api: list[float]
    sign_in: list[float]
    fps: float


def _drawn_since(page: UnwatchedPage, begun: float) -> list[float]:
    alerts = page.evaluate("Object.values(window.__wall.alerts)")
    captured = [(datetime.fromisoformat(one["captured_at"]).timestamp() * 1000, one) for one in alerts]
    return [one["drawn_epoch_ms"] - at for at, one in captured if at >= begun]


def _notice(stack: Stack, page: UnwatchedPage, name: str) -> Noticed:
    begun = time.time() * 1000
    with asking(stack) as api, signing_in(stack) as sign_in:
        raise_alerts(stack, name, ALERTS, RATE)
        eventually(lambda: len(_drawn_since(page, begun)) >= ALERTS, within=30, every=0.5, what="every alert is drawn")
        fps = [tile["fps"] for tile in tiles(page)]
    return Noticed(_drawn_since(page, begun), api, sign_in, sum(fps) / len(fps))


def _later(name: str, before: list[float], during: list[float], what: str) -> Figure:
    """The 95 % of it, which may be later than before by ``LATER_BY``."""
    usual = percentile(before, 0.95)
    about = f"{what}; {usual:.0f} ms before, {len(during)} times"
    return Figure(f"doors.slow.{name}", percentile(during, 0.95), "ms", "≤", round(usual + LATER_BY), about)


def _figures(before: Noticed, during: Noticed, opened: int) -> list[Figure]:
    return [
        _later("drawn", before.drawn, during.drawn, "raised → on the wall, 95 %"),
        _later("api", before.api, during.api, "answers to somebody who works, 95 %"),
        _later("sign_in", before.sign_in, during.sign_in, "signing in, 95 %"),
        Figure("doors.slow.fps", during.fps, "fps/tile", "≥", round(before.fps * 0.9, 1), f"{before.fps:.1f} before"),
        Figure("doors.slow.opened", opened, "times", note=f"that one of {CONNECTIONS} slow connections was opened"),
    ]


def run(work: Path) -> list[Figure]:
    """One officer's wall, alerts, somebody who works and somebody who signs in: half a minute without, then with."""
    clips = make_clips(ClipPlan(work / "clips12", fps=12.5, bitrate="400k", seconds=LOOP, hazards=intruder), CAMERAS)
    with tempfile.TemporaryDirectory(prefix="bench") as folder, rtsp_farm(clips, CAMERAS) as urls:
        cameras = cameras_file(Path(folder) / "cameras.yaml", urls, analysis_fps="keyframes", detectors=[])
        with Stack(Path(folder) / "data", cameras) as stack:
            stack.online(CAMERAS, within=90)
            with unwatched_page(stack.url) as page:
                page.sign_in(stack, "duty_officer")
                eventually(lambda: len(tiles(page)) >= CAMERAS, within=60, what="the wall stands")
                time.sleep(5)
                before = _notice(stack, page, "before")
                with slow_connections(stack.port) as opened:
                    during = _notice(stack, page, "during")
    return _figures(before, during, opened[0])
