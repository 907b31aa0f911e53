"""Accounts and sessions in PostgreSQL."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    DateTime,
    ForeignKey,
    LargeBinary,
    Row,
    Table,
    Text,
    Uuid,
    and_,
    delete,
    false,
    func,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.auth.model import Account, Role, SessionRow
from command_center.base.db import metadata

SESSIONS_LISTED = 100
"""Of one person: more are told to nobody, and all of them end by signing out everywhere."""
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
    Column("must_change", Boolean, nullable=False, server_default=false()),
    Column("enrol_by", DateTime(timezone=True)),
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
    Column("ends_at", DateTime(timezone=True), nullable=False),
    Column("revoked_at", DateTime(timezone=True)),
    Column("address", Text, nullable=False),
    Column("agent", Text, nullable=False),
    Column("must_enrol", Boolean, nullable=False, server_default=false()),
)

ACCOUNT_COLUMNS = (
    account.c.id,
    account.c.username,
    account.c.display_name,
    account.c.role,
    account.c.created_at,
    account.c.disabled_at,
    account.c.must_change,
)


def account_from(row: Row[*tuple[Any, ...]]) -> Account:
    """An Account from a row that has the account's columns."""
    return Account(
        row.id, row.username, row.display_name, Role(row.role), row.created_at, row.disabled_at, row.must_change
    )


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
        "must_change": new.must_change,
    }
    statement = insert(account).values(values).on_conflict_do_nothing(index_elements=["username"])
    return (await connection.execute(statement.returning(account.c.id))).first() is not None


async def find_account(connection: AsyncConnection, username: str) -> tuple[Account, str] | None:
    """The account and its password hash."""
    query = select(*ACCOUNT_COLUMNS, account.c.password_hash).where(account.c.username == username)
    row = (await connection.execute(query)).first()
    return None if row is None else (account_from(row), row.password_hash)


async def password_of(connection: AsyncConnection, account_id: UUID) -> str | None:
    """The hash of this account's password."""
    hashed: str | None = await connection.scalar(select(account.c.password_hash).where(account.c.id == account_id))
    return hashed


async def get_account(connection: AsyncConnection, account_id: UUID) -> Account | None:
    """The account with this id, locked until the transaction ends."""
    query = select(*ACCOUNT_COLUMNS).where(account.c.id == account_id).with_for_update()
    row = (await connection.execute(query)).first()
    return None if row is None else account_from(row)


async def lock_account(connection: AsyncConnection, account_id: UUID) -> tuple[Account, str] | None:
    """The account and its password hash, which nobody changes until the transaction ends; rows that refer to it may be
    added meanwhile."""
    query = select(*ACCOUNT_COLUMNS, account.c.password_hash).where(account.c.id == account_id)
    row = (await connection.execute(query.with_for_update(key_share=True))).first()
    return None if row is None else (account_from(row), row.password_hash)


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


async def ids_of(connection: AsyncConnection, usernames: Collection[str]) -> dict[str, UUID]:
    """The accounts that have these user names, disabled ones too."""
    rows = await connection.execute(select(account.c.username, account.c.id).where(account.c.username.in_(usernames)))
    return {row.username: row.id for row in rows}


async def update_account(connection: AsyncConnection, account_id: UUID, at: datetime, values: dict[str, Any]) -> None:
    await connection.execute(update(account).where(account.c.id == account_id).values(updated_at=at, **values))


async def begin_grace(connection: AsyncConnection, account_id: UUID, until: datetime) -> None:
    """From now on the account needs a second factor; ``until`` is kept from the first time."""
    values = {"enrol_by": func.coalesce(account.c.enrol_by, until)}
    await connection.execute(update(account).where(account.c.id == account_id).values(values))


async def begin_grace_anew(connection: AsyncConnection, account_id: UUID) -> None:
    """The account's second factor has been reset: its next sign-in is like the first that needed one."""
    await connection.execute(update(account).where(account.c.id == account_id).values(enrol_by=None))


async def enrol_by(connection: AsyncConnection, account_id: UUID) -> datetime | None:
    """Until when the person may put off setting up a second factor."""
    until: datetime | None = await connection.scalar(select(account.c.enrol_by).where(account.c.id == account_id))
    return until


async def release_session(connection: AsyncConnection, session_id: UUID) -> None:
    """This session waits for no second factor any more."""
    await connection.execute(update(session).where(session.c.id == session_id).values(must_enrol=False))


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
        select(
            session.c.id.label("session_id"),
            session.c.seen_at,
            session.c.expires_at,
            session.c.ends_at,
            session.c.must_enrol,
            *ACCOUNT_COLUMNS,
        )
        .join(account, account.c.id == session.c.account_id)
        .where(
            session.c.token_hash == token_hash,
            session.c.revoked_at.is_(None),
            session.c.expires_at > now,
            session.c.ends_at > now,
            account.c.disabled_at.is_(None),
        )
    )
    return (await connection.execute(query)).first()


async def touch_session(connection: AsyncConnection, session_id: UUID, now: datetime, expires_at: datetime) -> None:
    """Slide the expiry."""
    await connection.execute(
        update(session).where(session.c.id == session_id).values(seen_at=now, expires_at=expires_at)
    )


async def revoke_session(connection: AsyncConnection, account_id: UUID, session_id: UUID, now: datetime) -> bool:
    """End one session of this account; False where it has none such that is open."""
    query = update(session).where(_open(account_id, now), session.c.id == session_id)
    return (await connection.execute(query.values(revoked_at=now).returning(session.c.id))).first() is not None


async def revoke_token(connection: AsyncConnection, token_hash: bytes, now: datetime) -> None:
    """End the session with this token."""
    query = update(session).where(session.c.token_hash == token_hash, session.c.revoked_at.is_(None))
    await connection.execute(query.values(revoked_at=now))


async def revoke_sessions_of(
    connection: AsyncConnection, account_id: UUID, now: datetime, but: UUID | None = None
) -> int:
    """End every session of an account, but one where it is given; how many."""
    query = update(session).where(_open(account_id, now), session.c.id != but if but else true())
    return len((await connection.execute(query.values(revoked_at=now).returning(session.c.id))).all())


async def revoke_all_sessions(connection: AsyncConnection, now: datetime) -> None:
    """End every session of everybody."""
    await connection.execute(update(session).where(session.c.revoked_at.is_(None)).values(revoked_at=now))


async def open_sessions(connection: AsyncConnection, account_id: UUID, now: datetime) -> list[SessionRow]:
    """The account's open sessions, the newest first."""
    columns = session.c
    query = select(
        columns.id, columns.created_at, columns.seen_at, columns.expires_at, columns.address, columns.agent
    ).where(_open(account_id, now))
    rows = await connection.execute(query.order_by(columns.created_at.desc()).limit(SESSIONS_LISTED))
    return [SessionRow(*row) for row in rows]


def _open(account_id: UUID, now: datetime) -> ColumnElement[bool]:
    columns = session.c
    return and_(columns.account_id == account_id, columns.revoked_at.is_(None), columns.expires_at > now)


async def sweep_sessions(connection: AsyncConnection, before: datetime) -> None:
    """Delete sessions that ended before."""
    await connection.execute(delete(session).where(session.c.expires_at < before))
