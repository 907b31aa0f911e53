"""Background tasks of the centre: each runs for ever and is started again with back-off when it fails."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

import structlog

from common.backoff import doubling

T = TypeVar("T")
"""What the process consists of."""
log = structlog.get_logger(__name__)

HEALTHY_AFTER = 30.0
"""Seconds after which a failure is a new one and the task is started again soon."""


@dataclass(frozen=True, slots=True)
class BackgroundTask(Generic[T]):
    """``run`` gets what the process consists of and is expected never to return."""

    name: str
    run: Callable[[T], Awaitable[None]]


async def keep_running(task: BackgroundTask[T], services: T) -> None:
    """Run it for ever."""
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
