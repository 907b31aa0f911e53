"""The ladder of calls in every alert, shelves and plans for known works; messages and pictures become append-only.

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from command_center.migrations.privileges import append_only, grant

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
OPEN = "state IN ('acknowledged', 'cleared_unacknowledged', 'raised', 'shelved')"
POLICY = """{"step": 300, "rounds": 3, "remind": 1800, "decide": 300, "rungs": [["duty_officer", "console"],
 ["duty_leader", "every"], ["commander", "every"], ["everybody", "every"]]}"""
"""What alerts from before this revision carry."""


def upgrade() -> None:
    _ladder()
    _origins()
    _plans()
    op.add_column("alert_episode", sa.Column("epoch", sa.BigInteger, nullable=False, server_default="0"))
    op.alter_column("alert_episode", "epoch", server_default=None)
    append_only("alert_signal")
    append_only("alert_snapshot")
    _bundles()


def _ladder() -> None:
    """An open alert always has a next step: the database refuses one that nobody would ever look at again."""
    op.add_column("alert", sa.Column("policy", JSONB, nullable=False, server_default=POLICY))
    op.add_column("alert", sa.Column("calls", sa.Integer, nullable=False, server_default="1"))
    op.add_column("alert", sa.Column("widened", sa.Boolean, nullable=False, server_default="false"))
    for name in ("policy", "calls", "widened"):
        op.alter_column("alert", name, server_default=None)
    op.add_column("alert", sa.Column("shelf", JSONB))
    op.add_column("alert", sa.Column("note", sa.Text))
    op.execute(f"UPDATE alert SET next_step_at = now() WHERE {OPEN} AND next_step_at IS NULL")  # noqa: S608
    op.create_check_constraint(
        op.f("ck_alert_open_has_next_step"), "alert", f"NOT ({OPEN}) OR next_step_at IS NOT NULL"
    )
    op.create_check_constraint(op.f("ck_alert_shelved_has_shelf"), "alert", "(state = 'shelved') = (shelf IS NOT NULL)")
    op.create_index("ix_alert_due", "alert", ["realm", "next_step_at"], postgresql_where=sa.text(OPEN))


def _origins() -> None:
    """A person may raise one without a camera, and the centre one about itself."""
    op.drop_constraint(op.f("ck_alert_one_origin"), "alert")
    op.create_check_constraint(op.f("ck_alert_one_origin"), "alert", "camera_id IS NULL OR station_id IS NULL")


def _plans() -> None:
    op.create_table(
        "shelf_plan",
        sa.Column("realm", sa.Text, primary_key=True),
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("camera_id", sa.Text),
        sa.Column("zone", sa.Text),
        sa.Column("kind", sa.Text),
        sa.Column("hotspot", sa.Text),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("made_by", JSONB, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("cancelled_at", MOMENT),
        sa.Column("cancelled_by", JSONB),
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        sa.CheckConstraint("num_nonnulls(camera_id, zone, kind, hotspot) > 0", name="covers_something"),
    )
    op.create_index("ix_shelf_plan_ends", "shelf_plan", ["realm", "ends_at"])
    grant("shelf_plan", "SELECT, INSERT, UPDATE")


def _bundles() -> None:
    op.create_table(
        "notification_member",
        sa.Column("realm", sa.Text, primary_key=True),
        sa.Column("subject_id", sa.Uuid, primary_key=True),
        sa.Column("notification_id", sa.Uuid, primary_key=True),
        sa.ForeignKeyConstraint(
            ["realm", "notification_id"], ["notification.realm", "notification.id"], name="fk_notification_member"
        ),
    )
    grant("notification_member", "SELECT, INSERT")


def downgrade() -> None:
    op.drop_table("notification_member")
    for table in ("alert_snapshot", "alert_signal"):
        op.execute(f'DROP TRIGGER append_only ON "{table}"')
        op.execute(f'DROP TRIGGER never_truncated ON "{table}"')
    op.drop_column("alert_episode", "epoch")
    op.drop_table("shelf_plan")
    op.drop_constraint(op.f("ck_alert_shelved_has_shelf"), "alert")
    op.drop_constraint(op.f("ck_alert_open_has_next_step"), "alert")
    op.drop_index("ix_alert_due", "alert")
    for name in ("note", "shelf", "widened", "calls", "policy"):
        op.drop_column("alert", name)
