"""Second factor: enrolments, recovery codes, half-done sign-ins, browsers and sessions that a code has proven.

Revision ID: 0012
Revises: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from command_center.migrations.privileges import grant

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def _account() -> sa.Column[object]:
    return sa.Column("account_id", sa.Uuid, sa.ForeignKey("account.id"), nullable=False)


def _key_account() -> sa.Column[object]:
    return sa.Column("account_id", sa.Uuid, sa.ForeignKey("account.id"), primary_key=True)


def upgrade() -> None:
    _enrolments()
    _codes()
    _half_done()
    op.add_column("known_device", sa.Column("proven_at", MOMENT))
    # Sessions of before the upgrade go on as they are: who needs a second factor is asked at the next sign-in.
    op.add_column("session", sa.Column("must_enrol", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("account", sa.Column("enrol_by", MOMENT))


def _enrolments() -> None:
    op.create_table(
        "second_factor",
        _key_account(),
        sa.Column("nonce", sa.LargeBinary, nullable=False),
        sa.Column("key_mark", sa.LargeBinary, nullable=False),
        sa.Column("enrolled_at", MOMENT, nullable=False),
        sa.Column("last_step", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "second_factor_draft",
        _key_account(),
        sa.Column("session_id", sa.Uuid, nullable=False),
        sa.Column("nonce", sa.LargeBinary, nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
    )
    op.create_table("recovery_code", _key_account(), sa.Column("code_hash", sa.LargeBinary, primary_key=True))
    for table in ("second_factor", "second_factor_draft", "recovery_code"):
        grant(table)


def _codes() -> None:
    op.create_table(
        "wrong_code",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        _account(),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Index("ix_wrong_code_account_id_source_at", "account_id", "source", "at"),
        sa.Index("ix_wrong_code_at", "at"),
    )
    grant("wrong_code")


def _half_done() -> None:
    op.create_table(
        "half_sign_in",
        sa.Column("token_hash", sa.LargeBinary, primary_key=True),
        _account(),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Index("ix_half_sign_in_account_id", "account_id"),
        sa.Index("ix_half_sign_in_expires_at", "expires_at"),
    )
    grant("half_sign_in")


def downgrade() -> None:
    op.drop_column("account", "enrol_by")
    op.drop_column("session", "must_enrol")
    op.drop_column("known_device", "proven_at")
    for table in ("half_sign_in", "wrong_code", "recovery_code", "second_factor_draft", "second_factor"):
        op.drop_table(table)
