"""Tables of viewings: the chain, and the watchings that go on and have no last row yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSTZMULTIRANGE, Range, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.base.db import metadata
from command_center.chain.model import GENESIS, Break, Who, find_break
from command_center.viewings.model import Act, Entry, File, Span, Thing, Viewer, Viewing, chained

_MOMENT = sa.DateTime(timezone=True)
VERIFY_PAGE = 2000
"""Rows that are read at a time while the chain is verified; it bounds memory."""

viewing = sa.Table(
    "viewing",
    metadata,
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("at", _MOMENT, nullable=False),
    sa.Column("actor_id", sa.Text, nullable=False),
    sa.Column("actor_name", sa.Text, nullable=False),
    sa.Column("actor_role", sa.Text, nullable=False),
    sa.Column("session_id", sa.Uuid, nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("act", sa.Text, nullable=False),
    sa.Column("thing", sa.Text, nullable=False),
    sa.Column("thing_id", sa.Text, nullable=False),
    sa.Column("incident_id", sa.Uuid),
    sa.Column("spans", TSTZMULTIRANGE),
    sa.Column("watching_id", sa.Uuid),
    sa.Column("began_at", _MOMENT),
    sa.Column("last_at", _MOMENT),
    sa.Column("file_name", sa.Text),
    sa.Column("sha256", sa.Text),
    sa.Column("prev_hash", sa.LargeBinary, nullable=False),
    sa.Column("hash", sa.LargeBinary, nullable=False),
    sa.Index("ix_viewing_thing", "thing", "thing_id", "number"),
    sa.Index("ix_viewing_incident", "incident_id"),
    sa.Index("uq_viewing_watching", "watching_id", "act", unique=True),
)
"""Append-only."""

watching = sa.Table(
    "watching",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("session_id", sa.Uuid, nullable=False),
    sa.Column("camera_id", sa.Text, nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("actor_id", sa.Text, nullable=False),
    sa.Column("actor_name", sa.Text, nullable=False),
    sa.Column("actor_role", sa.Text, nullable=False),
    sa.Column("began_at", _MOMENT, nullable=False),
    sa.Column("last_at", _MOMENT, nullable=False),
    sa.Column("spans", TSTZMULTIRANGE, nullable=False),
    sa.Index("uq_watching_key", "session_id", "camera_id", "address", unique=True),
)
"""One row a session, camera and address; it goes when its last row is written to the chain."""


@dataclass(frozen=True, slots=True)
class Watching:
    """A watching that goes on: what was handed out until now."""

    id: UUID
    viewer: Viewer
    camera_id: str
    began_at: datetime
    last_at: datetime
    spans: tuple[Span, ...]


async def append(connection: AsyncConnection, drafts: Sequence[Viewing]) -> list[Entry]:
    """Write rows as the last step of a transaction: from here on it holds the chain's lock."""
    if not drafts:
        return []
    await connection.execute(sa.text("SELECT pg_advisory_xact_lock(hashtextextended('viewing', 0))"))
    columns = viewing.c
    query = sa.select(columns.number, columns.hash).order_by(columns.number.desc()).limit(1)
    last = (await connection.execute(query)).first()
    entries = chained(last.number if last else 0, bytes(last.hash) if last else GENESIS, drafts)
    await connection.execute(sa.insert(viewing), [_row(entry) for entry in entries])
    return entries


async def verify(connection: AsyncConnection) -> Break | None:
    """Walk the whole chain, a page at a time."""
    number, digest = 0, GENESIS
    while True:
        query = sa.select(viewing).where(viewing.c.number > number).order_by(viewing.c.number).limit(VERIFY_PAGE)
        page = [entry_of(row) for row in (await connection.execute(query)).mappings()]
        broken = find_break(page, number, digest)
        if broken is not None or not page:
            return broken
        number, digest = page[-1].number, page[-1].hash


async def watch(connection: AsyncConnection, fresh: Watching) -> Watching:
    """Add what is handed out to the watching that goes on, or begin ``fresh``: then it is what comes back.

    Two requests at once add to the same row, one after the other: nothing is lost.
    """
    statement = insert(watching).values(
        id=fresh.id,
        camera_id=fresh.camera_id,
        began_at=fresh.began_at,
        last_at=fresh.last_at,
        spans=_multirange(fresh.spans),
        **_viewer_row(fresh.viewer),
    )
    grown = {
        "spans": watching.c.spans + statement.excluded.spans,
        "last_at": sa.func.greatest(watching.c.last_at, statement.excluded.last_at),
    }
    statement = statement.on_conflict_do_update(index_elements=["session_id", "camera_id", "address"], set_=grown)
    return _watching((await connection.execute(statement.returning(watching))).mappings().one())


async def take_ended(connection: AsyncConnection, idle_since: datetime, begun_before: datetime) -> list[Watching]:
    """Take away the watchings that are over: without a request since, or long enough for one row."""
    columns = watching.c
    over = sa.or_(columns.last_at < idle_since, columns.began_at < begun_before)
    query = sa.select(columns.id).where(over).order_by(columns.id).with_for_update(skip_locked=True)
    ids = (await connection.scalars(query)).all()
    if not ids:
        return []
    statement = sa.delete(watching).where(columns.id.in_(ids)).returning(watching)
    return [_watching(row) for row in (await connection.execute(statement)).mappings()]


async def first_unended(connection: AsyncConnection) -> int | None:
    """The first row of a watching that neither goes on nor has its last row: what was watched in it is lost."""
    rows, columns = viewing.alias("rows"), viewing.c
    ended = sa.exists().where(rows.c.watching_id == columns.watching_id, rows.c.act == str(Act.WATCHED))
    goes_on = sa.exists().where(watching.c.id == columns.watching_id)
    query = sa.select(sa.func.min(columns.number)).where(columns.act == str(Act.WATCHING_BEGAN), ~ended, ~goes_on)
    number: int | None = await connection.scalar(query)
    return number


async def count_watchings(connection: AsyncConnection) -> int:
    """How many have begun."""
    query = sa.select(sa.func.count()).select_from(viewing).where(viewing.c.act == str(Act.WATCHING_BEGAN))
    return int(await connection.scalar(query) or 0)


def entry_of(row: sa.RowMapping) -> Entry:
    """The link that a whole row of ``viewing`` is."""
    one = Viewing(
        row["at"],
        _viewer(row),
        Act(row["act"]),
        Thing(row["thing"]),
        row["thing_id"],
        row["incident_id"],
        spans_of(row["spans"]),
        row["watching_id"],
        row["began_at"],
        row["last_at"],
        None if row["file_name"] is None else File(row["file_name"], row["sha256"]),
    )
    return Entry(row["number"], one, bytes(row["prev_hash"]), bytes(row["hash"]))


def spans_of(stored: Sequence[Range[datetime]] | None) -> tuple[Span, ...]:
    """Spans as they are stored; none of them is open."""
    return tuple((one.lower, one.upper) for one in stored or () if one.lower and one.upper)


def _row(entry: Entry) -> dict[str, Any]:
    one = entry.viewing
    return {
        "number": entry.number,
        "at": one.at,
        **_viewer_row(one.viewer),
        "act": str(one.act),
        "thing": str(one.thing),
        "thing_id": one.thing_id,
        "incident_id": one.incident_id,
        "spans": _multirange(one.spans) if one.spans else None,
        "watching_id": one.watching_id,
        "began_at": one.began_at,
        "last_at": one.last_at,
        "file_name": one.file.name if one.file else None,
        "sha256": one.file.sha256 if one.file else None,
        "prev_hash": entry.prev_hash,
        "hash": entry.hash,
    }


def _multirange(spans: Sequence[Span]) -> list[Range[datetime]]:
    return [Range(start, end) for start, end in spans]


def _viewer_row(viewer: Viewer) -> dict[str, Any]:
    who = viewer.who
    return {
        "actor_id": who.id,
        "actor_name": who.name,
        "actor_role": who.role,
        "session_id": viewer.session_id,
        "address": viewer.address,
    }


def _viewer(row: sa.RowMapping) -> Viewer:
    who = Who(row["actor_id"], row["actor_name"], row["actor_role"])
    return Viewer(who, row["session_id"], row["address"])


def _watching(row: sa.RowMapping) -> Watching:
    spans = spans_of(row["spans"])
    return Watching(row["id"], _viewer(row), row["camera_id"], row["began_at"], row["last_at"], spans)
