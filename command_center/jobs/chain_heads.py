"""Heads of the chains, exported out of the database once a day."""

from __future__ import annotations

from command_center.audit.heads import keep_exporting
from command_center.web.container import Container


async def run(container: Container) -> None:
    await keep_exporting(container.database, container.clock, container.settings.audit_heads_file)
