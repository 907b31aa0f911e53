"""The tables of alerts, and an alert as a row of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any
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


def row_of(one: Alert) -> dict[str, Any]:
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


def alert_of(row: sa.RowMapping) -> Alert:
    values: dict[str, Any] = dict(row)
    values["state"] = AlertState(values["state"])
    values["members"] = tuple(
        Member(item["origin"], UUID(item["episode_id"]), item["ended"]) for item in values["members"]
    )
    values["handled_by"] = Who(**values["handled_by"]) if values["handled_by"] else None
    values["policy"] = Policy.of_json(values["policy"])
    values["shelf"] = _shelf(values["shelf"])
    return Alert(**values)
