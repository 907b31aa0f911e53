"""Journal of accounts and settings: append-only, hash-chained rows; the database refuses UPDATE and DELETE."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    Table,
    Text,
    Uuid,
    insert,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.base.db import metadata
from command_center.chain.model import GENESIS, Break, find_break, seal, spell

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
    Column("number", BigInteger, nullable=False),
    Column("prev_hash", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Index("uq_admin_journal_number", "number", unique=True),
)


@dataclass(frozen=True, slots=True)
class Note:
    """One act on accounts or settings; ``actor_id`` is None for the command line and for failures to sign in."""

    at: datetime
    actor_id: UUID | None
    action: str
    subject: str
    subject_id: str
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """A note with its place in the chain."""

    number: int
    note: Note
    prev_hash: bytes
    hash: bytes

    def digest(self) -> bytes:
        """What the hash must be."""
        return chained(self.number, self.prev_hash, self.note).hash


def chained(number: int, head: bytes, note: Note) -> Entry:
    """The note as link ``number`` behind the link whose hash is ``head``."""
    spelling = spell(
        {
            "number": str(number),
            "at": note.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor": str(note.actor_id) if note.actor_id else None,
            "action": note.action,
            "subject": [note.subject, note.subject_id],
            "detail": note.detail,
        }
    )
    return Entry(number, note, head, seal(head, spelling))


async def append(connection: AsyncConnection, note: Note) -> None:
    """Write one row in the transaction of what it records, as its last step: from here on it holds the chain's lock."""
    await connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('admin_journal', 0))"))
    last = (
        await connection.execute(
            select(admin_journal.c.number, admin_journal.c.hash).order_by(admin_journal.c.number.desc()).limit(1)
        )
    ).first()
    entry = chained(last.number + 1 if last else 1, bytes(last.hash) if last else GENESIS, note)
    await connection.execute(
        insert(admin_journal).values(
            at=note.at,
            actor_id=note.actor_id,
            action=note.action,
            subject=note.subject,
            subject_id=note.subject_id,
            detail=dict(note.detail),
            number=entry.number,
            prev_hash=entry.prev_hash,
            hash=entry.hash,
        )
    )


async def verify(connection: AsyncConnection) -> Break | None:
    """Walk the whole chain at once: each sign-in is a row, some ten thousand a year in a town."""
    columns = admin_journal.c
    rows = await connection.execute(select(admin_journal).order_by(columns.number))
    return find_break(
        Entry(
            row.number,
            Note(row.at, row.actor_id, row.action, row.subject, row.subject_id, row.detail),
            bytes(row.prev_hash),
            bytes(row.hash),
        )
        for row in rows
    )
