"""Attempts to sign in: failures alone count, against an account from one source; refused attempts do not."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    DateTime,
    Identity,
    Index,
    Table,
    Text,
    and_,
    delete,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.base.db import metadata
from command_center.base.errors import TooMany

WINDOW = timedelta(minutes=15)
PER_ACCOUNT_AND_SOURCE = 10
PER_SOURCE = 50
"""A whole office may sit behind one address, a person mistypes a few times: both still leave guessing hopeless."""
SLOW_FROM = 100
"""Failures of one account from all sources together, from which on an unknown browser waits for its answer."""
SLOW_BY = timedelta(seconds=3)

login_attempt = Table(
    "login_attempt",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("username", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Index("ix_login_attempt_username_source_at", "username", "source", "at"),
    Index("ix_login_attempt_source_at", "source", "at"),
    Index("ix_login_attempt_at", "at"),
)
"""Failures of the last minutes and attempts being checked: at most PER_SOURCE a source and WINDOW."""

sign_in_failure = Table(
    "sign_in_failure",
    metadata,
    Column("hour", DateTime(timezone=True), primary_key=True),
    Column("username", Text, primary_key=True),
    Column("source", Text, primary_key=True),
    Column("count", BigInteger, nullable=False),
)
"""Failures of the hours that are not in the journal yet; the empty user name stands for all unknown ones."""


@dataclass(frozen=True, slots=True)
class Reserved:
    """An attempt that may be checked; ``slow`` where the account is under attack from many sources."""

    id: int
    username: str
    source: str
    slow: bool


@dataclass(frozen=True, slots=True)
class Failures:
    """How often somebody failed to sign in to an account from one source within an hour."""

    hour: datetime
    username: str
    source: str
    count: int


def source_of(address: str) -> str:
    """What an address counts as: one IPv4 address, one IPv6 /64 (a single client may use all of it).

    Not a /24: a township's desks often share one, and a single machine in it could then keep new desks out.
    """
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:100]
    if isinstance(parsed, ipaddress.IPv6Address):
        mapped = parsed.ipv4_mapped
        return str(mapped) if mapped else str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


async def reserve(connection: AsyncConnection, username: str, source: str, now: datetime) -> Reserved:
    """Count an attempt before its password is checked, so that parallel guesses cannot slip in under the limit.

    Raises TooMany, and counts nothing, where the source has used up its failures.
    """
    await connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:source, 11))"), {"source": source})
    columns = login_attempt.c
    of_both = and_(columns.username == username, columns.source == source)
    waits = (
        await _wait(connection, of_both, PER_ACCOUNT_AND_SOURCE, now),
        await _wait(connection, columns.source == source, PER_SOURCE, now),
    )
    if max(waits) > timedelta():
        raise TooMany("too_many_logins", retry_after=max(waits))
    counted = login_attempt.insert().values(username=username, source=source, at=now).returning(columns.id)
    row: int = (await connection.execute(counted)).scalar_one()
    slow = await _wait(connection, columns.username == username, SLOW_FROM, now) > timedelta()
    return Reserved(row, username, source, slow)


async def _wait(connection: AsyncConnection, which: ColumnElement[bool], limit: int, now: datetime) -> timedelta:
    """How long until another attempt fits in; zero where one does. Reads one row, however many there are."""
    at = login_attempt.c.at
    query = select(at).where(which, at > now - WINDOW).order_by(at.desc()).offset(limit - 1).limit(1)
    blocking: datetime | None = await connection.scalar(query)
    return timedelta() if blocking is None else blocking + WINDOW - now


async def forget(connection: AsyncConnection, attempt: Reserved) -> None:
    """After a success: this account's attempts from this source."""
    columns = login_attempt.c
    await connection.execute(
        delete(login_attempt).where(columns.username == attempt.username, columns.source == attempt.source)
    )


async def give_back(connection: AsyncConnection, attempt: Reserved) -> None:
    """After nobody had the time to check it: it does not count, and the others of its source still do."""
    await connection.execute(delete(login_attempt).where(login_attempt.c.id == attempt.id))


async def count_failure(connection: AsyncConnection, username: str, source: str, now: datetime) -> None:
    """Keep for the journal that somebody failed; ``username`` is empty for an unknown one, never what was typed."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    values = {"hour": hour, "username": username, "source": source, "count": 1}
    statement = insert(sign_in_failure).values(values)
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=["hour", "username", "source"], set_={"count": sign_in_failure.c.count + 1}
        )
    )


async def sweep(connection: AsyncConnection, now: datetime) -> None:
    """Delete what is too old to count."""
    await connection.execute(delete(login_attempt).where(login_attempt.c.at <= now - WINDOW))


async def take_failures(connection: AsyncConnection, before: datetime) -> list[Failures]:
    """The failures of hours before this one; their rows are deleted."""
    columns = sign_in_failure.c
    query = delete(sign_in_failure).where(columns.hour < before)
    rows = await connection.execute(query.returning(columns.hour, columns.username, columns.source, columns.count))
    return [Failures(row.hour, row.username, row.source, row[3]) for row in rows]
