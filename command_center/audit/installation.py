"""Verification of an installation: its chains, the anchor outside the database, and what the chains vouch for."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog

from camera_adapters.messages import LIVE_REALM
from command_center.attachments.file_store import FileStore
from command_center.audit import chains
from command_center.audit.anchor import judge_anchor
from command_center.audit.heads import Head, last_heads, read_anchor
from command_center.audit.records import judge_records
from command_center.audit.verify import ChainVerdict, verify_all
from command_center.base.away import DATABASE_AWAY
from command_center.base.clock import Clock
from command_center.base.db import Database
from command_center.base.errors import Conflict

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class InstallationFiles:
    """Where the anchor and the attachments stand."""

    heads: Path
    attachments: Path


@dataclass
class Verification:
    """The last one of this process."""

    database: Database
    clock: Clock
    files: InstallationFiles
    task: asyncio.Task[None] | None = None
    at: datetime | None = None
    seconds: float | None = None
    verdicts: tuple[ChainVerdict, ...] = ()

    @property
    def running(self) -> bool:
        return self.task is not None and not self.task.done()

    def begin(self) -> None:
        """Verify in the background. Raises Conflict while that is being done."""
        if self.running:
            raise Conflict("verifying", "正在校验，请稍候", "Already verifying, wait")
        self.task = asyncio.create_task(self._verify(), name="audit verification")

    async def _verify(self) -> None:
        started = self.clock.now()
        try:
            self.verdicts = tuple(await verify_installation(self.database, self.files, started))
        except DATABASE_AWAY as error:
            log.warning("audit_not_verified", error=type(error).__name__)
            return
        self.at = self.clock.now()
        self.seconds = (self.at - started).total_seconds()

    async def chains(self) -> tuple[dict[str, Head], list[tuple[str, int, bytes]]]:
        """The exported head of each realm, and each realm with its newest number and seal."""
        exported = last_heads(self.files.heads)
        async with self.database.read() as connection:
            return exported, await chains.heads(connection)


async def verify_installation(database: Database, files: InstallationFiles, now: datetime) -> list[ChainVerdict]:
    """Every chain, then the anchor, then the records. Of the anchor only what is wrong is told."""
    verdicts = await verify_all(database, files.heads)
    anchor = await asyncio.to_thread(read_anchor, files.heads)
    async with database.read() as connection:
        verdicts += await judge_anchor(connection, anchor, now)
        return verdicts + await judge_records(connection, LIVE_REALM, FileStore(files.attachments))
