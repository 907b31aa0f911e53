"""Many dashboards without a screen: each follows the events as a page does, from a process that they share."""

from __future__ import annotations

import asyncio
import contextlib
import json
import multiprocessing
import multiprocessing.connection
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import cycle

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.support.stack import Stack

STARTS_WITHIN = 60.0
SESSIONS = 4
"""The centre bounds the sockets of one session."""
RAISED = '"to":"raised"'
EVENT = '{"type":"event","number":'


@dataclass
class Dashboard:
    """What one of them was told."""

    raised: dict[str, float] = field(default_factory=dict)
    """By alert: milliseconds from its capture to here."""
    number: int | None = None
    """The last event it saw; None before the first hello."""
    moved: asyncio.Event = field(default_factory=asyncio.Event)
    """Set at every message."""
    closed: int = 0
    """How often the centre closed it; it came back by its number, as pages do."""
    repeated: int = 0
    """Events that came with a number at or below the last one."""

    def take(self, text: str) -> None:
        """Only the beginning is looked at of what is no raised alert: 49 of them must not take the machine."""
        self.moved.set()
        if self.number is None and text.startswith('{"type": "hello"'):
            self.number = json.loads(text)["number"]
        if not text.startswith(EVENT):
            return
        number = int(text[len(EVENT) : text.index(",", len(EVENT))])
        self.repeated += self.number is not None and number <= self.number
        self.number = number
        if RAISED in text:
            message = json.loads(text)
            if message["event"]["from"] is None:
                captured = datetime.fromisoformat(message["alert"]["captured_at"])
                self.raised[message["alert"]["id"]] = (datetime.now(UTC) - captured).total_seconds() * 1000

    async def until(self, reached: Callable[[Dashboard], bool]) -> None:
        """Until that holds; a ping comes every second, so it is looked at least as often."""
        while not reached(self):
            self.moved.clear()
            await self.moved.wait()

    async def follow(self, url: str, cookie: str) -> None:
        """For ever."""
        while True:
            after = "" if self.number is None else f"?after={self.number}"
            headers = {"Cookie": cookie}
            async with connect(
                url + after, additional_headers=headers, max_size=None, compression=None, proxy=None
            ) as socket:
                await self._read(socket)
            self.closed += 1

    async def _read(self, socket: ClientConnection) -> None:
        with contextlib.suppress(ConnectionClosed):
            async for text in socket:
                self.take(str(text))


@dataclass(frozen=True)
class Account:
    """The same of all of them, when it was asked for."""

    raised: list[int]
    """Alerts that each was told of."""
    late: list[float]
    """Milliseconds from the capture to the dashboard, of all of them."""
    closed: int
    repeated: int


async def _follow_all(
    url: str, cookies: Sequence[str], count: int, pipe: multiprocessing.connection.Connection
) -> None:
    """Says ``ready`` once all have been greeted; then is told how many alerts to wait for and how long, and answers."""
    boards = [Dashboard() for _ in range(count)]
    async with asyncio.TaskGroup() as group:
        following = [
            group.create_task(board.follow(url, cookie)) for board, cookie in zip(boards, cycle(cookies), strict=False)
        ]
        for board in boards:
            await board.until(lambda one: one.number is not None)
        pipe.send("ready")
        wanted, within = await asyncio.to_thread(pipe.recv)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within):
                for board in boards:
                    await board.until(lambda one: len(one.raised) >= wanted)
        for task in following:
            task.cancel()
    closed, repeated = sum(board.closed for board in boards), sum(board.repeated for board in boards)
    late = [one for board in boards for one in board.raised.values()]
    pipe.send(Account([len(board.raised) for board in boards], late, closed, repeated))


def _run(url: str, cookies: Sequence[str], count: int, pipe: multiprocessing.connection.Connection) -> None:
    asyncio.run(_follow_all(url, cookies, count, pipe))


class Dashboards:
    """All of them, from outside their process."""

    def __init__(self, pipe: multiprocessing.connection.Connection) -> None:
        self._pipe = pipe

    def told(self, wanted: int, within: float) -> Account:
        """Wait until each was told of so many raised alerts, at most so many seconds; then what they were told."""
        self._pipe.send((wanted, within))
        assert self._pipe.poll(within + STARTS_WITHIN), "the dashboards did not answer"
        account: Account = self._pipe.recv()
        return account


@contextlib.contextmanager
def dashboards(stack: Stack, count: int) -> Iterator[Dashboards]:
    """They follow while this is open; inside, all have been greeted: from here on they must be told of everything."""
    with ExitStack() as signed_in:
        clients = [signed_in.enter_context(stack.api("viewer")) for _ in range(SESSIONS)]
        cookies = ["; ".join(f"{name}={value}" for name, value in client.cookies.items()) for client in clients]
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        url = stack.url.replace("http", "ws", 1) + "/api/ws/events"
        process = context.Process(target=_run, args=(url, cookies, count, theirs), daemon=True)
        process.start()
        try:
            assert ours.poll(STARTS_WITHIN), "the dashboards were not greeted"
            assert ours.recv() == "ready"
            yield Dashboards(ours)
        finally:
            process.kill()
            process.join()
