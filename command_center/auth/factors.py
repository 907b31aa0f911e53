"""Second factors in PostgreSQL: enrolments, their drafts, recovery codes, wrong codes, half-done sign-ins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
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
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.auth.model import Account
from command_center.auth.repository import ACCOUNT_COLUMNS, account, account_from
from command_center.base.db import metadata

DRAFT_KEPT = timedelta(minutes=15)
"""How long a picture may be shown before its first code is typed."""
HALF_DONE_KEPT = timedelta(minutes=5)
"""How long after the password the code is waited for."""
WRONG_CODES = 20
WRONG_CODES_KEPT = timedelta(days=1)
"""Wrong codes of an account: 20 a day of a million, three of which are right at a time, leave two in a hundred a year
to somebody who knows the password."""

second_factor = Table(
    "second_factor",
    metadata,
    Column("account_id", Uuid, ForeignKey("account.id"), primary_key=True),
    Column("nonce", LargeBinary, nullable=False),
    Column("key_mark", LargeBinary, nullable=False),
    Column("enrolled_at", DateTime(timezone=True), nullable=False),
    Column("last_step", BigInteger, nullable=False),
)
"""One enrolment an account. ``nonce`` and the key outside the database make its secret; ``last_step`` is the time
step of the newest accepted code."""

second_factor_draft = Table(
    "second_factor_draft",
    metadata,
    Column("account_id", Uuid, ForeignKey("account.id"), primary_key=True),
    Column("session_id", Uuid, nullable=False),
    Column("nonce", LargeBinary, nullable=False),
    Column("begun_at", DateTime(timezone=True), nullable=False),
)
"""An enrolment whose first code has not come; only the session that began it may finish it."""

recovery_code = Table(
    "recovery_code",
    metadata,
    Column("account_id", Uuid, ForeignKey("account.id"), primary_key=True),
    Column("code_hash", LargeBinary, primary_key=True),
)

wrong_code = Table(
    "wrong_code",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("account_id", Uuid, ForeignKey("account.id"), nullable=False),
    Column("source", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Index("ix_wrong_code_account_id_source_at", "account_id", "source", "at"),
    Index("ix_wrong_code_at", "at"),
)
"""At most WRONG_CODES an account and source a day: a known browser, all open sessions together, or all unknown
browsers together."""

half_sign_in = Table(
    "half_sign_in",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("account_id", Uuid, ForeignKey("account.id"), nullable=False, index=True),
    Column("expires_at", DateTime(timezone=True), nullable=False, index=True),
)
"""Sign-ins after the password and before the code. As many as attempts to sign in that are counted."""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A second factor as it is stored."""

    nonce: bytes
    key_mark: bytes
    enrolled_at: datetime
    last_step: int


async def find(connection: AsyncConnection, account_id: UUID, *, lock: bool = False) -> Enrolment | None:
    """The account's second factor; ``lock`` lets two codes wait for one another."""
    query = select(second_factor).where(second_factor.c.account_id == account_id)
    row = (await connection.execute(query.with_for_update() if lock else query)).first()
    return None if row is None else Enrolment(row.nonce, row.key_mark, row.enrolled_at, row.last_step)


async def enrolled_among(connection: AsyncConnection, ids: Iterable[UUID]) -> set[UUID]:
    """Which of these accounts have a second factor."""
    column = second_factor.c.account_id
    return set((await connection.execute(select(column).where(column.in_(ids)))).scalars())


async def put(connection: AsyncConnection, account_id: UUID, new: Enrolment, codes: Iterable[bytes]) -> None:
    """Enrol, in place of an earlier enrolment, whose recovery codes go with it."""
    values = {"nonce": new.nonce, "key_mark": new.key_mark, "enrolled_at": new.enrolled_at, "last_step": new.last_step}
    statement = upsert(second_factor).values(account_id=account_id, **values)
    await connection.execute(statement.on_conflict_do_update(index_elements=["account_id"], set_=values))
    await drop_draft(connection, account_id)
    await replace_recovery_codes(connection, account_id, codes)


async def accept(connection: AsyncConnection, account_id: UUID, step: int) -> None:
    """The code of this step has been used; none up to it is taken again."""
    query = update(second_factor).where(second_factor.c.account_id == account_id)
    await connection.execute(query.values(last_step=step))


async def remove(connection: AsyncConnection, account_id: UUID) -> bool:
    """Take everything of it away; False where there was none."""
    await replace_recovery_codes(connection, account_id, ())
    for table in (second_factor_draft, wrong_code, half_sign_in):
        await connection.execute(delete(table).where(table.c.account_id == account_id))
    column = second_factor.c.account_id
    gone = await connection.execute(delete(second_factor).where(column == account_id).returning(column))
    return gone.first() is not None


async def put_draft(
    connection: AsyncConnection, account_id: UUID, session_id: UUID, nonce: bytes, now: datetime
) -> None:
    values = {"session_id": session_id, "nonce": nonce, "begun_at": now}
    statement = upsert(second_factor_draft).values(account_id=account_id, **values)
    await connection.execute(statement.on_conflict_do_update(index_elements=["account_id"], set_=values))


async def draft(connection: AsyncConnection, account_id: UUID, session_id: UUID, now: datetime) -> bytes | None:
    """The nonce of the enrolment that this session has begun, locked."""
    columns = second_factor_draft.c
    query = select(columns.nonce).where(
        columns.account_id == account_id, columns.session_id == session_id, columns.begun_at > now - DRAFT_KEPT
    )
    nonce: bytes | None = await connection.scalar(query.with_for_update())
    return nonce


async def drop_draft(connection: AsyncConnection, account_id: UUID) -> None:
    await connection.execute(delete(second_factor_draft).where(second_factor_draft.c.account_id == account_id))


async def replace_recovery_codes(connection: AsyncConnection, account_id: UUID, codes: Iterable[bytes]) -> None:
    """New recovery codes; the old ones are worth nothing any more."""
    await connection.execute(delete(recovery_code).where(recovery_code.c.account_id == account_id))
    rows = [{"account_id": account_id, "code_hash": code} for code in codes]
    if rows:
        await connection.execute(insert(recovery_code), rows)


async def use_recovery_code(connection: AsyncConnection, account_id: UUID, code: bytes) -> bool:
    """Use one up; False where it is none of the account's."""
    columns = recovery_code.c
    query = delete(recovery_code).where(columns.account_id == account_id, columns.code_hash == code)
    return (await connection.execute(query.returning(columns.account_id))).first() is not None


async def recovery_codes_left(connection: AsyncConnection, account_id: UUID) -> int:
    query = select(func.count()).select_from(recovery_code).where(recovery_code.c.account_id == account_id)
    return await connection.scalar(query) or 0


async def wrong_codes(connection: AsyncConnection, account_id: UUID, source: str, now: datetime) -> int:
    """How many wrong codes came for the account from there within a day."""
    columns = wrong_code.c
    query = select(func.count()).select_from(wrong_code)
    query = query.where(columns.account_id == account_id, columns.source == source, columns.at > now - WRONG_CODES_KEPT)
    return await connection.scalar(query) or 0


async def count_wrong_code(connection: AsyncConnection, account_id: UUID, source: str, now: datetime) -> None:
    await connection.execute(insert(wrong_code).values(account_id=account_id, source=source, at=now))


async def put_half_done(connection: AsyncConnection, token_hash: bytes, account_id: UUID, until: datetime) -> None:
    values = {"token_hash": token_hash, "account_id": account_id, "expires_at": until}
    await connection.execute(insert(half_sign_in).values(values))


async def find_half_done(connection: AsyncConnection, token_hash: bytes, now: datetime) -> Account | None:
    """Whose password was right."""
    columns = half_sign_in.c
    query = select(*ACCOUNT_COLUMNS).join(half_sign_in, columns.account_id == account.c.id)
    query = query.where(columns.token_hash == token_hash, columns.expires_at > now, account.c.disabled_at.is_(None))
    row = (await connection.execute(query)).first()
    return None if row is None else account_from(row)


async def end_half_done(connection: AsyncConnection, token_hash: bytes) -> bool:
    """Finish one; False where another request did before."""
    column = half_sign_in.c.token_hash
    gone = await connection.execute(delete(half_sign_in).where(column == token_hash).returning(column))
    return gone.first() is not None


async def drop_half_done(connection: AsyncConnection, account_id: UUID) -> None:
    """All of an account: its password or role is another one now."""
    await connection.execute(delete(half_sign_in).where(half_sign_in.c.account_id == account_id))


async def sweep(connection: AsyncConnection, now: datetime) -> None:
    """Delete what is too old to count."""
    await connection.execute(delete(half_sign_in).where(half_sign_in.c.expires_at <= now))
    await connection.execute(delete(second_factor_draft).where(second_factor_draft.c.begun_at <= now - DRAFT_KEPT))
    await connection.execute(delete(wrong_code).where(wrong_code.c.at <= now - WRONG_CODES_KEPT))
