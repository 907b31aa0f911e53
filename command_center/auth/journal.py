"""Who changed accounts and cameras: append-only rows, the database refuses UPDATE and DELETE."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, DateTime, ForeignKey, Identity, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.db import metadata

admin_journal = Table(
    "admin_journal",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("actor_id", Uuid, ForeignKey("account.id")),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("subject_id", Text, nullable=False),
    Column("detail", JSONB, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Note:
    """One administrative act; ``actor_id`` is None for the command line."""

    at: datetime
    actor_id: UUID | None
    action: str
    subject: str
    subject_id: str
    detail: Mapping[str, Any]


async def append(connection: AsyncConnection, note: Note) -> None:
    """Write one row in the transaction of what it records."""
    await connection.execute(
        admin_journal.insert().values(
            at=note.at,
            actor_id=note.actor_id,
            action=note.action,
            subject=note.subject,
            subject_id=note.subject_id,
            detail=dict(note.detail),
        )
    )
