"""Exclusive work: only the process that holds a lock in the database does it; another takes over when it dies."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.base.background import cancel, forever
from command_center.base.db import Database

LOOK_EVERY = 2.0
"""Seconds between two attempts to get the lock, and between two checks that it is still held."""

_TAKE = sa.text("SELECT pg_try_advisory_lock(hashtextextended(:name, 0))")


async def run_exclusively(database: Database, name: str, work: Callable[[], Awaitable[None]]) -> None:
    """Wait for the lock, then run ``work`` until it ends.

    Args:
        database: One of its connections is held for the whole time.
        name: Name of the lock; the same in all processes that share the work.
        work: Started once; it is cancelled when the lock is lost.

    Raises:
        Exception: what ``work`` raises, or the error of the database when the connection that holds the lock is gone.
            Another process may then have the lock.
    """
    async with database.engine.connect() as opened:
        connection = await opened.execution_options(isolation_level="AUTOCOMMIT")
        try:
            while not await connection.scalar(_TAKE, {"name": f"sole:{name}"}):  # noqa: ASYNC110 - of another process
                await asyncio.sleep(LOOK_EVERY)
            await _both(work, connection)
        finally:
            await connection.invalidate()  # the session ends and its lock with it; a pool would keep both


async def _both(work: Callable[[], Awaitable[None]], connection: AsyncConnection) -> None:
    running = [asyncio.ensure_future(work()), asyncio.ensure_future(_watch(connection))]
    try:
        done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
    finally:
        await cancel(running)
    for task in done:
        task.result()


async def _watch(connection: AsyncConnection) -> None:
    await asyncio.sleep(LOOK_EVERY)
    await forever("lock", partial(connection.execute, sa.text("SELECT 1")), LOOK_EVERY)
