"""Steps that should have been taken and were not."""

from __future__ import annotations

from datetime import datetime, timedelta

from camera_adapters.messages import LIVE_REALM
from command_center.alerts import repository
from command_center.base.db import Database

OVERDUE_AFTER = timedelta(seconds=30)
"""Beyond its time: far more than a busy process needs, far less than people may be left uncalled."""


async def overdue_steps(database: Database, now: datetime, realm: str = LIVE_REALM) -> int:
    """How many open alerts have a next step that is overdue by more than ``OVERDUE_AFTER``."""
    async with database.read() as connection:
        return await repository.count_overdue(connection, realm, now - OVERDUE_AFTER)
