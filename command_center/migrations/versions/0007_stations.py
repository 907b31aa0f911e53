"""Stations, what they measured, and what is remembered of each.

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from command_center.migrations.privileges import grant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "station",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("spec", JSONB, nullable=False),
        sa.Column("removed_at", MOMENT),
        sa.Column("token_hash", sa.LargeBinary),
        sa.Column("token_made_at", MOMENT),
        sa.Column("problem", JSONB),
    )
    grant("station", "SELECT, INSERT, UPDATE")
    op.create_table(
        "station_watch",
        sa.Column("realm", sa.Text, primary_key=True),
        sa.Column("station_id", sa.Text, sa.ForeignKey("station.id"), primary_key=True),
        sa.Column("watch", JSONB, nullable=False),
    )
    grant("station_watch", "SELECT, INSERT, UPDATE")
    op.create_table(
        "station_reading",
        sa.Column("realm", sa.Text, primary_key=True),
        sa.Column("station_id", sa.Text, sa.ForeignKey("station.id"), primary_key=True),
        sa.Column("quantity", sa.Text, primary_key=True),
        sa.Column("at", MOMENT, primary_key=True),
        sa.Column("value", sa.Double, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.CheckConstraint("quantity IN ('level', 'rain')", name="quantity_known"),
        sa.CheckConstraint("source IN ('http', 'mqtt')", name="source_known"),
    )
    grant("station_reading", "SELECT, INSERT, DELETE")


def downgrade() -> None:
    for table in ("station_reading", "station_watch", "station"):
        op.drop_table(table)
