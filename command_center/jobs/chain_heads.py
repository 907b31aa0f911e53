"""Heads of the chains, exported out of the database once a day."""

from __future__ import annotations

from command_center.audit.heads import keep_exporting
from command_center.base.clock import Clock
from command_center.base.db import Database
from command_center.base.settings import Settings


async def run(database: Database, clock: Clock, settings: Settings) -> None:
    await keep_exporting(database, clock, settings.audit_heads_file)
