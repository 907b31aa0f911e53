"""Known devices: browsers from which an account has signed in before. Failures elsewhere do not count against them."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Column, DateTime, ForeignKey, Index, LargeBinary, Table, Uuid, delete, select, true, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.base.db import metadata

KEPT = timedelta(days=180)
PROVEN_FOR = timedelta(days=30)
"""How long a browser that has shown a code of a second factor needs no other one."""
PER_ACCOUNT = 20
"""More browsers than one person has; the ones seen longest ago are forgotten."""

known_device = Table(
    "known_device",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("account_id", Uuid, ForeignKey("account.id"), primary_key=True),
    Column("seen_at", DateTime(timezone=True), nullable=False),
    Column("proven_at", DateTime(timezone=True)),
    Index("ix_known_device_account_id_seen_at", "account_id", "seen_at"),
    Index("ix_known_device_seen_at", "seen_at"),
)
"""One row a browser and account: several officers share a desk. Only the hash of the browser's token is kept.
``proven_at``: when the account last gave the code of its second factor there."""


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


async def proven_at(connection: AsyncConnection, token_hash: bytes, account_id: UUID) -> datetime | None:
    """When this account last gave a code in this browser."""
    columns = known_device.c
    query = select(columns.proven_at).where(columns.token_hash == token_hash, columns.account_id == account_id)
    at: datetime | None = await connection.scalar(query)
    return at


async def unprove(connection: AsyncConnection, account_id: UUID) -> None:
    """With the account's second factor: every browser is asked for the new one."""
    await connection.execute(update(known_device).where(known_device.c.account_id == account_id).values(proven_at=None))


async def remember(
    connection: AsyncConnection, token_hash: bytes, account_id: UUID, now: datetime, *, proven: bool = False
) -> None:
    """``proven``: a code was given just now; else what is known of that stays."""
    columns = known_device.c
    values = {"seen_at": now, "proven_at": now} if proven else {"seen_at": now}
    statement = insert(known_device).values(token_hash=token_hash, account_id=account_id, **values)
    await connection.execute(statement.on_conflict_do_update(index_elements=["token_hash", "account_id"], set_=values))
    newest = (
        select(columns.token_hash)
        .where(columns.account_id == account_id)
        .order_by(columns.seen_at.desc())
        .limit(PER_ACCOUNT)
    )
    await connection.execute(
        delete(known_device).where(columns.account_id == account_id, columns.token_hash.not_in(newest))
    )


async def forget_all(connection: AsyncConnection, account_id: UUID, but: bytes | None = None) -> None:
    """With the account's password; ``but`` is the browser in which its owner changed it."""
    columns = known_device.c
    others = columns.token_hash != but if but else true()
    await connection.execute(delete(known_device).where(columns.account_id == account_id, others))


async def sweep(connection: AsyncConnection, now: datetime) -> None:
    await connection.execute(delete(known_device).where(known_device.c.seen_at <= now - KEPT))
