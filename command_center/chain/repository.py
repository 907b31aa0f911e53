"""Table of transitions: appended under one lock for each realm, read by number, verified in pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.base.db import metadata
from command_center.chain.model import GENESIS, Draft, Subject, Transition, Who, chain

transition = sa.Table(
    "transition",
    metadata,
    sa.Column("realm", sa.Text, primary_key=True),
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("subject_id", sa.Uuid, nullable=False),
    sa.Column("from_state", sa.Text),
    sa.Column("to_state", sa.Text, nullable=False),
    sa.Column("actor_id", sa.Text),
    sa.Column("actor_name", sa.Text),
    sa.Column("actor_role", sa.Text),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("elapsed_ms", sa.BigInteger),
    sa.Column("reason", sa.Text),
    sa.Column("note", sa.Text),
    sa.Column("data", JSONB, nullable=False),
    sa.Column("prev_hash", sa.LargeBinary, nullable=False),
    sa.Column("hash", sa.LargeBinary, nullable=False),
    sa.Index("ix_transition_subject", "realm", "subject", "subject_id", "number"),
)

_SUBJECTS = {str(subject): subject for subject in Subject}
VERIFY_PAGE = 2000
"""Rows that are read at a time while a chain is verified; it bounds memory."""


async def append(connection: AsyncConnection, realm: str, drafts: Sequence[Draft]) -> list[Transition]:
    """Append transitions as the LAST step of a transaction; returns them with their numbers and hashes, in order.

    It takes the lock of the realm, which is held until the commit: numbers become visible in their order, so a reader
    that asks for those above the last number it has seen misses none. Take no other lock after this, or two
    transactions may wait for each other.
    """
    if not drafts:
        return []
    await connection.execute(
        sa.text("SELECT pg_advisory_xact_lock(hashtextextended('transition:' || :realm, 0))"), {"realm": realm}
    )
    number, head = await _head(connection, realm)
    links = chain(realm, number, head, drafts)
    await connection.execute(sa.insert(transition), [_row(link) for link in links])
    return links


async def last_number(connection: AsyncConnection, realm: str) -> int:
    """The newest number of a realm, 0 when it has no transition."""
    return (await _head(connection, realm))[0]


async def after(connection: AsyncConnection, realm: str, number: int, limit: int) -> list[Transition]:
    """Up to ``limit`` transitions above ``number``, in order."""
    query = (
        sa.select(transition)
        .where(transition.c.realm == realm, transition.c.number > number)
        .order_by(transition.c.number)
        .limit(limit)
    )
    return await read(connection, query)


async def read(connection: AsyncConnection, query: sa.Select[Any]) -> list[Transition]:
    """The transitions that a query finds, in its order; the query selects whole rows of ``transition``."""
    return [_transition(row) for row in (await connection.execute(query)).mappings()]


async def of_subjects(
    connection: AsyncConnection, realm: str, subjects: Sequence[tuple[Subject, UUID]]
) -> list[Transition]:
    """Every transition of these subjects, in order of number; all in one query."""
    if not subjects:
        return []
    wanted = sa.tuple_(transition.c.subject, transition.c.subject_id).in_([(str(kind), key) for kind, key in subjects])
    query = sa.select(transition).where(transition.c.realm == realm, wanted).order_by(transition.c.number)
    return await read(connection, query)


async def first_at(
    connection: AsyncConnection, realm: str, subject: tuple[Subject, UUID], to_state: str
) -> datetime | None:
    """When the subject first went to this state, UTC; None when it never did."""
    kind, identity = subject
    query = sa.select(sa.func.min(transition.c.at)).where(
        transition.c.realm == realm,
        transition.c.subject == str(kind),
        transition.c.subject_id == identity,
        transition.c.to_state == to_state,
    )
    found: datetime | None = await connection.scalar(query)
    return found


async def heads(connection: AsyncConnection) -> list[tuple[str, int, bytes]]:
    """Realm, number and hash of the newest transition of every realm."""
    realms = (await connection.scalars(_REALMS)).all()
    return [(realm, *(await _head(connection, realm))) for realm in realms]


_REALMS = sa.text(
    "WITH RECURSIVE one(realm) AS (SELECT min(realm) FROM transition UNION ALL "
    "SELECT (SELECT min(realm) FROM transition WHERE realm > one.realm) FROM one WHERE one.realm IS NOT NULL) "
    "SELECT realm FROM one WHERE realm IS NOT NULL"
)
"""Jumps from realm to realm in the index: DISTINCT would read a million rows to find two realms."""


async def hashes(connection: AsyncConnection, realm: str, numbers: Collection[int]) -> dict[int, bytes]:
    """Stored hashes by number, of those of these transitions that exist."""
    query = sa.select(transition.c.number, transition.c.hash)
    query = query.where(transition.c.realm == realm, transition.c.number.in_(numbers))
    return {number: bytes(digest) for number, digest in await connection.execute(query)}


async def pages(
    connection: AsyncConnection, realm: str, number: int = 0, last: int | None = None
) -> AsyncIterator[list[Transition]]:
    """The transitions above ``number``, up to and with ``last`` or to the end, at most ``VERIFY_PAGE`` at a time."""
    while last is None or number < last:
        limit = VERIFY_PAGE if last is None else min(VERIFY_PAGE, last - number)
        page = await after(connection, realm, number, limit)
        if not page:
            return
        yield page
        number = page[-1].number


async def _head(connection: AsyncConnection, realm: str) -> tuple[int, bytes]:
    query = (
        sa.select(transition.c.number, transition.c.hash)
        .where(transition.c.realm == realm)
        .order_by(transition.c.number.desc())
        .limit(1)
    )
    row = (await connection.execute(query)).first()
    return (row.number, bytes(row.hash)) if row else (0, GENESIS)


def _row(link: Transition) -> dict[str, Any]:
    draft, actor = link.draft, link.draft.actor
    return {
        "realm": link.realm,
        "number": link.number,
        "subject": str(draft.subject),
        "subject_id": draft.subject_id,
        "from_state": draft.from_state,
        "to_state": draft.to_state,
        "actor_id": actor.id if actor else None,
        "actor_name": actor.name if actor else None,
        "actor_role": actor.role if actor else None,
        "at": draft.at,
        "elapsed_ms": draft.elapsed_ms,
        "reason": draft.reason,
        "note": draft.note,
        "data": dict(draft.data),
        "prev_hash": link.prev_hash,
        "hash": link.hash,
    }


def _transition(row: sa.RowMapping) -> Transition:
    actor = None
    if row["actor_id"] is not None:
        actor = Who(row["actor_id"], row["actor_name"], row["actor_role"])
    draft = Draft(
        subject=_SUBJECTS[row["subject"]],
        subject_id=row["subject_id"],
        from_state=row["from_state"],
        to_state=row["to_state"],
        at=row["at"],
        actor=actor,
        elapsed_ms=row["elapsed_ms"],
        reason=row["reason"],
        note=row["note"],
        data=row["data"],
    )
    return Transition(row["realm"], row["number"], draft, bytes(row["prev_hash"]), bytes(row["hash"]))
