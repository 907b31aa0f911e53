"""Every change of a camera's specification, append-only and hash-chained.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from command_center.migrations.privileges import append_only

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "camera_change",
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("camera_id", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Text),
        sa.Column("actor_name", sa.Text),
        sa.Column("actor_role", sa.Text),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("before", JSONB),
        sa.Column("after", JSONB),
        sa.Column("about", JSONB, nullable=False),
        sa.Column("prev_hash", sa.LargeBinary, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.CheckConstraint("source IN ('page', 'file', 'mask', 'suggestion', 'undo')", name="source_known"),
    )
    op.create_index("ix_camera_change_camera", "camera_change", ["camera_id", "number"])
    append_only("camera_change")


def downgrade() -> None:
    op.drop_table("camera_change")
