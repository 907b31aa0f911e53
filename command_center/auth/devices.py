"""Known devices: browsers from which an account has signed in before. Failures elsewhere do not count against them."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Column, DateTime, ForeignKey, Index, LargeBinary, Table, Uuid, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.base.db import metadata

KEPT = timedelta(days=180)
PER_ACCOUNT = 20
"""More browsers than one person has; the ones seen longest ago are forgotten."""

known_device = Table(
    "known_device",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("account_id", Uuid, ForeignKey("account.id"), primary_key=True),
    Column("seen_at", DateTime(timezone=True), nullable=False),
    Index("ix_known_device_account_id_seen_at", "account_id", "seen_at"),
    Index("ix_known_device_seen_at", "seen_at"),
)
"""One row a browser and account: several officers share a desk. Only the hash of the browser's token is kept."""


async def is_known(connection: AsyncConnection, token_hash: bytes, account_id: UUID, now: datetime) -> bool:
    """Whether this account has signed in from this browser since its last new password."""
    columns = known_device.c
    query = select(columns.seen_at).where(
        columns.token_hash == token_hash, columns.account_id == account_id, columns.seen_at > now - KEPT
    )
    return await connection.scalar(query) is not None


async def is_ours(connection: AsyncConnection, token_hash: bytes) -> bool:
    """Whether anybody has signed in from this browser: a token that we did not make is not taken over."""
    return (
        await connection.scalar(select(known_device.c.seen_at).where(known_device.c.token_hash == token_hash))
        is not None
    )


async def remember(connection: AsyncConnection, token_hash: bytes, account_id: UUID, now: datetime) -> None:
    columns = known_device.c
    statement = insert(known_device).values(token_hash=token_hash, account_id=account_id, seen_at=now)
    await connection.execute(
        statement.on_conflict_do_update(index_elements=["token_hash", "account_id"], set_={"seen_at": now})
    )
    newest = (
        select(columns.token_hash)
        .where(columns.account_id == account_id)
        .order_by(columns.seen_at.desc())
        .limit(PER_ACCOUNT)
    )
    await connection.execute(
        delete(known_device).where(columns.account_id == account_id, columns.token_hash.not_in(newest))
    )


async def forget_all(connection: AsyncConnection, account_id: UUID) -> None:
    """With the account's password."""
    await connection.execute(delete(known_device).where(known_device.c.account_id == account_id))


async def sweep(connection: AsyncConnection, now: datetime) -> None:
    await connection.execute(delete(known_device).where(known_device.c.seen_at <= now - KEPT))
