"""Tables of stations: who they are, what they measured, what is remembered of each."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.base.db import metadata
from command_center.stations.config import Station
from command_center.stations.model import Quantity, Reading, StationMemory

MOMENT = sa.DateTime(timezone=True)

station = sa.Table(
    "station",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("place", sa.Integer, nullable=False),
    sa.Column("spec", JSONB, nullable=False),
    sa.Column("removed_at", MOMENT),
    sa.Column("token_hash", sa.LargeBinary),
    sa.Column("token_made_at", MOMENT),
    sa.Column("problem", JSONB(none_as_null=True)),
)
"""``stations.yaml`` as it was read last; a station is never deleted, its alerts and readings point to it."""

station_watch = sa.Table(
    "station_watch",
    metadata,
    sa.Column("realm", sa.Text, primary_key=True),
    sa.Column("station_id", sa.Text, sa.ForeignKey("station.id"), primary_key=True),
    sa.Column("watch", JSONB, nullable=False),
)

station_reading = sa.Table(
    "station_reading",
    metadata,
    sa.Column("realm", sa.Text, primary_key=True),
    sa.Column("station_id", sa.Text, sa.ForeignKey("station.id"), primary_key=True),
    sa.Column("quantity", sa.Text, primary_key=True),
    sa.Column("at", MOMENT, primary_key=True),
    sa.Column("value", sa.Double, nullable=False),
    sa.Column("received_at", MOMENT, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
)


async def keep_stations(connection: AsyncConnection, stations: Sequence[Station], now: datetime) -> None:
    """Write the file's stations, and mark those that it names no more."""
    for place, one in enumerate(stations):
        statement = insert(station).values(id=one.id, place=place, spec=one.model_dump(mode="json"), removed_at=None)
        changing = {name: statement.excluded[name] for name in ("place", "spec", "removed_at")}
        await connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=changing))
    gone = station.c.id.not_in([one.id for one in stations]) & station.c.removed_at.is_(None)
    await connection.execute(sa.update(station).where(gone).values(removed_at=now))


async def states(connection: AsyncConnection, realm: str) -> list[Mapping[str, Any]]:
    """Every station of the file: ``id``, ``watch``, ``token_made_at``, ``problem``."""
    of_realm = (station_watch.c.station_id == station.c.id) & (station_watch.c.realm == realm)
    query = (
        sa.select(station.c.id, station_watch.c.watch, station.c.token_made_at, station.c.problem)
        .outerjoin(station_watch, of_realm)
        .where(station.c.removed_at.is_(None))
        .order_by(station.c.place)
    )
    return [dict(row) for row in (await connection.execute(query)).mappings()]


async def token_hash(connection: AsyncConnection, station_id: str) -> bytes | None:
    """The hash of the station's token; None where it has none."""
    query = sa.select(station.c.token_hash).where(station.c.id == station_id, station.c.removed_at.is_(None))
    return await connection.scalar(query)


async def set_token(connection: AsyncConnection, station_id: str, digest: bytes | None, now: datetime) -> None:
    """Replace or take away the token."""
    values = {"token_hash": digest, "token_made_at": None if digest is None else now}
    await connection.execute(sa.update(station).where(station.c.id == station_id).values(values))


async def set_problem(connection: AsyncConnection, station_id: str, problem: Mapping[str, Any] | None) -> None:
    """The last message that could not be used, until one can; nothing is written where nothing changes."""
    changes = station.c.problem.is_not(None) if problem is None else sa.true()
    await connection.execute(sa.update(station).where(station.c.id == station_id, changes).values(problem=problem))


async def lock_watch(connection: AsyncConnection, realm: str, station_id: str) -> StationMemory:
    """What is remembered of a station, locked until the transaction ends."""
    fresh = insert(station_watch).values(
        realm=realm, station_id=station_id, watch=StationMemory().model_dump(mode="json")
    )
    await connection.execute(fresh.on_conflict_do_nothing())
    key = (station_watch.c.realm == realm, station_watch.c.station_id == station_id)
    return StationMemory.model_validate(
        await connection.scalar(sa.select(station_watch.c.watch).where(*key).with_for_update())
    )


async def keep_watch(connection: AsyncConnection, realm: str, station_id: str, watch: StationMemory) -> None:
    """Write it back; the caller holds its lock."""
    key = (station_watch.c.realm == realm, station_watch.c.station_id == station_id)
    await connection.execute(sa.update(station_watch).where(*key).values(watch=watch.model_dump(mode="json")))


class Kept(Enum):
    """What became of a reading that was to be stored."""

    NEW = "new"
    REPEATED = "repeated"
    """Every value of it was stored before."""
    CONTRADICTS = "contradicts"
    """Another value of the same moment was stored before, and stays."""


async def insert_reading(
    connection: AsyncConnection, realm: str, station_id: str, reading: Reading, received_at: datetime, source: str
) -> Kept:
    """Store a reading."""
    rows = [
        {
            "realm": realm,
            "station_id": station_id,
            "quantity": str(quantity),
            "at": reading.at,
            "value": value,
            "received_at": received_at,
            "source": source,
        }
        for quantity, value in ((Quantity.LEVEL, reading.level_m), (Quantity.RAIN, reading.rain_mm_h))
        if value is not None
    ]
    statement = insert(station_reading).values(rows).on_conflict_do_nothing().returning(station_reading.c.at)
    if (await connection.execute(statement)).all():
        return Kept.NEW
    columns = station_reading.c
    query = sa.select(columns.quantity, columns.value).where(
        columns.realm == realm, columns.station_id == station_id, columns.at == reading.at
    )
    known = {row.quantity: row.value for row in await connection.execute(query)}
    same = all(known.get(row["quantity"]) == row["value"] for row in rows)
    return Kept.REPEATED if same else Kept.CONTRADICTS


async def history(
    connection: AsyncConnection, realm: str, station_ids: Collection[str], quantity: Quantity, since: datetime
) -> dict[str, list[tuple[datetime, float]]]:
    """Readings since a moment by station, oldest first, thinned to one every five minutes."""
    columns = station_reading.c
    slot = sa.func.date_bin(sa.text("interval '5 minutes'"), columns.at, sa.text("timestamptz '2000-01-01'"))
    query = (
        sa.select(columns.station_id, slot.label("slot"), sa.func.avg(columns.value))
        .where(
            columns.realm == realm,
            columns.station_id.in_(station_ids),
            columns.quantity == str(quantity),
            columns.at >= since,
        )
        .group_by(columns.station_id, "slot")
        .order_by("slot")
    )
    found: dict[str, list[tuple[datetime, float]]] = {identity: [] for identity in station_ids}
    for identity, at, value in await connection.execute(query):
        found[identity].append((at, value))
    return found


async def forget_readings(connection: AsyncConnection, before: datetime) -> None:
    """Delete what is older."""
    await connection.execute(sa.delete(station_reading).where(station_reading.c.at < before))
