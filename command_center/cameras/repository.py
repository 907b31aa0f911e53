"""The camera table: the truth of what the adapters shall run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Integer,
    Select,
    SmallInteger,
    Table,
    Text,
    func,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from camera_adapters.messages import CameraSpec
from command_center.base.db import metadata

camera = Table(
    "camera",
    metadata,
    Column("id", Text, primary_key=True),
    Column("place", Integer, nullable=False),
    Column("spec", JSONB, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    Column("removed_at", DateTime(timezone=True)),
)
"""``place`` keeps the order of the file. A camera is never deleted, its alerts and recordings point to it."""

camera_roster = Table(
    "camera_roster",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("revision", BigInteger, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)
"""One row: the revision of the whole desired state; locking it puts changes in order."""


async def revision(connection: AsyncConnection) -> int:
    """The desired state's revision."""
    return await connection.scalar(select(camera_roster.c.revision)) or 0


async def next_revision(connection: AsyncConnection) -> int:
    """Draw the next revision; holds the roster's lock until the transaction ends."""
    number = await connection.scalar(
        camera_roster.update().values(revision=camera_roster.c.revision + 1).returning(camera_roster.c.revision)
    )
    return int(number or 0)


async def specs(connection: AsyncConnection) -> list[CameraSpec]:
    """Every camera that is not removed, in the file's order."""
    query = select(camera.c.spec).where(camera.c.removed_at.is_(None)).order_by(camera.c.place, camera.c.id)
    return [CameraSpec.model_validate(spec) for spec in (await connection.scalars(query)).all()]


async def by_hotspot(connection: AsyncConnection) -> dict[str, tuple[str, ...]]:
    """The ids of the cameras of each hotspot, removed ones left out."""
    hotspot = camera.c.spec["hotspot"].astext
    query = select(hotspot, func.array_agg(camera.c.id)).where(camera.c.removed_at.is_(None)).group_by(hotspot)
    return {name: tuple(ids) for name, ids in await connection.execute(query)}


def named_like(words: str) -> Select[tuple[str]]:
    """The ids of the cameras whose id, or name in either language, contains the words, as a query; removed ones too."""
    names = (camera.c.id, camera.c.spec["name"]["zh"].astext, camera.c.spec["name"]["en"].astext)
    return select(camera.c.id).where(or_(*(name.icontains(words, autoescape=True) for name in names)))


async def find(connection: AsyncConnection, camera_id: str) -> CameraSpec | None:
    """One camera that is not removed."""
    query = select(camera.c.spec).where(camera.c.removed_at.is_(None), camera.c.id == camera_id)
    spec = await connection.scalar(query)
    return None if spec is None else CameraSpec.model_validate(spec)


async def count(connection: AsyncConnection) -> int:
    """How many cameras there have ever been."""
    return await connection.scalar(select(func.count()).select_from(camera)) or 0


async def upsert(connection: AsyncConnection, spec: CameraSpec, place: int | None, number: int, at: datetime) -> None:
    """Store a specification; ``place`` None keeps the camera's place, and puts a new one behind all others."""
    behind = select(func.coalesce(func.max(camera.c.place), -1) + 1).scalar_subquery()
    values = {
        "id": spec.id,
        "place": behind if place is None else place,
        "spec": spec.model_dump(mode="json"),
        "revision": number,
        "updated_at": at,
        "removed_at": None,
    }
    kept = {"id"} if place is not None else {"id", "place"}
    changed = {key: value for key, value in values.items() if key not in kept}
    statement = insert(camera).values(values).on_conflict_do_update(index_elements=["id"], set_=changed)
    await connection.execute(statement)


async def remove(connection: AsyncConnection, camera_id: str, number: int, at: datetime) -> None:
    """Mark one camera as removed."""
    statement = camera.update().where(camera.c.removed_at.is_(None), camera.c.id == camera_id)
    await connection.execute(statement.values(removed_at=at, revision=number))


async def remove_except(connection: AsyncConnection, kept: Sequence[str], number: int, at: datetime) -> list[str]:
    """Mark every other camera as removed; answers their ids."""
    statement = camera.update().where(camera.c.removed_at.is_(None), camera.c.id.not_in(kept))
    rows = await connection.scalars(statement.values(removed_at=at, revision=number).returning(camera.c.id))
    return list(rows)
