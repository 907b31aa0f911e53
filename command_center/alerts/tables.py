"""The tables of alerts, and an alert as a row of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from types import MappingProxyType, UnionType
from typing import Any, get_args, get_type_hints
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from command_center.alerts.escalation import Policy
from command_center.alerts.model import OPEN, AlertState
from command_center.alerts.record import Alert, Member, Shelf
from command_center.base.db import metadata
from command_center.chain.model import Who

_OPEN_STATES = ", ".join(f"'{state}'" for state in sorted(OPEN))
IS_OPEN: sa.ColumnElement[bool] = sa.literal_column(f"state IN ({_OPEN_STATES})", sa.Boolean())
"""Spelt out, not bound: only so does PostgreSQL see that the partial indexes fit."""

SQL_TYPES: Mapping[object, sa.types.TypeEngine[Any]] = MappingProxyType(
    {
        str: sa.Text(), AlertState: sa.Text(), bool: sa.Boolean(), int: sa.Integer(), float: sa.Double(),
        UUID: sa.Uuid(), datetime: sa.DateTime(timezone=True),
    }
)  # fmt: skip
"""By the type of a field; what is not here is JSON."""
SIZES: Mapping[str, sa.types.TypeEngine[Any]] = MappingProxyType({"level": sa.SmallInteger(), "count": sa.BigInteger()})
"""Integers that are stored larger or smaller than usual."""


def _columns(record: type) -> list[sa.Column[Any]]:
    """A column for each field: by its type, NULL where the field may be None; ``realm`` and ``id`` are the key."""
    return [_column(name, hint) for name, hint in get_type_hints(record).items()]


def _column(name: str, hint: object) -> sa.Column[Any]:
    kinds = [one for one in get_args(hint) if one is not type(None)] if isinstance(hint, UnionType) else [hint]
    nullable = isinstance(hint, UnionType)
    sql = SIZES.get(name) or SQL_TYPES.get(kinds[0]) or JSONB(none_as_null=nullable)
    return sa.Column(name, sql, primary_key=name in {"realm", "id"}, nullable=nullable)


alert = sa.Table(
    "alert",
    metadata,
    *_columns(Alert),
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


def row_of(one: Alert) -> dict[str, Any]:
    values = {name: getattr(one, name) for name in _FIELDS}
    who = one.handled_by
    return values | {
        "state": str(one.state),
        "evidence": dict(one.evidence),
        "members": [
            {"origin": item.origin, "episode_id": str(item.episode_id), "ended": item.ended, "mark": item.mark}
            for item in one.members
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


def alert_of(row: sa.RowMapping) -> Alert:
    values: dict[str, Any] = dict(row)
    values["state"] = AlertState(values["state"])
    values["members"] = tuple(
        Member(item["origin"], UUID(item["episode_id"]), item["ended"], item.get("mark", ""))
        for item in values["members"]
    )
    values["handled_by"] = Who(**values["handled_by"]) if values["handled_by"] else None
    values["policy"] = Policy.of_json(values["policy"])
    values["shelf"] = _shelf(values["shelf"])
    return Alert(**values)
