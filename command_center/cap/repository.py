"""The table of CAP messages that came in, as they came."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.base.db import metadata

cap_message = sa.Table(
    "cap_message",
    metadata,
    sa.Column("realm", sa.Text, primary_key=True),
    sa.Column("event_id", sa.Uuid, primary_key=True),
    sa.Column("episode_id", sa.Uuid, nullable=False),
    sa.Column("sender", sa.Text, nullable=False),
    sa.Column("identifier", sa.Text, nullable=False),
    sa.Column("sent", sa.DateTime(timezone=True), nullable=False),
    sa.Column("headline", sa.Text, nullable=False),
    sa.Column("facts", JSONB, nullable=False),
    sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("xml", sa.LargeBinary, nullable=False),
    sa.Index("ix_cap_message_episode", "realm", "episode_id"),
)
"""Append-only; ``event_id`` is the message's own name, so that one that comes again is stored once."""


async def insert_one(connection: AsyncConnection, row: Mapping[str, Any]) -> None:
    """Keep a message; the same again is nothing new."""
    await connection.execute(insert(cap_message).values(dict(row)).on_conflict_do_nothing())


async def of_episode(connection: AsyncConnection, realm: str, episode_id: UUID) -> list[Mapping[str, Any]]:
    """The messages about one thing, oldest first."""
    query = sa.select(cap_message).where(cap_message.c.realm == realm, cap_message.c.episode_id == episode_id)
    return [dict(row) for row in (await connection.execute(query.order_by(cap_message.c.sent))).mappings()]
