"""Accounts, sessions and sign-in attempts in PostgreSQL."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ColumnElement,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    Row,
    Table,
    Text,
    Uuid,
    delete,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.auth.model import Account, Role
from command_center.base.db import metadata

ROLES_SQL = ", ".join(f"'{role}'" for role in Role)

account = Table(
    "account",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("username", Text, nullable=False, unique=True),
    Column("display_name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    Column("disabled_at", DateTime(timezone=True)),
    CheckConstraint(f"role IN ({ROLES_SQL})", name="role_known"),
    CheckConstraint("username = lower(username)", name="username_lower"),
)

session = Table(
    "session",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("account_id", Uuid, ForeignKey("account.id"), nullable=False, index=True),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("seen_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False, index=True),
    Column("revoked_at", DateTime(timezone=True)),
    Column("address", Text, nullable=False),
    Column("agent", Text, nullable=False),
)

login_attempt = Table(
    "login_attempt",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("username", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Index("ix_login_attempt_username_at", "username", "at"),
    Index("ix_login_attempt_address_at", "address", "at"),
)
"""Failed attempts of the last minutes; a success deletes those of its account."""

ACCOUNT_COLUMNS = (
    account.c.id,
    account.c.username,
    account.c.display_name,
    account.c.role,
    account.c.created_at,
    account.c.disabled_at,
)


def account_from(row: Row[*tuple[Any, ...]]) -> Account:
    """An Account from a row that has the account's columns."""
    return Account(row.id, row.username, row.display_name, Role(row.role), row.created_at, row.disabled_at)


async def insert_account(connection: AsyncConnection, new: Account, password_hash: str) -> bool:
    """False when the user name is taken."""
    values = {
        "id": new.id,
        "username": new.username,
        "display_name": new.display_name,
        "role": new.role.value,
        "password_hash": password_hash,
        "created_at": new.created_at,
        "updated_at": new.created_at,
    }
    statement = insert(account).values(values).on_conflict_do_nothing(index_elements=["username"])
    return (await connection.execute(statement.returning(account.c.id))).first() is not None


async def find_account(connection: AsyncConnection, username: str) -> tuple[Account, str] | None:
    """The account and its password hash."""
    query = select(*ACCOUNT_COLUMNS, account.c.password_hash).where(account.c.username == username)
    row = (await connection.execute(query)).first()
    return None if row is None else (account_from(row), row.password_hash)


async def get_account(connection: AsyncConnection, account_id: UUID) -> Account | None:
    """The account with this id, locked until the transaction ends."""
    query = select(*ACCOUNT_COLUMNS).where(account.c.id == account_id).with_for_update()
    row = (await connection.execute(query)).first()
    return None if row is None else account_from(row)


async def find_account_by_id(connection: AsyncConnection, account_id: UUID) -> Account | None:
    """The account with this id, not locked."""
    query = select(*ACCOUNT_COLUMNS).where(account.c.id == account_id)
    row = (await connection.execute(query)).first()
    return None if row is None else account_from(row)


async def list_accounts(connection: AsyncConnection, offset: int, limit: int) -> tuple[list[Account], int]:
    """One page by user name, and how many there are."""
    rows = await connection.execute(select(*ACCOUNT_COLUMNS).order_by(account.c.username).offset(offset).limit(limit))
    total = await connection.scalar(select(func.count()).select_from(account))
    return [account_from(row) for row in rows], total or 0


async def by_usernames(connection: AsyncConnection, usernames: Collection[str]) -> list[Account]:
    """The enabled ones of these accounts."""
    query = select(*ACCOUNT_COLUMNS).where(account.c.username.in_(usernames), account.c.disabled_at.is_(None))
    return [account_from(row) for row in await connection.execute(query)]


async def update_account(connection: AsyncConnection, account_id: UUID, at: datetime, values: dict[str, Any]) -> None:
    await connection.execute(update(account).where(account.c.id == account_id).values(updated_at=at, **values))


async def lock_admins(connection: AsyncConnection) -> set[UUID]:
    """The enabled administrators, locked: two who disable each other must wait for one another."""
    query = select(account.c.id).where(account.c.role == Role.ADMIN, account.c.disabled_at.is_(None))
    rows = await connection.execute(query.order_by(account.c.id).with_for_update())
    return set(rows.scalars())


async def insert_session(connection: AsyncConnection, values: dict[str, Any]) -> None:
    await connection.execute(session.insert().values(values))


async def find_session(connection: AsyncConnection, token_hash: bytes, now: datetime) -> Row[*tuple[Any, ...]] | None:
    """The session's id, times and account where it is valid now."""
    query = (
        select(session.c.id.label("session_id"), session.c.seen_at, session.c.expires_at, *ACCOUNT_COLUMNS)
        .join(account, account.c.id == session.c.account_id)
        .where(
            session.c.token_hash == token_hash,
            session.c.revoked_at.is_(None),
            session.c.expires_at > now,
            account.c.disabled_at.is_(None),
        )
    )
    return (await connection.execute(query)).first()


async def touch_session(connection: AsyncConnection, session_id: UUID, now: datetime, expires_at: datetime) -> None:
    """Slide the expiry."""
    await connection.execute(
        update(session).where(session.c.id == session_id).values(seen_at=now, expires_at=expires_at)
    )


async def revoke_session(connection: AsyncConnection, session_id: UUID, now: datetime) -> None:
    query = update(session).where(session.c.id == session_id, session.c.revoked_at.is_(None))
    await connection.execute(query.values(revoked_at=now))


async def revoke_sessions_of(connection: AsyncConnection, account_id: UUID, now: datetime) -> None:
    """End every session of an account."""
    query = update(session).where(session.c.account_id == account_id, session.c.revoked_at.is_(None))
    await connection.execute(query.values(revoked_at=now))


async def insert_attempt(connection: AsyncConnection, username: str, address: str, at: datetime) -> None:
    """Remember a sign-in attempt before its password is checked."""
    await connection.execute(login_attempt.insert().values(username=username, address=address, at=at))


async def count_attempts(connection: AsyncConnection, username: str, address: str, since: datetime) -> tuple[int, int]:
    """Attempts since then for this account, and from this address."""
    row = (
        await connection.execute(
            select(
                func.count().filter(login_attempt.c.username == username),
                func.count().filter(login_attempt.c.address == address),
            ).where(
                login_attempt.c.at > since,
                or_(login_attempt.c.username == username, login_attempt.c.address == address),
            )
        )
    ).one()
    return int(row[0]), int(row[1])


async def attempt_of_account(connection: AsyncConnection, username: str, place: int) -> datetime | None:
    """When the account's newest attempt but ``place`` was made; 0 is the newest."""
    return await _attempt(connection, login_attempt.c.username == username, place)


async def attempt_of_address(connection: AsyncConnection, address: str, place: int) -> datetime | None:
    """When the address's newest attempt but ``place`` was made; 0 is the newest."""
    return await _attempt(connection, login_attempt.c.address == address, place)


async def _attempt(connection: AsyncConnection, which: ColumnElement[bool], place: int) -> datetime | None:
    query = select(login_attempt.c.at).where(which).order_by(login_attempt.c.at.desc()).offset(place).limit(1)
    at: datetime | None = await connection.scalar(query)
    return at


async def forget_attempts(connection: AsyncConnection, username: str, before: datetime) -> None:
    """Delete an account's attempts, and everybody's that are too old to count."""
    await connection.execute(
        delete(login_attempt).where(or_(login_attempt.c.username == username, login_attempt.c.at < before))
    )
