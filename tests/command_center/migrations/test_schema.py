"""The schema: built from nothing by migrations, and the same as the tables in code."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import asyncpg

from command_center.audit.verify import verify_all
from command_center.auth import journal
from command_center.base.db import Database
from command_center.cameras import history
from command_center.cameras.change import ChangeDraft, ChangeSource
from command_center.migrations import schema
from tests.support.servers import Servers

NOW = datetime(2026, 11, 23, 8, 0, 0, 123456, tzinfo=UTC)


async def test_migrations_build_the_tables_that_the_code_expects(servers: Servers) -> None:
    async with servers.fresh_database(template=None) as (application, owner):
        assert await schema.upgrade(owner, application) == (None, schema.head_revision())
        assert await schema.differences(owner) == []
        assert await schema.upgrade(owner, application) == (schema.head_revision(), schema.head_revision())


async def test_what_an_older_centre_wrote_down_is_chained_when_it_is_brought_up_to_date(
    servers: Servers, tmp_path: Path
) -> None:
    async with servers.fresh_database(template=None) as (application, owner):
        await schema.upgrade(owner, application, "0009")
        await _journal_of_old(owner)
        await schema.upgrade(owner, application)
        database = Database(application, pool_size=1)
        try:
            async with database.transaction() as connection:
                await journal.append(connection, journal.Note(NOW, None, "people_listed", "account", "*", {}))
            verdicts = {one.realm: one for one in await verify_all(database, tmp_path / "heads.jsonl")}
        finally:
            await database.close()
        assert (verdicts["admin_journal"].checked, verdicts["admin_journal"].broken) == (4, None)
        assert (verdicts["camera_change"].checked, verdicts["camera_change"].broken) == (1, None)
        await _altered(owner)
        database = Database(application, pool_size=1)
        try:
            verdicts = {one.realm: one for one in await verify_all(database, tmp_path / "heads.jsonl")}
        finally:
            await database.close()
        broken = verdicts["admin_journal"].broken
        assert broken is not None
        assert broken.number == 2


async def _journal_of_old(owner: str) -> None:
    """Rows of a journal without numbers, with what JSON can spell in several ways, and a change of a camera."""
    connection = await asyncpg.connect(owner)
    for action, detail in (
        ("account_created", {"username": "甲", "role": "admin"}),
        ("settings_changed", {"share": 1e-7, "whole": 2.0, "count": 3, "on": True, "none": None}),
        ("account_changed", {"password": "changed", "list": [1, {"深": "值"}]}),
    ):
        await connection.execute(
            "INSERT INTO admin_journal (at, actor_id, action, subject, subject_id, detail) "
            "VALUES ($1, NULL, $2, 'account', 'x', $3::text::jsonb)",
            NOW, action, json.dumps(detail),
        )  # fmt: skip
    await connection.close()
    database = Database(owner, pool_size=1)
    async with database.transaction() as writing:
        change = ChangeDraft("cam-01", NOW, None, ChangeSource.FILE, None, {"id": "cam-01", "fps": 12.5}, {})
        await history.append(writing, [change])
    await database.close()


async def _altered(owner: str) -> None:
    connection = await asyncpg.connect(owner)
    await connection.execute("ALTER TABLE admin_journal DISABLE TRIGGER append_only")
    await connection.execute("UPDATE admin_journal SET detail = '{}' WHERE number = 2")
    await connection.close()
