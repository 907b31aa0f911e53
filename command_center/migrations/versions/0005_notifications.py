"""Notices, deliveries, contacts; who is on duty.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from command_center.migrations.privileges import grant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _notifications()
    _deliveries()
    _contacts()
    _duty()


def _notifications() -> None:
    op.create_table(
        "notification",
        sa.Column("realm", sa.Text, primary_key=True),
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("subject", sa.Text),
        sa.Column("subject_id", sa.Uuid),
        sa.Column("level", sa.SmallInteger),
        sa.Column("title", JSONB, nullable=False),
        sa.Column("body", JSONB, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("bundle_key", sa.Text),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
    )
    op.create_index("uq_notification_bundle", "notification", ["realm", "bundle_key"], unique=True)
    op.create_index("ix_notification_subject", "notification", ["realm", "subject_id", "created_at"])
    grant("notification", "SELECT, INSERT, UPDATE")


def _deliveries() -> None:
    """A drill never rings a telephone: outside the live realm the database refuses every channel but the page."""
    op.create_table(
        "delivery",
        sa.Column("realm", sa.Text, primary_key=True),
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("notification_id", sa.Uuid, nullable=False),
        sa.Column("account_id", sa.Uuid, sa.ForeignKey("account.id")),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.Text),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_attempt_at", MOMENT, nullable=False),
        sa.Column("queued_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT),
        sa.Column("delivered_at", MOMENT),
        sa.Column("failed_at", MOMENT),
        sa.Column("reason", sa.Text),
        sa.Column("detail", sa.Text),
        sa.CheckConstraint("state IN ('queued', 'sent', 'delivered', 'failed')", name="state_known"),
        sa.CheckConstraint("realm = 'live' OR channel = 'in_app'", name="realm_stays_inside"),
        sa.ForeignKeyConstraint(
            ["realm", "notification_id"], ["notification.realm", "notification.id"], name="fk_delivery_notification"
        ),
    )
    queued = sa.text("state = 'queued'")
    op.create_index("ix_delivery_due", "delivery", ["channel", "next_attempt_at"], postgresql_where=queued)
    op.create_index("ix_delivery_notification", "delivery", ["realm", "notification_id"])
    op.create_index("ix_delivery_account", "delivery", ["account_id", "queued_at"])
    grant("delivery", "SELECT, INSERT, UPDATE")


def _contacts() -> None:
    op.create_table(
        "contact",
        sa.Column("account_id", sa.Uuid, sa.ForeignKey("account.id"), primary_key=True),
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
    )
    grant("contact")


def _duty() -> None:
    op.create_table(
        "on_duty",
        sa.Column("role", sa.Text, primary_key=True),
        sa.Column("account_id", sa.Uuid, sa.ForeignKey("account.id"), primary_key=True),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("set_by", sa.Text, nullable=False),
        sa.CheckConstraint("role IN ('duty_officer', 'duty_leader', 'commander')", name="role_known"),
    )
    grant("on_duty")


def downgrade() -> None:
    for table in ("on_duty", "contact", "delivery", "notification"):
        op.drop_table(table)
