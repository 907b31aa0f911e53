"""Tables of incidents."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.db import metadata
from command_center.incidents.model import Incident, IncidentState, number_text

incident = sa.Table(
    "incident",
    metadata,
    sa.Column("realm", sa.Text, primary_key=True),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("level", sa.SmallInteger, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("title", JSONB, nullable=False),
    sa.Column("hotspot", sa.Text),
    sa.Column("position", JSONB(none_as_null=True)),
    sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("opened_by", JSONB, nullable=False),
    sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
    sa.Index("uq_incident_number", "realm", "number", unique=True),
    sa.Index("ix_incident_opened", "realm", "opened_at"),
)

incident_serial = sa.Table(
    "incident_serial",
    metadata,
    sa.Column("realm", sa.Text, primary_key=True),
    sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("last", sa.Integer, nullable=False),
)
"""The last number given in a year; locking the row leaves no gap and no double."""


async def next_number(connection: AsyncConnection, realm: str, year: int) -> str:
    """Draw the next number of the year; holds its lock until the transaction ends."""
    statement = insert(incident_serial).values(realm=realm, year=year, last=1)
    statement = statement.on_conflict_do_update(
        index_elements=["realm", "year"], set_={"last": incident_serial.c.last + 1}
    )
    serial = await connection.scalar(statement.returning(incident_serial.c.last))
    return number_text(year, int(serial or 0))


async def insert_one(connection: AsyncConnection, one: Incident) -> None:
    """Store a new incident."""
    await connection.execute(sa.insert(incident).values(asdict(one) | {"state": str(one.state)}))


async def lock_one(connection: AsyncConnection, realm: str, identity: UUID) -> Incident | None:
    """This incident, locked until the transaction ends."""
    query = sa.select(incident).where(incident.c.realm == realm, incident.c.id == identity).with_for_update()
    row = (await connection.execute(query)).mappings().first()
    return _incident(row) if row else None


async def set_level(connection: AsyncConnection, one: Incident, level: int) -> None:
    """Change the level; the caller writes the transition."""
    key = (incident.c.realm == one.realm, incident.c.id == one.id)
    await connection.execute(sa.update(incident).where(*key).values(level=level))


async def by_ids(connection: AsyncConnection, realm: str, ids: Collection[UUID]) -> list[Incident]:
    """These incidents, oldest first."""
    query = sa.select(incident).where(incident.c.realm == realm, incident.c.id.in_(ids)).order_by(incident.c.opened_at)
    return [_incident(row) for row in (await connection.execute(query)).mappings()]


async def search(
    connection: AsyncConnection, realm: str, conditions: Sequence[sa.ColumnElement[bool]], offset: int, limit: int
) -> tuple[list[Incident], int]:
    """One page, newest first, and how many there are in all."""
    where = (incident.c.realm == realm, *conditions)
    total = await connection.scalar(sa.select(sa.func.count()).select_from(incident).where(*where)) or 0
    query = sa.select(incident).where(*where).order_by(incident.c.opened_at.desc(), incident.c.id.desc())
    rows = (await connection.execute(query.offset(offset).limit(limit))).mappings()
    return [_incident(row) for row in rows], total


async def with_states(connection: AsyncConnection, realm: str, states: Collection[IncidentState]) -> list[Incident]:
    """All incidents in these states."""
    names = [str(state) for state in states]
    query = sa.select(incident).where(incident.c.realm == realm, incident.c.state.in_(names))
    return [_incident(row) for row in (await connection.execute(query)).mappings()]


def _incident(row: sa.RowMapping) -> Incident:
    values: dict[str, Any] = dict(row)
    values["state"] = IncidentState(values["state"])
    return Incident(**values)
