"""Tables of alerts, and reading and writing what the intake and the officers change."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from camera_adapters.messages import STATION_PREFIX
from command_center.alerts.escalation import Policy
from command_center.alerts.model import OPEN, TERMINAL, UNSEEN, AlertState
from command_center.alerts.record import Alert, Episode, Member, Shelf, Stretch
from command_center.audit.model import Who
from command_center.db import metadata

_OPEN_STATES = ", ".join(f"'{state}'" for state in sorted(OPEN))
IS_OPEN: sa.ColumnElement[bool] = sa.literal_column(f"state IN ({_OPEN_STATES})", sa.Boolean())
"""Spelt out, not bound: only so does PostgreSQL see that the partial indexes fit."""

alert = sa.Table(
    "alert",
    metadata,
    sa.Column("realm", sa.Text, primary_key=True),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("level", sa.SmallInteger, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("dedup_key", sa.Text, nullable=False),
    sa.Column("camera_id", sa.Text),
    sa.Column("station_id", sa.Text),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("hotspot", sa.Text),
    sa.Column("zone", sa.Text),
    sa.Column("zone_name", JSONB(none_as_null=True)),
    sa.Column("detector", sa.Text, nullable=False),
    sa.Column("score", sa.Double, nullable=False),
    sa.Column("value", sa.Double),
    sa.Column("unit", sa.Text),
    sa.Column("box", JSONB(none_as_null=True)),
    sa.Column("evidence", JSONB, nullable=False),
    sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("captured_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
    sa.Column("ended_at", sa.DateTime(timezone=True)),
    sa.Column("next_step_at", sa.DateTime(timezone=True)),
    sa.Column("count", sa.BigInteger, nullable=False),
    sa.Column("members", JSONB, nullable=False),
    sa.Column("joined_at", sa.DateTime(timezone=True)),
    sa.Column("has_snapshot", sa.Boolean, nullable=False),
    sa.Column("handled_by", JSONB(none_as_null=True)),
    sa.Column("acknowledged_at", sa.DateTime(timezone=True)),
    sa.Column("decided_at", sa.DateTime(timezone=True)),
    sa.Column("reason", sa.Text),
    sa.Column("incident_id", sa.Uuid),
    sa.Column("previous_alert_id", sa.Uuid),
    sa.Column("policy", JSONB, nullable=False),
    sa.Column("calls", sa.Integer, nullable=False),
    sa.Column("widened", sa.Boolean, nullable=False),
    sa.Column("shelf", JSONB(none_as_null=True)),
    sa.Column("note", sa.Text),
    sa.ForeignKeyConstraint(["realm", "incident_id"], ["incident.realm", "incident.id"], name="fk_alert_incident"),
    sa.ForeignKeyConstraint(["realm", "previous_alert_id"], ["alert.realm", "alert.id"], name="fk_alert_previous"),
    sa.Index("uq_alert_open", "realm", "dedup_key", unique=True, postgresql_where=IS_OPEN),
    sa.Index("ix_alert_open", "realm", "raised_at", postgresql_where=IS_OPEN),
    sa.Index("ix_alert_due", "realm", "next_step_at", postgresql_where=IS_OPEN),
    sa.Index("ix_alert_raised", "realm", "raised_at", "id"),
    sa.Index("ix_alert_camera", "realm", "camera_id", "raised_at"),
    sa.Index("ix_alert_station", "realm", "station_id", "raised_at"),
    sa.Index("ix_alert_incident", "realm", "incident_id"),
    sa.Index("ix_alert_members", "members", postgresql_using="gin", postgresql_ops={"members": "jsonb_path_ops"}),
)

alert_episode = sa.Table(
    "alert_episode",
    metadata,
    sa.Column("realm", sa.Text, primary_key=True),
    sa.Column("episode_id", sa.Uuid, primary_key=True),
    sa.Column("alert_id", sa.Uuid, nullable=False),
    sa.Column("origin", sa.Text, nullable=False),
    sa.Column("dedup_key", sa.Text, nullable=False),
    sa.Column("last_seq", sa.BigInteger, nullable=False),
    sa.Column("ended_at", sa.DateTime(timezone=True)),
    sa.Column("epoch", sa.BigInteger, nullable=False),
    sa.ForeignKeyConstraint(["realm", "alert_id"], ["alert.realm", "alert.id"], name="fk_alert_episode_alert"),
    sa.Index("ix_alert_episode_key", "realm", "dedup_key"),
    sa.Index("ix_alert_episode_alert", "realm", "alert_id"),
)

alert_signal = sa.Table(
    "alert_signal",
    metadata,
    sa.Column("event_id", sa.Uuid, primary_key=True),
    sa.Column("realm", sa.Text, nullable=False),
    sa.Column("alert_id", sa.Uuid, nullable=False),
    sa.Column("episode_id", sa.Uuid, nullable=False),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("phase", sa.Text, nullable=False),
    sa.Column("message", JSONB, nullable=False),
    sa.Column("captured_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(["realm", "alert_id"], ["alert.realm", "alert.id"], name="fk_alert_signal_alert"),
    sa.Index("ix_alert_signal_alert", "realm", "alert_id"),
)
"""Every message of an adapter once: ``event_id`` makes redelivery harmless."""

alert_snapshot = sa.Table(
    "alert_snapshot",
    metadata,
    sa.Column("realm", sa.Text, primary_key=True),
    sa.Column("alert_id", sa.Uuid, primary_key=True),
    sa.Column("captured_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("jpeg", sa.LargeBinary, nullable=False),
    sa.ForeignKeyConstraint(["realm", "alert_id"], ["alert.realm", "alert.id"], name="fk_alert_snapshot_alert"),
)

_FIELDS = tuple(one.name for one in fields(Alert))


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
    """The known ones of these episodes."""
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
    return [_alert(row) for row in rows]


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
    return _alert(row) if row else None


async def unended_episodes(connection: AsyncConnection, realm: str) -> list[Episode]:
    """Episodes of open alerts whose condition is said to last."""
    query = (
        sa.select(alert_episode)
        .join(alert, sa.and_(alert.c.realm == alert_episode.c.realm, alert.c.id == alert_episode.c.alert_id))
        .where(alert.c.realm == realm, IS_OPEN, alert.c.ended_at.is_(None), alert_episode.c.ended_at.is_(None))
    )
    return [Episode(**row) for row in (await connection.execute(query)).mappings()]


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


async def lock_one(connection: AsyncConnection, realm: str, identity: UUID) -> Alert | None:
    """This alert, locked until the transaction ends."""
    query = sa.select(alert).where(alert.c.realm == realm, alert.c.id == identity).with_for_update()
    row = (await connection.execute(query)).mappings().first()
    return _alert(row) if row else None


async def by_ids(connection: AsyncConnection, realm: str, ids: Collection[UUID]) -> list[Alert]:
    """These alerts, oldest first."""
    if not ids:
        return []
    query = sa.select(alert).where(alert.c.realm == realm, alert.c.id.in_(ids)).order_by(alert.c.raised_at, alert.c.id)
    return [_alert(row) for row in (await connection.execute(query)).mappings()]


async def of_incidents(connection: AsyncConnection, realm: str, incidents: Collection[UUID]) -> list[Alert]:
    """Every alert of these incidents, oldest first."""
    query = sa.select(alert).where(alert.c.realm == realm, alert.c.incident_id.in_(incidents))
    rows = (await connection.execute(query.order_by(alert.c.raised_at, alert.c.id))).mappings()
    return [_alert(row) for row in rows]


async def search(
    connection: AsyncConnection, realm: str, conditions: Sequence[sa.ColumnElement[bool]], offset: int, limit: int
) -> tuple[list[Alert], int]:
    """One page, newest first, and how many there are in all."""
    where = (alert.c.realm == realm, *conditions)
    total = await connection.scalar(sa.select(sa.func.count()).select_from(alert).where(*where)) or 0
    query = sa.select(alert).where(*where).order_by(alert.c.raised_at.desc(), alert.c.id.desc())
    rows = (await connection.execute(query.offset(offset).limit(limit))).mappings()
    return [_alert(row) for row in rows], total


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
    return [_alert(row) for row in rows]


async def claim_unheard(
    connection: AsyncConnection, realm: str, limit: int, without: Collection[UUID] = ()
) -> list[Alert]:
    """Alerts that nobody has taken and that only open pages were told of, locked."""
    unseen = alert.c.state.in_([str(state) for state in UNSEEN])
    query = (
        sa.select(alert)
        .where(alert.c.realm == realm, IS_OPEN, unseen, sa.not_(alert.c.widened), alert.c.id.not_in(without))
        .order_by(alert.c.raised_at)
        .limit(limit)
    )
    rows = (await connection.execute(query.with_for_update(skip_locked=True))).mappings()
    return [_alert(row) for row in rows]


async def count_overdue(connection: AsyncConnection, realm: str, before: datetime) -> int:
    """Open alerts whose step was due before then and was not taken."""
    query = sa.select(sa.func.count()).select_from(alert)
    return await connection.scalar(query.where(alert.c.realm == realm, IS_OPEN, alert.c.next_step_at < before)) or 0


async def crowds(
    connection: AsyncConnection, realm: str, kinds: Collection[str], since: datetime
) -> dict[tuple[str, str | None], int]:
    """By kind and hotspot: how many open alerts were raised since then, or still wait for somebody."""
    waits = alert.c.state.in_([str(state) for state in UNSEEN])
    query = (
        sa.select(alert.c.kind, alert.c.hotspot, sa.func.count())
        .where(alert.c.realm == realm, IS_OPEN, alert.c.kind.in_(kinds))
        .where(sa.or_(alert.c.raised_at >= since, waits))
        .group_by(alert.c.kind, alert.c.hotspot)
    )
    return {(kind, hotspot): int(count) for kind, hotspot, count in await connection.execute(query)}


async def snapshot(connection: AsyncConnection, realm: str, identity: UUID) -> bytes | None:
    """The alert's JPEG."""
    query = sa.select(alert_snapshot.c.jpeg).where(
        alert_snapshot.c.realm == realm, alert_snapshot.c.alert_id == identity
    )
    return await connection.scalar(query)


async def insert_alerts(connection: AsyncConnection, alerts: Sequence[Alert]) -> None:
    """Store new alerts."""
    if alerts:
        await connection.execute(sa.insert(alert), [_row(one) for one in alerts])


async def update_alerts(connection: AsyncConnection, alerts: Iterable[Alert]) -> None:
    """Write alerts back whole; the caller holds their locks."""
    for one in alerts:
        values = _row(one)
        key = (alert.c.realm == values.pop("realm"), alert.c.id == values.pop("id"))
        await connection.execute(sa.update(alert).where(*key).values(values))


async def move_to_incident(connection: AsyncConnection, realm: str, source: UUID, target: UUID) -> list[UUID]:
    """Let the alerts of one incident belong to another; their ids."""
    statement = sa.update(alert).where(alert.c.realm == realm, alert.c.incident_id == source)
    return list((await connection.scalars(statement.values(incident_id=target).returning(alert.c.id))).all())


async def upsert_episodes(connection: AsyncConnection, rows: Sequence[Episode]) -> None:
    """Store where episodes stand."""
    if not rows:
        return
    statement = insert(alert_episode)
    changing = ("alert_id", "last_seq", "ended_at", "epoch")
    statement = statement.on_conflict_do_update(
        index_elements=["realm", "episode_id"], set_={name: statement.excluded[name] for name in changing}
    )
    await connection.execute(statement, [{one.name: getattr(row, one.name) for one in fields(row)} for row in rows])


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


def _row(one: Alert) -> dict[str, Any]:
    values = {name: getattr(one, name) for name in _FIELDS}
    who = one.handled_by
    return values | {
        "state": str(one.state),
        "evidence": dict(one.evidence),
        "members": [
            {"origin": item.origin, "episode_id": str(item.episode_id), "ended": item.ended} for item in one.members
        ],
        "handled_by": _who_json(who),
        "policy": one.policy.as_json(),
        "shelf": _shelf_json(one.shelf),
    }


def _who_json(who: Who | None) -> dict[str, str] | None:
    return {"id": who.id, "name": who.name, "role": who.role} if who else None


def _shelf_json(shelf: Shelf | None) -> dict[str, Any] | None:
    if shelf is None:
        return None
    plan = str(shelf.plan_id) if shelf.plan_id else None
    return {"until": shelf.until.isoformat(), "reason": shelf.reason, "by": _who_json(shelf.by), "plan_id": plan}


def _shelf(kept: Mapping[str, Any] | None) -> Shelf | None:
    if kept is None:
        return None
    by = Who(**kept["by"]) if kept["by"] else None
    plan = UUID(kept["plan_id"]) if kept["plan_id"] else None
    return Shelf(datetime.fromisoformat(kept["until"]), kept["reason"], by, plan)


def _alert(row: sa.RowMapping) -> Alert:
    values: dict[str, Any] = dict(row)
    values["state"] = AlertState(values["state"])
    values["members"] = tuple(
        Member(item["origin"], UUID(item["episode_id"]), item["ended"]) for item in values["members"]
    )
    values["handled_by"] = Who(**values["handled_by"]) if values["handled_by"] else None
    values["policy"] = Policy.of_json(values["policy"])
    values["shelf"] = _shelf(values["shelf"])
    return Alert(**values)
