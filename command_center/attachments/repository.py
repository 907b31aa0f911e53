"""The table of attachments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.base.db import metadata
from command_center.incidents.model import Incident


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file as it was given; its bytes stand in the folder under their hash."""

    realm: str
    id: UUID
    incident_id: UUID
    task_id: UUID | None
    name: str
    media_type: str
    bytes: int
    sha256: str
    at: datetime
    by: Mapping[str, str]


attachment = sa.Table(
    "attachment",
    metadata,
    sa.Column("realm", sa.Text, primary_key=True),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("incident_id", sa.Uuid, nullable=False),
    sa.Column("task_id", sa.Uuid),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("media_type", sa.Text, nullable=False),
    sa.Column("bytes", sa.BigInteger, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("by", JSONB, nullable=False),
    sa.ForeignKeyConstraint(["realm", "incident_id"], ["incident.realm", "incident.id"], name="fk_attachment_incident"),
    sa.ForeignKeyConstraint(["realm", "task_id"], ["task.realm", "task.id"], name="fk_attachment_task"),
    sa.Index("ix_attachment_incident", "realm", "incident_id"),
)
"""Append-only."""


async def insert_one(connection: AsyncConnection, one: Attachment) -> None:
    """Store what is known of a file."""
    await connection.execute(sa.insert(attachment).values(asdict(one)))


async def get_one(connection: AsyncConnection, realm: str, identity: UUID) -> Attachment | None:
    query = sa.select(attachment).where(attachment.c.realm == realm, attachment.c.id == identity)
    row = (await connection.execute(query)).mappings().first()
    return Attachment(**row) if row else None


async def given_since(connection: AsyncConnection, realm: str, person_id: str, since: datetime) -> tuple[int, int]:
    """How many files a person has added since a moment, and their bytes together."""
    mine = (attachment.c.realm == realm, attachment.c.by["id"].astext == person_id, attachment.c.at > since)
    query = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(attachment.c.bytes), 0)).where(*mine)
    files, size = (await connection.execute(query)).one()
    return int(files), int(size)


async def hashes(connection: AsyncConnection) -> set[str]:
    """The hash of every file that some attachment names."""
    return set(await connection.scalars(sa.select(attachment.c.sha256).distinct()))


async def of_incident(connection: AsyncConnection, one: Incident) -> list[Attachment]:
    """Every attachment of an incident, oldest first."""
    query = sa.select(attachment).where(attachment.c.realm == one.realm, attachment.c.incident_id == one.id)
    return [
        Attachment(**row)
        for row in (await connection.execute(query.order_by(attachment.c.at, attachment.c.id))).mappings()
    ]
