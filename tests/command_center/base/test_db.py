"""The two pools: one that may write, one that only reads, and connections that died while nobody looked."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from command_center.base.db import Database


async def test_a_read_refuses_to_write(database: Database) -> None:
    with pytest.raises(DBAPIError, match="read-only transaction"):
        async with database.read() as connection:
            await connection.execute(sa.text("DELETE FROM login_attempt"))


async def test_a_read_sees_what_was_committed_since_it_began(database: Database) -> None:
    count = sa.text("SELECT count(*) FROM login_attempt")
    async with database.read() as reading:
        before = await reading.scalar(count)
        async with database.transaction() as writing:
            await writing.execute(sa.text("INSERT INTO login_attempt (username, source, at) VALUES ('a', 'b', now())"))
            assert await reading.scalar(count) == before
        assert await reading.scalar(count) == before + 1


async def test_a_connection_that_died_while_it_lay_idle_is_replaced_unnoticed(database_urls: tuple[str, str]) -> None:
    database = Database(database_urls[0], pool_size=1, trusted=0.0)
    try:
        for opened in (database.read, database.transaction):
            async with opened() as connection:
                backend = await connection.scalar(sa.text("SELECT pg_backend_pid()"))
            other = Database(database_urls[0], pool_size=1)
            async with other.read() as connection:
                assert await connection.scalar(sa.text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": backend})
            await other.close()
            async with opened() as connection:
                assert await connection.scalar(sa.text("SELECT pg_backend_pid()")) != backend
    finally:
        await database.close()
