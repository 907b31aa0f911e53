"""Viewings: who watched recordings and took files away, in a chain of its own.

Revision ID: 0015
Revises: 0014
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSTZMULTIRANGE

from command_center.migrations.privileges import append_only, grant

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _viewing()
    op.create_table(
        "watching",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("session_id", sa.Uuid, nullable=False),
        sa.Column("camera_id", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("actor_id", sa.Text, nullable=False),
        sa.Column("actor_name", sa.Text, nullable=False),
        sa.Column("actor_role", sa.Text, nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.Column("spans", TSTZMULTIRANGE, nullable=False),
        sa.Index("uq_watching_key", "session_id", "camera_id", "address", unique=True),
    )
    grant("watching")


def _viewing() -> None:
    op.create_table(
        "viewing",
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor_id", sa.Text, nullable=False),
        sa.Column("actor_name", sa.Text, nullable=False),
        sa.Column("actor_role", sa.Text, nullable=False),
        sa.Column("session_id", sa.Uuid, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("act", sa.Text, nullable=False),
        sa.Column("thing", sa.Text, nullable=False),
        sa.Column("thing_id", sa.Text, nullable=False),
        sa.Column("incident_id", sa.Uuid),
        sa.Column("spans", TSTZMULTIRANGE),
        sa.Column("watching_id", sa.Uuid),
        sa.Column("began_at", MOMENT),
        sa.Column("last_at", MOMENT),
        sa.Column("file_name", sa.Text),
        sa.Column("sha256", sa.Text),
        sa.Column("prev_hash", sa.LargeBinary, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Index("ix_viewing_thing", "thing", "thing_id", "number"),
        sa.Index("ix_viewing_incident", "incident_id"),
        sa.Index("uq_viewing_watching", "watching_id", "act", unique=True),
    )
    append_only("viewing")


def downgrade() -> None:
    op.drop_table("watching")
    op.drop_table("viewing")
