"""CAP messages that came from other systems.

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from command_center.migrations.privileges import append_only

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "cap_message",
        sa.Column("realm", sa.Text, primary_key=True),
        sa.Column("event_id", sa.Uuid, primary_key=True),
        sa.Column("episode_id", sa.Uuid, nullable=False),
        sa.Column("sender", sa.Text, nullable=False),
        sa.Column("identifier", sa.Text, nullable=False),
        sa.Column("sent", MOMENT, nullable=False),
        sa.Column("headline", sa.Text, nullable=False),
        sa.Column("facts", JSONB, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("xml", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_cap_message_episode", "cap_message", ["realm", "episode_id"])
    append_only("cap_message")


def downgrade() -> None:
    op.drop_table("cap_message")
