"""Stray files of attachments: bytes that no row names, left by a process that died between both, are deleted."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from pathlib import Path

import structlog
from sqlalchemy.exc import SQLAlchemyError

from command_center.attachments import repository
from command_center.attachments.file_store import FileStore
from command_center.base.db import Database

log = structlog.get_logger(__name__)

EVERY = timedelta(hours=6)
OLDER_THAN = timedelta(hours=1)
"""A file is stored a moment before its row is committed: what is younger is left alone."""


async def run(database: Database, files: FileStore) -> None:
    while True:
        try:
            await sweep(database, files)
        except (SQLAlchemyError, OSError) as error:
            log.warning("stray_attachments_wait", error=type(error).__name__)
        await asyncio.sleep(EVERY.total_seconds())


async def sweep(database: Database, store: FileStore, older_than: timedelta = OLDER_THAN) -> int:
    """Delete the strays; how many. Raises what the database and the disk raise."""
    async with database.read() as connection:
        known = await repository.hashes(connection)
    found: list[Path] = await asyncio.to_thread(store.strays, known, time.time() - older_than.total_seconds())
    for path in found:
        path.unlink(missing_ok=True)
        log.info("stray_attachment_deleted", file=path.name)
    return len(found)
