"""Transitions, incidents, alerts with their episodes, messages and pictures, recording files.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from command_center.migrations.privileges import append_only, grant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ALERT_STATES = "'raised', 'acknowledged', 'confirmed', 'dismissed', 'cleared_unacknowledged', 'shelved'"
OPEN = sa.text("state IN ('acknowledged', 'cleared_unacknowledged', 'raised', 'shelved')")
INCIDENT_STATES = "'discovered', 'verified', 'responding', 'controlled', 'closed', 'reviewed', 'cancelled', 'merged'"


def upgrade() -> None:
    _transitions()
    _incidents()
    _alerts()
    _episodes()
    _signals()
    _snapshots()
    _segments()


def _transitions() -> None:
    op.create_table(
        "transition",
        sa.Column("realm", sa.Text, primary_key=True),
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("subject_id", sa.Uuid, nullable=False),
        sa.Column("from_state", sa.Text),
        sa.Column("to_state", sa.Text, nullable=False),
        sa.Column("actor_id", sa.Text),
        sa.Column("actor_name", sa.Text),
        sa.Column("actor_role", sa.Text),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("elapsed_ms", sa.BigInteger),
        sa.Column("reason", sa.Text),
        sa.Column("note", sa.Text),
        sa.Column("data", JSONB, nullable=False),
        sa.Column("prev_hash", sa.LargeBinary, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.CheckConstraint("subject IN ('alert', 'incident')", name="subject_known"),
    )
    op.create_index("ix_transition_subject", "transition", ["realm", "subject", "subject_id", "number"])
    append_only("transition")


def _incidents() -> None:
    op.create_table(
        "incident",
        sa.Column("realm", sa.Text, primary_key=True),
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("level", sa.SmallInteger, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("title", JSONB, nullable=False),
        sa.Column("hotspot", sa.Text),
        sa.Column("position", JSONB),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("opened_by", JSONB, nullable=False),
        sa.Column("state_since", MOMENT, nullable=False),
        sa.CheckConstraint(f"state IN ({INCIDENT_STATES})", name="state_known"),
        sa.CheckConstraint("level BETWEEN 1 AND 4", name="level_known"),
    )
    op.create_index("uq_incident_number", "incident", ["realm", "number"], unique=True)
    op.create_index("ix_incident_opened", "incident", ["realm", "opened_at"])
    grant("incident", "SELECT, INSERT, UPDATE")
    op.create_table(
        "incident_serial",
        sa.Column("realm", sa.Text, primary_key=True),
        sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("last", sa.Integer, nullable=False),
    )
    grant("incident_serial", "SELECT, INSERT, UPDATE")


def _alerts() -> None:
    op.create_table("alert", *_alert_columns(), *_alert_constraints())
    op.create_index("uq_alert_open", "alert", ["realm", "dedup_key"], unique=True, postgresql_where=OPEN)
    op.create_index("ix_alert_open", "alert", ["realm", "raised_at"], postgresql_where=OPEN)
    op.create_index("ix_alert_raised", "alert", ["realm", "raised_at", "id"])
    op.create_index("ix_alert_camera", "alert", ["realm", "camera_id", "raised_at"])
    op.create_index("ix_alert_incident", "alert", ["realm", "incident_id"])
    op.create_index(
        "ix_alert_members", "alert", ["members"], postgresql_using="gin", postgresql_ops={"members": "jsonb_path_ops"}
    )
    grant("alert", "SELECT, INSERT, UPDATE")


def _alert_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("realm", sa.Text, primary_key=True),
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("level", sa.SmallInteger, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("dedup_key", sa.Text, nullable=False),
        sa.Column("camera_id", sa.Text, nullable=False),
        sa.Column("hotspot", sa.Text),
        sa.Column("zone", sa.Text),
        sa.Column("zone_name", JSONB),
        sa.Column("detector", sa.Text, nullable=False),
        sa.Column("score", sa.Double, nullable=False),
        sa.Column("value", sa.Double),
        sa.Column("unit", sa.Text),
        sa.Column("box", JSONB),
        sa.Column("evidence", JSONB, nullable=False),
        sa.Column("raised_at", MOMENT, nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("captured_at", MOMENT, nullable=False),
        sa.Column("last_seen_at", MOMENT, nullable=False),
        sa.Column("state_since", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.Column("next_step_at", MOMENT),
        sa.Column("count", sa.BigInteger, nullable=False),
        sa.Column("members", JSONB, nullable=False),
        sa.Column("joined_at", MOMENT),
        sa.Column("has_snapshot", sa.Boolean, nullable=False),
        sa.Column("handled_by", JSONB),
        sa.Column("acknowledged_at", MOMENT),
        sa.Column("decided_at", MOMENT),
        sa.Column("reason", sa.Text),
        sa.Column("incident_id", sa.Uuid),
        sa.Column("previous_alert_id", sa.Uuid),
    ]


def _alert_constraints() -> list[sa.Constraint]:
    """Keys are (realm, id) everywhere: a drill's row cannot point at a live one."""
    return [
        sa.CheckConstraint(f"state IN ({ALERT_STATES})", name="state_known"),
        sa.CheckConstraint("level BETWEEN 1 AND 4", name="level_known"),
        sa.CheckConstraint("(state = 'confirmed') = (incident_id IS NOT NULL)", name="confirmed_has_incident"),
        sa.ForeignKeyConstraint(["realm", "incident_id"], ["incident.realm", "incident.id"], name="fk_alert_incident"),
        sa.ForeignKeyConstraint(["realm", "previous_alert_id"], ["alert.realm", "alert.id"], name="fk_alert_previous"),
    ]


def _belongs_to_alert(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["realm", "alert_id"], ["alert.realm", "alert.id"], name=f"fk_{table}_alert")


def _episodes() -> None:
    op.create_table(
        "alert_episode",
        sa.Column("realm", sa.Text, primary_key=True),
        sa.Column("episode_id", sa.Uuid, primary_key=True),
        sa.Column("alert_id", sa.Uuid, nullable=False),
        sa.Column("camera_id", sa.Text, nullable=False),
        sa.Column("dedup_key", sa.Text, nullable=False),
        sa.Column("last_seq", sa.BigInteger, nullable=False),
        sa.Column("ended_at", MOMENT),
        _belongs_to_alert("alert_episode"),
    )
    op.create_index("ix_alert_episode_key", "alert_episode", ["realm", "dedup_key"])
    op.create_index("ix_alert_episode_alert", "alert_episode", ["realm", "alert_id"])
    grant("alert_episode", "SELECT, INSERT, UPDATE")


def _signals() -> None:
    op.create_table(
        "alert_signal",
        sa.Column("event_id", sa.Uuid, primary_key=True),
        sa.Column("realm", sa.Text, nullable=False),
        sa.Column("alert_id", sa.Uuid, nullable=False),
        sa.Column("episode_id", sa.Uuid, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("phase", sa.Text, nullable=False),
        sa.Column("message", JSONB, nullable=False),
        sa.Column("captured_at", MOMENT, nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        _belongs_to_alert("alert_signal"),
    )
    op.create_index("ix_alert_signal_alert", "alert_signal", ["realm", "alert_id"])
    grant("alert_signal", "SELECT, INSERT")


def _snapshots() -> None:
    op.create_table(
        "alert_snapshot",
        sa.Column("realm", sa.Text, primary_key=True),
        sa.Column("alert_id", sa.Uuid, primary_key=True),
        sa.Column("captured_at", MOMENT, nullable=False),
        sa.Column("jpeg", sa.LargeBinary, nullable=False),
        _belongs_to_alert("alert_snapshot"),
    )
    grant("alert_snapshot", "SELECT, INSERT")


def _segments() -> None:
    op.create_table(
        "segment",
        sa.Column("realm", sa.Text, primary_key=True),
        sa.Column("path", sa.Text, primary_key=True),
        sa.Column("camera_id", sa.Text, nullable=False),
        sa.Column("stream", sa.Text, nullable=False),
        sa.Column("epoch", sa.BigInteger, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("duration", sa.Double),
        sa.Column("bytes", sa.BigInteger),
        sa.Column("sha256", sa.Text),
        sa.Column("discontinuity", sa.Boolean, nullable=False),
        sa.Column("codec", sa.Text),
        sa.CheckConstraint("state IN ('opened', 'closed', 'expired')", name="state_known"),
    )
    op.create_index("ix_segment_camera", "segment", ["realm", "camera_id", "started_at"])
    grant("segment", "SELECT, INSERT, UPDATE, DELETE")


def downgrade() -> None:
    for table in (
        "segment",
        "alert_snapshot",
        "alert_signal",
        "alert_episode",
        "alert",
        "incident_serial",
        "incident",
        "transition",
    ):
        op.drop_table(table)
