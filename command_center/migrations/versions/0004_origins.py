"""An alert comes from a camera or from a station, and says at which place: of a water level, the mark.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

RENAMED = """
UPDATE alert SET members = coalesce((
  SELECT jsonb_agg(jsonb_build_object(
    '{new}', member->'{old}', 'episode_id', member->'episode_id', 'ended', member->'ended') ORDER BY place)
  FROM jsonb_array_elements(members) WITH ORDINALITY AS found(member, place)), '[]'::jsonb)
"""
"""The key of a member's camera or station in every alert."""


def upgrade() -> None:
    op.add_column("alert", sa.Column("station_id", sa.Text))
    op.add_column("alert", sa.Column("place", sa.Text, nullable=False, server_default=""))
    op.alter_column("alert", "place", server_default=None)
    op.alter_column("alert", "camera_id", nullable=True)
    op.create_check_constraint(op.f("ck_alert_one_origin"), "alert", "(camera_id IS NULL) <> (station_id IS NULL)")
    op.create_index("ix_alert_station", "alert", ["realm", "station_id", "raised_at"])
    op.alter_column("alert_episode", "camera_id", new_column_name="origin")
    op.execute(RENAMED.format(old="camera_id", new="origin"))


def downgrade() -> None:
    op.execute(RENAMED.format(old="origin", new="camera_id"))
    op.alter_column("alert_episode", "origin", new_column_name="camera_id")
    op.drop_index("ix_alert_station", "alert")
    op.drop_constraint(op.f("ck_alert_one_origin"), "alert")
    op.execute("UPDATE alert SET camera_id = 'station-' || station_id WHERE camera_id IS NULL")
    op.alter_column("alert", "camera_id", nullable=False)
    op.drop_column("alert", "place")
    op.drop_column("alert", "station_id")
