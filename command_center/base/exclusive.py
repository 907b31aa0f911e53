"""Exclusive work: of all processes the one with the database's lock does it, and another when that dies."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.base.background import cancel, forever
from command_center.base.db import Database

LOOK_EVERY = 2.0
"""Seconds: what a take-over may cost, and how soon whoever has lost the lock knows of it."""

_TAKE = sa.text("SELECT pg_try_advisory_lock(hashtextextended(:name, 0))")


async def run_exclusively(database: Database, name: str, work: Callable[[], Awaitable[None]]) -> None:
    """Wait for the lock, then work until the work ends. Raises what the work raises, and what the database raises once
    the connection that holds the lock is gone: then another process has it."""
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
