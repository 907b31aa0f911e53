"""The table of reports."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.base.db import metadata
from command_center.incidents.model import ACTIVE
from command_center.incidents.repository import incident
from command_center.reports.model import Report, ReportKind, ReportStage

_MOMENT = sa.DateTime(timezone=True)
_OPTIONAL_JSON = JSONB(none_as_null=True)
_UNWRITTEN = sa.literal_column("written_at IS NULL", sa.Boolean())

report = sa.Table(
    "report",
    metadata,
    sa.Column("realm", sa.Text, primary_key=True),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("incident_id", sa.Uuid, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("stage", sa.Text, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("code", sa.Text),
    sa.Column("body", _OPTIONAL_JSON),
    sa.Column("unchecked", JSONB, nullable=False),
    sa.Column("author", _OPTIONAL_JSON),
    sa.Column("approver", _OPTIONAL_JSON),
    sa.Column("created_at", _MOMENT, nullable=False),
    sa.Column("phone_due_at", _MOMENT),
    sa.Column("due_at", _MOMENT),
    sa.Column("signed_at", _MOMENT),
    sa.Column("phoned_at", _MOMENT),
    sa.Column("phoned_to", sa.Text),
    sa.Column("written_at", _MOMENT),
    sa.Column("receipt_by", sa.Text),
    sa.Column("receipt_at", _MOMENT),
    sa.Column("late_reason", sa.Text),
    sa.ForeignKeyConstraint(["realm", "incident_id"], ["incident.realm", "incident.id"], name="fk_report_incident"),
    sa.Index("uq_report_number", "realm", "incident_id", "kind", "number", unique=True),
    sa.Index("uq_report_code", "realm", "code", unique=True),
    sa.Index("ix_report_open", "realm", "due_at", postgresql_where=_UNWRITTEN),
)

report_serial = sa.Table(
    "report_serial",
    metadata,
    sa.Column("realm", sa.Text, primary_key=True),
    sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("last", sa.Integer, nullable=False),
)
"""The last number of a document given in a year; locking the row leaves no gap and no double."""


async def next_serial(connection: AsyncConnection, realm: str, year: int) -> int:
    """Draw the next number of a document of the year; holds its lock until the transaction ends."""
    statement = insert(report_serial).values(realm=realm, year=year, last=1)
    statement = statement.on_conflict_do_update(
        index_elements=["realm", "year"], set_={"last": report_serial.c.last + 1}
    )
    return int(await connection.scalar(statement.returning(report_serial.c.last)) or 0)


async def insert_one(connection: AsyncConnection, one: Report) -> None:
    await connection.execute(sa.insert(report).values(_row(one)))


async def update_one(connection: AsyncConnection, one: Report) -> None:
    """Write a report back whole; the caller holds its incident's lock."""
    values = _row(one)
    key = (report.c.realm == values.pop("realm"), report.c.id == values.pop("id"))
    await connection.execute(sa.update(report).where(*key).values(values))


async def get_one(connection: AsyncConnection, realm: str, identity: UUID) -> Report | None:
    query = sa.select(report).where(report.c.realm == realm, report.c.id == identity)
    row = (await connection.execute(query)).mappings().first()
    return _report(row) if row else None


async def of_incidents(connection: AsyncConnection, realm: str, incidents: Collection[UUID]) -> list[Report]:
    """Every report of these incidents, in the order in which they were begun."""
    query = sa.select(report).where(report.c.realm == realm, report.c.incident_id.in_(incidents))
    rows = await connection.execute(query.order_by(report.c.created_at, report.c.id))
    return [_report(row) for row in rows.mappings()]


async def by_ids(connection: AsyncConnection, realm: str, ids: Collection[UUID]) -> list[Report]:
    if not ids:
        return []
    query = sa.select(report).where(report.c.realm == realm, report.c.id.in_(ids))
    return [_report(row) for row in (await connection.execute(query)).mappings()]


async def owed(connection: AsyncConnection, realm: str) -> list[Report]:
    """What incidents that are under way have not yet reported in writing and owe by a time, the next due first."""
    same = sa.and_(incident.c.realm == report.c.realm, incident.c.id == report.c.incident_id)
    active = incident.c.state.in_([str(state) for state in ACTIVE])
    query = sa.select(report).join(incident, same)
    query = query.where(report.c.realm == realm, report.c.written_at.is_(None), report.c.due_at.is_not(None), active)
    first = sa.case((report.c.phoned_at.is_(None), report.c.phone_due_at), else_=report.c.due_at)
    rows = await connection.execute(query.order_by(sa.func.coalesce(first, report.c.due_at)).limit(200))
    return [_report(row) for row in rows.mappings()]


async def on_desks(connection: AsyncConnection, realm: str) -> list[Report]:
    """What somebody has begun to write, of incidents that are under way, and has not gone out; the oldest first."""
    same = sa.and_(incident.c.realm == report.c.realm, incident.c.id == report.c.incident_id)
    active = incident.c.state.in_([str(state) for state in ACTIVE])
    open_stages = [str(stage) for stage in (ReportStage.DRAFT, ReportStage.SUBMITTED, ReportStage.SIGNED)]
    query = sa.select(report).join(incident, same).where(report.c.realm == realm, active)
    query = query.where(report.c.stage.in_(open_stages), report.c.revision > 0)
    rows = await connection.execute(query.order_by(report.c.created_at, report.c.id).limit(200))
    return [_report(row) for row in rows.mappings()]


def _row(one: Report) -> dict[str, Any]:
    return asdict(one) | {"kind": str(one.kind), "stage": str(one.stage)}


def _report(row: sa.RowMapping) -> Report:
    values: dict[str, Any] = dict(row)
    values |= {"kind": ReportKind(values["kind"]), "stage": ReportStage(values["stage"])}
    values["unchecked"] = tuple(values["unchecked"])
    return Report(**values)
