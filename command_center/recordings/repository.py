"""The table of recording files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.base.db import metadata

segment = sa.Table(
    "segment",
    metadata,
    sa.Column("realm", sa.Text, primary_key=True),
    sa.Column("path", sa.Text, primary_key=True),
    sa.Column("camera_id", sa.Text, nullable=False),
    sa.Column("stream", sa.Text, nullable=False),
    sa.Column("epoch", sa.BigInteger, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("duration", sa.Double),
    sa.Column("bytes", sa.BigInteger),
    sa.Column("sha256", sa.Text),
    sa.Column("discontinuity", sa.Boolean, nullable=False),
    sa.Column("codec", sa.Text),
    sa.Index("ix_segment_camera", "realm", "camera_id", "started_at"),
)

STATES = ("opened", "closed", "expired")
"""In the order in which a file goes through them; a message that comes late never takes a file back."""

LONGEST = timedelta(minutes=15)
"""No file is longer (they are about a minute): how far before a moment a file that covers it can have begun."""


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """One recording file. ``duration`` in seconds, None while it is being written."""

    realm: str
    path: str
    camera_id: str
    stream: str
    epoch: int
    state: str
    started_at: datetime
    duration: float | None
    bytes: int | None
    sha256: str | None
    discontinuity: bool
    codec: str | None


async def store(connection: AsyncConnection, rows: Sequence[SegmentRow]) -> None:
    """Insert or bring forward; a repeated or late message changes nothing."""
    order = {state: place for place, state in enumerate(STATES)}
    newest: dict[tuple[str, str], SegmentRow] = {}
    for row in rows:
        key = (row.realm, row.path)
        if key not in newest or order[row.state] >= order[newest[key].state]:
            newest[key] = row
    if not newest:
        return
    statement = insert(segment)
    excluded = statement.excluded
    changes: dict[str, Any] = {
        name: sa.func.coalesce(excluded[name], segment.c[name]) for name in ("duration", "bytes", "sha256", "codec")
    }
    changes["state"] = excluded.state
    ranked = sa.func.array_position(sa.literal(list(STATES), sa.ARRAY(sa.Text)), excluded.state)
    present = sa.func.array_position(sa.literal(list(STATES), sa.ARRAY(sa.Text)), segment.c.state)
    statement = statement.on_conflict_do_update(index_elements=["realm", "path"], set_=changes, where=ranked >= present)
    values = [{one.name: getattr(row, one.name) for one in fields(row)} for row in newest.values()]
    await connection.execute(statement, values)


async def overlapping(
    connection: AsyncConnection, realm: str, camera_id: str, start: datetime, end: datetime, limit: int = 5000
) -> list[SegmentRow]:
    """Files of a camera that may hold something between two moments, oldest first."""
    finish = segment.c.started_at + sa.func.make_interval(0, 0, 0, 0, 0, 0, segment.c.duration)
    query = (
        sa.select(segment)
        .where(
            segment.c.realm == realm,
            segment.c.camera_id == camera_id,
            segment.c.started_at < end,
            segment.c.started_at > start - LONGEST,
            sa.or_(segment.c.duration.is_(None), finish > start),
        )
        .order_by(segment.c.started_at)
        .limit(limit)
    )
    return [SegmentRow(**row) for row in (await connection.execute(query)).mappings()]


async def forget_expired(connection: AsyncConnection, before: datetime) -> int:
    """Delete the rows of files that are gone and began before this; answers how many.

    Until then playback says "expired" instead of "nothing was recorded".
    """
    statement = sa.delete(segment).where(segment.c.state == "expired", segment.c.started_at < before)
    return (await connection.execute(statement)).rowcount
