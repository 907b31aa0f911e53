"""Heads of the chains, exported out of the database within a minute: to the file, and to another machine."""

from __future__ import annotations

from command_center.audit.elsewhere import HeadReceiver
from command_center.audit.heads import EXPORT_EVERY, export_heads, last_heads
from command_center.base.away import DATABASE_AWAY
from command_center.base.background import forever
from command_center.base.clock import Clock
from command_center.base.db import Database
from command_center.base.settings import Settings


async def run(database: Database, clock: Clock, settings: Settings) -> None:
    """The background task."""
    file, url, token = settings.audit_heads_file, settings.audit_webhook, settings.audit_webhook_token
    receiver = HeadReceiver(url.get_secret_value(), token.get_secret_value() if token else None) if url else None

    async def export() -> None:
        await export_heads(database, clock, file)
        if receiver is not None:
            await receiver.send(list(last_heads(file).values()))

    await forever("audit heads", export, EXPORT_EVERY, away=DATABASE_AWAY)
