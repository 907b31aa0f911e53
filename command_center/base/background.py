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
"""The services of the process, which every task gets."""
Wait = Callable[[], Awaitable[object]]
log = structlog.get_logger(__name__)

HEALTHY_AFTER = 30.0
"""Seconds a task must run for its waiting times to begin again at the shortest."""


@dataclass(frozen=True, slots=True)
class BackgroundTask(Generic[T]):
    """A task of the process. ``run`` gets the services and should never return; ``name`` stands in the log."""

    name: str
    run: Callable[[T], Awaitable[None]]


async def keep_running(task: BackgroundTask[T], services: T) -> None:
    """Run a task until cancelled; each time it ends or fails, log that and start it again after a growing pause."""
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
    """Call ``work`` and pause, in turn, until cancelled.

    Args:
        name: Stands in the log when a server is away and when it is back.
        work: One round. It answers True to be called again at once, without a pause.
        pause: Seconds between two rounds, or a function whose awaitable ends the pause.
        away: Errors that mean that a server is away: the round is tried again. Any other error is raised.
        retry: Makes the seconds before each new attempt while a server is away; the usual pause where it is left out.
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
    """The wait before each new attempt while a server is away, as an endless iterator."""
    return repeat(wait) if retry is None else (partial(asyncio.sleep, delay) for delay in retry())


@asynccontextmanager
async def running(tasks: Sequence[BackgroundTask[T]], services: T) -> AsyncIterator[None]:
    """Run all tasks inside the block; they are cancelled and awaited at its end."""
    started = [asyncio.create_task(keep_running(task, services), name=task.name) for task in tasks]
    try:
        yield
    finally:
        await cancel(started)


async def cancel(tasks: Sequence[asyncio.Task[None]]) -> None:
    """Cancel tasks and wait until all have ended. Each is cancelled again every half second, because a library may
    swallow one cancellation. Errors of the tasks are not raised."""
    pending = set(tasks)
    while pending:
        for task in pending:
            task.cancel()
        _, pending = await asyncio.wait(pending, timeout=0.5)
