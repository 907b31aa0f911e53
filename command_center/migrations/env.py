"""Entry of Alembic: one connection, given by ``schema``; all steps of a run are one transaction."""

from __future__ import annotations

from alembic import context

from command_center.base.db import metadata
from command_center.migrations.tables import import_concepts

import_concepts()  # fills the metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    compare_server_default=True,
    transaction_per_migration=False,
    application_role=context.config.attributes["application_role"],
)
with context.begin_transaction():
    context.run_migrations()
