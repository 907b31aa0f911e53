"""The table of plans for known works."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.alerts.shelving import ShelfPlan
from command_center.base.db import metadata
from command_center.chain.model import Who

MOMENT = sa.DateTime(timezone=True)

shelf_plan = sa.Table(
    "shelf_plan",
    metadata,
    sa.Column("realm", sa.Text, primary_key=True),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("camera_id", sa.Text),
    sa.Column("zone", sa.Text),
    sa.Column("kind", sa.Text),
    sa.Column("hotspot", sa.Text),
    sa.Column("starts_at", MOMENT, nullable=False),
    sa.Column("ends_at", MOMENT, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("made_by", JSONB, nullable=False),
    sa.Column("made_at", MOMENT, nullable=False),
    sa.Column("cancelled_at", MOMENT),
    sa.Column("cancelled_by", JSONB(none_as_null=True)),
    sa.Index("ix_shelf_plan_ends", "realm", "ends_at"),
)


async def insert(connection: AsyncConnection, plan: ShelfPlan) -> None:
    await connection.execute(sa.insert(shelf_plan).values(asdict(plan)))


async def current(connection: AsyncConnection, realm: str, now: datetime) -> list[ShelfPlan]:
    """Plans that hold now."""
    query = _standing(realm, now).where(shelf_plan.c.starts_at <= now)
    return [_plan(row) for row in (await connection.execute(query)).mappings()]


async def standing(connection: AsyncConnection, realm: str, now: datetime) -> list[ShelfPlan]:
    """Plans that hold now or will, the next to begin first."""
    query = _standing(realm, now).order_by(shelf_plan.c.starts_at, shelf_plan.c.id)
    return [_plan(row) for row in (await connection.execute(query)).mappings()]


async def cancel(connection: AsyncConnection, realm: str, plan_id: UUID, who: Who, now: datetime) -> bool:
    """End a plan early; False when there is none that stands."""
    statement = (
        sa.update(shelf_plan)
        .where(shelf_plan.c.realm == realm, shelf_plan.c.id == plan_id, shelf_plan.c.cancelled_at.is_(None))
        .where(shelf_plan.c.ends_at > now)
        .values(cancelled_at=now, cancelled_by=asdict(who))
    )
    return (await connection.execute(statement)).rowcount == 1


def _standing(realm: str, now: datetime) -> sa.Select[Any]:
    return sa.select(shelf_plan).where(
        shelf_plan.c.realm == realm, shelf_plan.c.ends_at > now, shelf_plan.c.cancelled_at.is_(None)
    )


def _plan(row: Mapping[Any, Any]) -> ShelfPlan:
    values = dict(row)
    values["made_by"] = Who(**values["made_by"])
    values["cancelled_by"] = Who(**values["cancelled_by"]) if values["cancelled_by"] else None
    return ShelfPlan(**values)
