"""Background tasks of the centre: each runs for ever and is started again with back-off when it fails."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from itertools import repeat
from typing import Generic, TypeVar

import structlog

from common.backoff import Backoff, doubling

T = TypeVar("T")
"""What the process consists of."""
Wait = Callable[[], Awaitable[object]]
log = structlog.get_logger(__name__)

HEALTHY_AFTER = 30.0
"""Seconds after which a failure is a new one and the task is started again soon."""


@dataclass(frozen=True, slots=True)
class BackgroundTask(Generic[T]):
    """``run`` gets what the process consists of and is expected never to return."""

    name: str
    run: Callable[[T], Awaitable[None]]


async def keep_running(task: BackgroundTask[T], services: T) -> None:
    delays = doubling(0.2)
    while True:
        started = time.monotonic()
        try:
            await task.run(services)
            log.warning("background_task_ended", task=task.name)
        except Exception:
            log.exception("background_task_failed", task=task.name)
        if time.monotonic() - started > HEALTHY_AFTER:
            delays = doubling(0.2)
        await asyncio.sleep(next(delays))


async def forever(
    name: str,
    work: Callable[[], Awaitable[object]],
    pause: float | Wait = 0.0,
    *,
    away: tuple[type[Exception], ...] = (),
    retry: Backoff | None = None,
) -> None:
    """Work and pause for ever.

    Args:
        name: Stands in the log when a server is away and when it is back.
        work: Answers True where there is more to do at once, without a pause.
        pause: Seconds, or what is waited for.
        away: Errors that are waited out; any other is raised, and ``keep_running`` starts the task again.
        retry: Seconds before each new attempt while a server is away; without it the usual pause.
    """
    wait = partial(asyncio.sleep, pause) if isinstance(pause, float | int) else pause
    waits: Iterator[Wait] | None = None
    while True:
        try:
            more = await work()
        except away as error:
            if waits is None:
                log.warning("task_waits_for_server", task=name, error=type(error).__name__)
                waits = _waits(wait, retry)
            await next(waits)()
            continue
        if waits is not None:
            log.info("task_goes_on", task=name)
            waits = None
        if more is not True:
            await wait()


def _waits(wait: Wait, retry: Backoff | None) -> Iterator[Wait]:
    """What is waited for before each new attempt while a server is away."""
    return repeat(wait) if retry is None else (partial(asyncio.sleep, delay) for delay in retry())


@asynccontextmanager
async def running(tasks: Sequence[BackgroundTask[T]], services: T) -> AsyncIterator[None]:
    """All of them run inside the block."""
    started = [asyncio.create_task(keep_running(task, services), name=task.name) for task in tasks]
    try:
        yield
    finally:
        await cancel(started)


async def cancel(tasks: Sequence[asyncio.Task[None]]) -> None:
    """End tasks for certain: asked again until they have, because a library may swallow one cancellation."""
    pending = set(tasks)
    while pending:
        for task in pending:
            task.cancel()
        _, pending = await asyncio.wait(pending, timeout=0.5)
