"""Sign-in: failures by source, known browsers, an end for every session, passwords that must be changed.

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from command_center.migrations.privileges import grant

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _attempts()
    _failures()
    _devices()
    op.add_column("session", sa.Column("ends_at", MOMENT))
    # Nobody is signed out by the upgrade: open sessions get their lifetime from now on.
    op.execute("UPDATE session SET ends_at = now() + interval '7 days'")
    op.execute("UPDATE session SET expires_at = least(expires_at, ends_at)")
    op.alter_column("session", "ends_at", nullable=False)
    # Nobody who has a password now must change it.
    op.add_column("account", sa.Column("must_change", sa.Boolean, nullable=False, server_default=sa.false()))


def _attempts() -> None:
    # What was counted under the old rule, attempts that were refused among it, lasted a quarter of an hour.
    op.execute("DELETE FROM login_attempt")
    op.drop_index("ix_login_attempt_username_at", "login_attempt")
    op.drop_index("ix_login_attempt_address_at", "login_attempt")
    op.alter_column("login_attempt", "address", new_column_name="source")
    op.create_index("ix_login_attempt_username_source_at", "login_attempt", ["username", "source", "at"])
    op.create_index("ix_login_attempt_source_at", "login_attempt", ["source", "at"])
    op.create_index("ix_login_attempt_at", "login_attempt", ["at"])


def _failures() -> None:
    op.create_table(
        "sign_in_failure",
        sa.Column("hour", MOMENT, primary_key=True),
        sa.Column("username", sa.Text, primary_key=True),
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("count", sa.BigInteger, nullable=False),
    )
    grant("sign_in_failure")


def _devices() -> None:
    op.create_table(
        "known_device",
        sa.Column("token_hash", sa.LargeBinary, primary_key=True),
        sa.Column("account_id", sa.Uuid, sa.ForeignKey("account.id"), primary_key=True),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Index("ix_known_device_account_id_seen_at", "account_id", "seen_at"),
        sa.Index("ix_known_device_seen_at", "seen_at"),
    )
    grant("known_device")


def downgrade() -> None:
    op.drop_column("account", "must_change")
    op.drop_column("session", "ends_at")
    op.drop_table("known_device")
    op.drop_table("sign_in_failure")
    for name in ("ix_login_attempt_username_source_at", "ix_login_attempt_source_at", "ix_login_attempt_at"):
        op.drop_index(name, "login_attempt")
    op.alter_column("login_attempt", "source", new_column_name="address")
    op.create_index("ix_login_attempt_username_at", "login_attempt", ["username", "at"])
    op.create_index("ix_login_attempt_address_at", "login_attempt", ["address", "at"])
