"""Repository of the intake: reads, locks and writes alerts with their episodes, messages and pictures."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.alerts.model import TERMINAL
from command_center.alerts.record import Alert, Episode
from command_center.alerts.tables import IS_OPEN, alert, alert_episode, alert_of, alert_signal, alert_snapshot

_OF_EPISODE = tuple(one.name for one in fields(Episode))


async def lock_intake(connection: AsyncConnection, realm: str) -> None:
    """One intake at a time a realm: two replicas then cannot both open an alert for the same thing."""
    await connection.execute(
        sa.text("SELECT pg_advisory_xact_lock(hashtextextended('intake:' || :realm, 0))"), {"realm": realm}
    )


async def known_events(connection: AsyncConnection, event_ids: Collection[UUID]) -> set[UUID]:
    """Those of these events that were stored before."""
    query = sa.select(alert_signal.c.event_id).where(alert_signal.c.event_id.in_(event_ids))
    return set((await connection.scalars(query)).all())


async def episodes(connection: AsyncConnection, realm: str, episode_ids: Collection[UUID]) -> list[Episode]:
    """Those of these episodes that are stored."""
    query = sa.select(alert_episode).where(alert_episode.c.realm == realm, alert_episode.c.episode_id.in_(episode_ids))
    return [Episode(**row) for row in (await connection.execute(query)).mappings()]


@dataclass(frozen=True, slots=True)
class Beside:
    """Open alerts that may bear out others: of these kinds at these hotspots, seen since."""

    hotspots: Collection[str]
    kinds: Collection[str]
    since: datetime


async def lock_for_intake(
    connection: AsyncConnection,
    realm: str,
    ids: Collection[UUID],
    keys: Collection[str],
    grouped: Collection[str],
    beside: Beside | None = None,
) -> list[Alert]:
    """Lock these alerts, the open ones with these dedup keys, of grouped kinds, and those beside; in order of id."""
    # Found first, then locked: as one statement PostgreSQL may look through all alerts for each of them. What is
    # decided in between is locked as it is then, and the desk sees that it is no longer open.
    wanted = await _ids_for_intake(connection, realm, ids, keys, grouped, beside)
    if not wanted:
        return []
    these = alert.c.id == sa.any_(sa.cast(sorted(wanted), ARRAY(sa.Uuid)))
    query = sa.select(alert).where(alert.c.realm == realm, these).order_by(alert.c.id)
    rows = (await connection.execute(query.with_for_update())).mappings()
    return [alert_of(row) for row in rows]


async def _ids_for_intake(
    connection: AsyncConnection,
    realm: str,
    ids: Collection[UUID],
    keys: Collection[str],
    grouped: Collection[str],
    beside: Beside | None,
) -> set[UUID]:
    of_realm = sa.select(alert.c.id).where(alert.c.realm == realm)
    # Looks into indexes of their own: joined by OR in one they read the whole table.
    looks = []
    if keys:
        looks.append(of_realm.where(IS_OPEN, alert.c.dedup_key.in_(keys)))
    if grouped:
        looks.append(of_realm.where(IS_OPEN, alert.c.kind.in_(grouped)))
    if beside is not None and beside.kinds:
        there = (alert.c.hotspot.in_(beside.hotspots), alert.c.kind.in_(beside.kinds))
        looks.append(of_realm.where(IS_OPEN, *there, alert.c.last_seen_at >= beside.since))
    found = (await connection.scalars(sa.union_all(*looks))).all() if looks else ()
    return {*ids, *found}


async def open_with_key(connection: AsyncConnection, realm: str, key: str, *, lock: bool = False) -> Alert | None:
    """The open alert with this dedup key."""
    query = sa.select(alert).where(alert.c.realm == realm, IS_OPEN, alert.c.dedup_key == key)
    row = (await connection.execute(query.with_for_update() if lock else query)).mappings().first()
    return alert_of(row) if row else None


async def unended_episodes(connection: AsyncConnection, realm: str) -> list[tuple[Episode, str]]:
    """Episodes of open alerts that have no end yet, each with the kind of its alert."""
    query = (
        sa.select(alert_episode, alert.c.kind)
        .join(alert, sa.and_(alert.c.realm == alert_episode.c.realm, alert.c.id == alert_episode.c.alert_id))
        .where(alert.c.realm == realm, IS_OPEN, alert.c.ended_at.is_(None), alert_episode.c.ended_at.is_(None))
    )
    rows = (await connection.execute(query)).mappings()
    return [(Episode(**{name: row[name] for name in _OF_EPISODE}), row["kind"]) for row in rows]


async def last_decided(connection: AsyncConnection, realm: str, keys: Collection[str]) -> dict[str, UUID]:
    """By dedup key of an episode: the newest alert about it that was decided."""
    query = (
        sa.select(alert_episode.c.dedup_key, alert.c.id)
        .join(alert, sa.and_(alert.c.realm == alert_episode.c.realm, alert.c.id == alert_episode.c.alert_id))
        .where(
            alert_episode.c.realm == realm,
            alert_episode.c.dedup_key.in_(keys),
            alert.c.state.in_([str(state) for state in TERMINAL]),
        )
        .ext(distinct_on(alert_episode.c.dedup_key))
        .order_by(alert_episode.c.dedup_key, alert.c.raised_at.desc(), alert.c.id.desc())
    )
    return {row.dedup_key: row.id for row in await connection.execute(query)}


async def upsert_episodes(connection: AsyncConnection, rows: Sequence[Episode]) -> None:
    """Store the last step and the alert of episodes."""
    if not rows:
        return
    statement = insert(alert_episode)
    changing = ("alert_id", "last_seq", "ended_at", "epoch")
    statement = statement.on_conflict_do_update(
        index_elements=["realm", "episode_id"], set_={name: statement.excluded[name] for name in changing}
    )
    await connection.execute(statement, [{name: getattr(row, name) for name in _OF_EPISODE} for row in rows])


async def insert_signals(connection: AsyncConnection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store messages; an ``event_id`` that is already there is an IntegrityError."""
    if rows:
        await connection.execute(sa.insert(alert_signal), list(rows))


async def insert_snapshots(
    connection: AsyncConnection, realm: str, pictures: Mapping[UUID, tuple[bytes, datetime]]
) -> None:
    """Store pictures; the first one of an alert stays."""
    if not pictures:
        return
    rows = [
        {"realm": realm, "alert_id": identity, "captured_at": at, "jpeg": jpeg}
        for identity, (jpeg, at) in pictures.items()
    ]
    await connection.execute(insert(alert_snapshot).on_conflict_do_nothing(), rows)
