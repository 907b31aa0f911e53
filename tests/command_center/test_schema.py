"""The schema: built from nothing by migrations, and the same as the tables in code."""

from __future__ import annotations

from uuid import uuid4

import asyncpg

from command_center import schema
from command_center.embedded import OWNER
from tests.conftest import Servers


async def test_migrations_build_the_tables_that_the_code_expects(servers: Servers) -> None:
    name = f"t_{uuid4().hex[:12]}"
    admin = await asyncpg.connect(servers.admin_url)
    try:
        await admin.execute(f'CREATE DATABASE "{name}" OWNER {OWNER}')
        application, owner = servers.named(name)
        assert await schema.upgrade(owner, application) == (None, schema.head_revision())
        assert await schema.differences(owner) == []
        assert await schema.upgrade(owner, application) == (schema.head_revision(), schema.head_revision())
        await admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    finally:
        await admin.close()
