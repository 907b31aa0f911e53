"""Staffing: whether calls reach people, asked of the database at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from camera_adapters.messages import LIVE_REALM
from command_center.alerts.overdue import OVERDUE_AFTER
from command_center.alerts.repository import count_overdue
from command_center.base.db import Database
from command_center.duty.repository import staff
from command_center.notifications.model import BUILT_IN, DeliveryState
from command_center.notifications.repository import delivery

LOOKED_BACK = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Staffing:
    """Overdue steps, empty duty roles; by channels beside the page what failed and what reached somebody."""

    overdue: int
    empty_roles: tuple[str, ...]
    failed: int
    reached: int


async def staffing_of(database: Database, now: datetime) -> Staffing:
    """Look. A page that is not open is no failure: its letter waits in the inbox."""
    lately = now - LOOKED_BACK
    failed = sa.func.count().filter(delivery.c.state == str(DeliveryState.FAILED), delivery.c.failed_at >= lately)
    went = [str(DeliveryState.SENT), str(DeliveryState.DELIVERED)]
    reached = sa.func.count().filter(delivery.c.state.in_(went), delivery.c.queued_at >= lately)
    counts = sa.select(failed, reached).where(
        delivery.c.queued_at >= now - 2 * LOOKED_BACK, delivery.c.channel.not_in(BUILT_IN)
    )
    async with database.read() as connection:
        overdue = await count_overdue(connection, LIVE_REALM, now - OVERDUE_AFTER)
        empty = tuple(role.value for role in (await staff(connection)).empty_roles)
        failures, successes = (await connection.execute(counts)).one()
        return Staffing(overdue, empty, failures, successes)
