"""The table of changes: append-only, hash-chained, in the order of the desired state's revisions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.base.db import metadata
from command_center.cameras.change import ChangeDraft, ChangeSource, SetupChange, chained
from command_center.chain.model import GENESIS, Break, Who, find_break

camera_change = sa.Table(
    "camera_change",
    metadata,
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("camera_id", sa.Text, nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("actor_id", sa.Text),
    sa.Column("actor_name", sa.Text),
    sa.Column("actor_role", sa.Text),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("before", JSONB(none_as_null=True)),
    sa.Column("after", JSONB(none_as_null=True)),
    sa.Column("about", JSONB, nullable=False),
    sa.Column("prev_hash", sa.LargeBinary, nullable=False),
    sa.Column("hash", sa.LargeBinary, nullable=False),
    sa.Index("ix_camera_change_camera", "camera_id", "number"),
)


async def append(connection: AsyncConnection, drafts: Sequence[ChangeDraft]) -> list[SetupChange]:
    """Append changes. The caller holds the roster's lock (``repository.next_revision``), which orders all writers."""
    if not drafts:
        return []
    last = (
        await connection.execute(
            sa.select(camera_change.c.number, camera_change.c.hash).order_by(camera_change.c.number.desc()).limit(1)
        )
    ).first()
    links = chained(last.number if last else 0, bytes(last.hash) if last else GENESIS, drafts)
    await connection.execute(sa.insert(camera_change), [_row(link) for link in links])
    return links


async def find(connection: AsyncConnection, camera_id: str, number: int) -> SetupChange | None:
    query = sa.select(camera_change).where(camera_change.c.camera_id == camera_id, camera_change.c.number == number)
    row = (await connection.execute(query)).mappings().first()
    return _change(row) if row else None


async def of_camera(
    connection: AsyncConnection, camera_id: str, offset: int, limit: int
) -> tuple[list[SetupChange], int]:
    """Changes of a camera, newest first, and how many there are."""
    of_it = camera_change.c.camera_id == camera_id
    total = await connection.scalar(sa.select(sa.func.count()).select_from(camera_change).where(of_it)) or 0
    query = sa.select(camera_change).where(of_it).order_by(camera_change.c.number.desc()).offset(offset).limit(limit)
    return [_change(row) for row in (await connection.execute(query)).mappings()], total


async def verify(connection: AsyncConnection) -> Break | None:
    """Walk the whole chain: a few thousand rows in years."""
    rows = (await connection.execute(sa.select(camera_change).order_by(camera_change.c.number))).mappings()
    return find_break(_change(row) for row in rows)


def _row(link: SetupChange) -> dict[str, Any]:
    draft, actor = link.draft, link.draft.actor
    return {
        "number": link.number,
        "camera_id": draft.camera_id,
        "at": draft.at,
        "actor_id": actor.id if actor else None,
        "actor_name": actor.name if actor else None,
        "actor_role": actor.role if actor else None,
        "source": str(draft.source),
        "before": draft.before,
        "after": draft.after,
        "about": dict(draft.about),
        "prev_hash": link.prev_hash,
        "hash": link.hash,
    }


def _change(row: sa.RowMapping) -> SetupChange:
    actor = None if row["actor_id"] is None else Who(row["actor_id"], row["actor_name"], row["actor_role"])
    draft = ChangeDraft(
        row["camera_id"], row["at"], actor, ChangeSource(row["source"]), row["before"], row["after"], row["about"]
    )
    return SetupChange(row["number"], draft, bytes(row["prev_hash"]), bytes(row["hash"]))
