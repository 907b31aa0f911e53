"""Tables of incidents."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.base.db import metadata
from command_center.incidents.model import ACTIVE, Incident, IncidentState, number_text

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
    sa.Column("learned_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("occurred_at", sa.DateTime(timezone=True)),
    sa.Column("source", JSONB, nullable=False),
    sa.Column("response_level", sa.SmallInteger),
    sa.Column("warning_colour", sa.Text),
    sa.Column("plan", sa.Text),
    sa.Column("merged_into", sa.Uuid),
    sa.Column("previous_incident_id", sa.Uuid),
    sa.Column("closed_at", sa.DateTime(timezone=True)),
    sa.ForeignKeyConstraint(["realm", "merged_into"], ["incident.realm", "incident.id"], name="fk_incident_merged"),
    sa.ForeignKeyConstraint(
        ["realm", "previous_incident_id"], ["incident.realm", "incident.id"], name="fk_incident_previous"
    ),
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

GOES_ON = incident.c.state.in_([str(state) for state in ACTIVE])


async def next_number(connection: AsyncConnection, realm: str, year: int) -> str:
    """Draw the next number of the year; holds its lock until the transaction ends."""
    statement = insert(incident_serial).values(realm=realm, year=year, last=1)
    statement = statement.on_conflict_do_update(
        index_elements=["realm", "year"], set_={"last": incident_serial.c.last + 1}
    )
    serial = await connection.scalar(statement.returning(incident_serial.c.last))
    return number_text(year, int(serial or 0))


async def insert_one(connection: AsyncConnection, one: Incident) -> None:
    await connection.execute(sa.insert(incident).values(asdict(one) | {"state": str(one.state)}))


async def lock_one(connection: AsyncConnection, realm: str, identity: UUID) -> Incident | None:
    """This incident, locked until the transaction ends."""
    query = sa.select(incident).where(incident.c.realm == realm, incident.c.id == identity).with_for_update()
    row = (await connection.execute(query)).mappings().first()
    return _incident(row) if row else None


async def lock_many(connection: AsyncConnection, realm: str, ids: Collection[UUID]) -> list[Incident]:
    """These incidents, locked in order of id until the transaction ends."""
    query = sa.select(incident).where(incident.c.realm == realm, incident.c.id.in_(ids)).order_by(incident.c.id)
    return [_incident(row) for row in (await connection.execute(query.with_for_update())).mappings()]


async def update_one(connection: AsyncConnection, one: Incident) -> None:
    """Write an incident back whole; the caller holds its lock and writes the transition."""
    values = asdict(one) | {"state": str(one.state)}
    key = (incident.c.realm == values.pop("realm"), incident.c.id == values.pop("id"))
    await connection.execute(sa.update(incident).where(*key).values(values))


async def by_ids(connection: AsyncConnection, realm: str, ids: Collection[UUID]) -> list[Incident]:
    """These incidents, oldest first."""
    if not ids:
        return []
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


async def latest_active(connection: AsyncConnection, realm: str, hotspot: str, kinds: Collection[str]) -> UUID | None:
    """The latest incident of one of these kinds at a hotspot that alerts may still join."""
    columns = incident.c
    query = sa.select(columns.id).where(
        columns.realm == realm, columns.hotspot == hotspot, columns.kind.in_(kinds), GOES_ON
    )
    return await connection.scalar(query.order_by(columns.opened_at.desc()).limit(1))


async def active(connection: AsyncConnection, realm: str) -> list[Incident]:
    """Incidents that go on."""
    query = sa.select(incident).where(incident.c.realm == realm, GOES_ON)
    return [_incident(row) for row in (await connection.execute(query)).mappings()]


async def not_cancelled(connection: AsyncConnection, realm: str) -> list[Incident]:
    """Incidents that were neither cancelled nor merged."""
    gone = [str(IncidentState.CANCELLED), str(IncidentState.MERGED)]
    query = sa.select(incident).where(incident.c.realm == realm, incident.c.state.not_in(gone))
    return [_incident(row) for row in (await connection.execute(query)).mappings()]


incident_review = sa.Table(
    "incident_review",
    metadata,
    sa.Column("realm", sa.Text, primary_key=True),
    sa.Column("incident_id", sa.Uuid, primary_key=True),
    sa.Column("conclusion", sa.Text, nullable=False),
    sa.Column("figures", JSONB, nullable=False),
    sa.Column("actions", JSONB, nullable=False),
    sa.Column("reviewer", JSONB, nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(
        ["realm", "incident_id"], ["incident.realm", "incident.id"], name="fk_incident_review_incident"
    ),
)
"""What was learned, once an incident; append-only."""


async def insert_review(connection: AsyncConnection, one: Incident, review: Mapping[str, Any]) -> None:
    """Store the review of an incident."""
    await connection.execute(sa.insert(incident_review).values(realm=one.realm, incident_id=one.id, **review))


async def review_of(connection: AsyncConnection, one: Incident) -> Mapping[str, Any] | None:
    """The review of an incident, when there is one."""
    key = (incident_review.c.realm == one.realm, incident_review.c.incident_id == one.id)
    row = (await connection.execute(sa.select(incident_review).where(*key))).mappings().first()
    return dict(row) if row else None


def _incident(row: sa.RowMapping) -> Incident:
    values: dict[str, Any] = dict(row)
    values["state"] = IncidentState(values["state"])
    return Incident(**values)
