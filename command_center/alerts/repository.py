"""Reading and writing alerts: what officers, escalation and pages need of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from camera_adapters.messages import STATION_PREFIX
from command_center.alerts.model import UNSEEN, AlertState
from command_center.alerts.record import Alert, Stretch
from command_center.alerts.tables import IS_OPEN, alert, alert_of, alert_snapshot, row_of


async def lock_one(connection: AsyncConnection, realm: str, identity: UUID) -> Alert | None:
    """This alert, locked until the transaction ends."""
    query = sa.select(alert).where(alert.c.realm == realm, alert.c.id == identity).with_for_update()
    row = (await connection.execute(query)).mappings().first()
    return alert_of(row) if row else None


async def by_ids(connection: AsyncConnection, realm: str, ids: Collection[UUID]) -> list[Alert]:
    """These alerts, oldest first."""
    if not ids:
        return []
    query = sa.select(alert).where(alert.c.realm == realm, alert.c.id.in_(ids)).order_by(alert.c.raised_at, alert.c.id)
    return [alert_of(row) for row in (await connection.execute(query)).mappings()]


async def of_incidents(connection: AsyncConnection, realm: str, incidents: Collection[UUID]) -> list[Alert]:
    """Every alert of these incidents, oldest first."""
    query = sa.select(alert).where(alert.c.realm == realm, alert.c.incident_id.in_(incidents))
    rows = (await connection.execute(query.order_by(alert.c.raised_at, alert.c.id))).mappings()
    return [alert_of(row) for row in rows]


async def search(
    connection: AsyncConnection, realm: str, conditions: Sequence[sa.ColumnElement[bool]], offset: int, limit: int
) -> tuple[list[Alert], int]:
    """One page, newest first, and how many there are in all."""
    where = (alert.c.realm == realm, *conditions)
    total = await connection.scalar(sa.select(sa.func.count()).select_from(alert).where(*where)) or 0
    query = sa.select(alert).where(*where).order_by(alert.c.raised_at.desc(), alert.c.id.desc())
    rows = (await connection.execute(query.offset(offset).limit(limit))).mappings()
    return [alert_of(row) for row in rows], total


async def stretches(connection: AsyncConnection, realm: str, states: Collection[AlertState]) -> list[Stretch]:
    """When and where all alerts in these states were."""
    names = [one.name for one in fields(Stretch) if one.name != "camera_ids"]
    origins = sa.func.jsonb_path_query_array(alert.c.members, sa.literal_column("'$[*].origin'")).label("origins")
    query = sa.select(*(alert.c[name] for name in names), origins)
    rows = await connection.execute(
        query.where(alert.c.realm == realm, alert.c.state.in_([str(state) for state in states]))
    )
    return [
        Stretch(
            **{name: row[name] for name in names},
            camera_ids=tuple(origin for origin in row["origins"] if not origin.startswith(STATION_PREFIX)),
        )
        for row in rows.mappings()
    ]


async def claim_due(
    connection: AsyncConnection, realm: str, now: datetime, limit: int, without: Collection[UUID] = ()
) -> list[Alert]:
    """Open alerts whose time is up, locked, the longest waiting first; what another process has is left to it."""
    query = (
        sa.select(alert)
        .where(alert.c.realm == realm, IS_OPEN, alert.c.next_step_at <= now, alert.c.id.not_in(without))
        .order_by(alert.c.next_step_at)
        .limit(limit)
    )
    rows = (await connection.execute(query.with_for_update(skip_locked=True))).mappings()
    return [alert_of(row) for row in rows]


async def claim_unheard(
    connection: AsyncConnection, realm: str, limit: int, without: Collection[UUID] = ()
) -> list[Alert]:
    """Alerts that nobody has taken and that were called about on pages only; their rows are locked."""
    unseen = alert.c.state.in_([str(state) for state in UNSEEN])
    query = (
        sa.select(alert)
        .where(alert.c.realm == realm, IS_OPEN, unseen, sa.not_(alert.c.widened), alert.c.id.not_in(without))
        .order_by(alert.c.raised_at)
        .limit(limit)
    )
    rows = (await connection.execute(query.with_for_update(skip_locked=True))).mappings()
    return [alert_of(row) for row in rows]


async def count_overdue(connection: AsyncConnection, realm: str, before: datetime) -> int:
    """Open alerts whose step was due before then and was not taken."""
    query = sa.select(sa.func.count()).select_from(alert)
    return await connection.scalar(query.where(alert.c.realm == realm, IS_OPEN, alert.c.next_step_at < before)) or 0


async def crowds(
    connection: AsyncConnection, realm: str, kinds: Collection[str], since: datetime
) -> dict[tuple[str, str | None], int]:
    """By kind and hotspot: how many open alerts were raised since then, or still wait to be taken."""
    waits = alert.c.state.in_([str(state) for state in UNSEEN])
    query = (
        sa.select(alert.c.kind, alert.c.hotspot, sa.func.count())
        .where(alert.c.realm == realm, IS_OPEN, alert.c.kind.in_(kinds))
        .where(sa.or_(alert.c.raised_at >= since, waits))
        .group_by(alert.c.kind, alert.c.hotspot)
    )
    return {(kind, hotspot): int(count) for kind, hotspot, count in await connection.execute(query)}


async def snapshot(connection: AsyncConnection, realm: str, identity: UUID) -> bytes | None:
    query = sa.select(alert_snapshot.c.jpeg).where(
        alert_snapshot.c.realm == realm, alert_snapshot.c.alert_id == identity
    )
    return await connection.scalar(query)


async def insert_alerts(connection: AsyncConnection, alerts: Sequence[Alert]) -> None:
    if alerts:
        await connection.execute(sa.insert(alert), [row_of(one) for one in alerts])


async def update_alerts(connection: AsyncConnection, alerts: Iterable[Alert]) -> None:
    """Write alerts back whole; the caller holds their locks."""
    for one in alerts:
        values = row_of(one)
        key = (alert.c.realm == values.pop("realm"), alert.c.id == values.pop("id"))
        await connection.execute(sa.update(alert).where(*key).values(values))


async def move_to_incident(connection: AsyncConnection, realm: str, source: UUID, target: UUID) -> list[UUID]:
    """Let the alerts of one incident belong to another; their ids."""
    statement = sa.update(alert).where(alert.c.realm == realm, alert.c.incident_id == source)
    return list((await connection.scalars(statement.values(incident_id=target).returning(alert.c.id))).all())
