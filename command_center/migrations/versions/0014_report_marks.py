"""Reports: which fields the centre filled in and nobody has touched; numbers of documents that count within a year.

Revision ID: 0014
Revises: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from command_center.migrations.privileges import grant

revision = "0014"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Who touched what was not kept before: texts that are stored count as a person's.
    op.add_column("report", sa.Column("unchecked", JSONB, nullable=False, server_default=sa.text("'[]'::jsonb")))
    op.alter_column("report", "unchecked", server_default=None)
    op.create_table(
        "report_serial",
        sa.Column("realm", sa.Text, primary_key=True),
        sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("last", sa.Integer, nullable=False),
    )
    grant("report_serial", "SELECT, INSERT, UPDATE")
    # New numbers go on above those that were given: one paper, one number, also in the register of who receives it.
    op.execute(
        "INSERT INTO report_serial (realm, year, last) "
        "SELECT realm, extract(year FROM signed_at)::int, count(*) FROM report WHERE code IS NOT NULL GROUP BY 1, 2"
    )
    op.create_index("uq_report_code", "report", ["realm", "code"], unique=True)


def downgrade() -> None:
    op.drop_index("uq_report_code", "report")
    op.drop_table("report_serial")
    op.drop_column("report", "unchecked")
