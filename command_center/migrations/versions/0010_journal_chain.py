"""The administrators' journal is a chain as well: numbered without gaps, each row hashed with the one before.

Revision ID: 0010
Revises: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from command_center.auth.journal import Note, chained
from command_center.chain.model import GENESIS

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

COLUMNS = (("number", sa.BigInteger), ("prev_hash", sa.LargeBinary), ("hash", sa.LargeBinary))


def upgrade() -> None:
    for name, kind in COLUMNS:
        op.add_column("admin_journal", sa.Column(name, kind))
    op.execute("ALTER TABLE admin_journal DISABLE TRIGGER append_only")
    _chain()
    op.execute("ALTER TABLE admin_journal ENABLE TRIGGER append_only")
    for name, _ in COLUMNS:
        op.alter_column("admin_journal", name, nullable=False)
    op.create_index("uq_admin_journal_number", "admin_journal", ["number"], unique=True)


def _chain() -> None:
    """What was written before, in the order in which it was."""
    connection = op.get_bind()
    rows = connection.execute(
        sa.text("SELECT id, at, actor_id, action, subject, subject_id, detail FROM admin_journal ORDER BY id")
    ).all()
    head = GENESIS
    for number, row in enumerate(rows, start=1):
        entry = chained(number, head, Note(*row[1:]))
        head = entry.hash
        connection.execute(
            sa.text("UPDATE admin_journal SET number = :number, prev_hash = :before, hash = :hash WHERE id = :id"),
            {"number": number, "before": entry.prev_hash, "hash": entry.hash, "id": row.id},
        )


def downgrade() -> None:
    op.drop_index("uq_admin_journal_number", "admin_journal")
    for name, _ in reversed(COLUMNS):
        op.drop_column("admin_journal", name)
