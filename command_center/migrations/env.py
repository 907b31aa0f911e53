"""Alembic's entry: one connection, given by ``command_center.schema``; all steps of a run are one transaction."""

from __future__ import annotations

from alembic import context

from command_center import tables
from command_center.db import metadata

assert tables.ALL  # noqa: S101 - importing it is what fills the metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    compare_server_default=True,
    transaction_per_migration=False,
    application_role=context.config.attributes["application_role"],
)
with context.begin_transaction():
    context.run_migrations()
