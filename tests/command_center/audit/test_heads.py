"""Chains against their exported heads."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from command_center.audit.heads import Head, append_heads, export_heads, last_heads, read_anchor, read_heads
from command_center.audit.verify import told, verify_all
from command_center.auth.model import Role
from command_center.base.db import Database, async_url
from command_center.base.errors import StartError
from command_center.cameras.file import read_cameras
from command_center.cameras.service import import_cameras
from command_center.chain import repository
from command_center.chain.model import Break, Draft, Subject
from command_center.web.container import Container
from tests.conftest import MakeClient
from tests.support.alerts import AT, FixedClock

ALERT = UUID("01970000-0000-7000-8000-000000000001")


async def grow(database: Database, count: int, realm: str = "live") -> None:
    async with database.transaction() as connection:
        await repository.append(connection, realm, [Draft(Subject.ALERT, ALERT, None, "raised", AT)] * count)


async def alter(owner_url: str, statement: str, table: str = "transition") -> None:
    """What only somebody with the owner's password can do."""
    engine = create_async_engine(async_url(owner_url))
    async with engine.begin() as connection:
        await connection.execute(sa.text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        await connection.execute(sa.text(statement))
        await connection.execute(sa.text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))
    await engine.dispose()


async def test_heads_are_exported_once_and_agree(database: Database, tmp_path: Path) -> None:
    file, clock = tmp_path / "audit" / "heads.jsonl", FixedClock()
    await grow(database, 3)
    await grow(database, 2, "canary")
    assert [await export_heads(database, clock, file), await export_heads(database, clock, file)] == [2, 0]
    await grow(database, 1)
    clock.forward(86400)
    assert await export_heads(database, clock, file) == 1
    assert [(head.realm, head.number) for head in read_heads(file)] == [("canary", 2), ("live", 3), ("live", 4)]
    assert file.stat().st_mode & 0o777 == 0o600
    assert told(await verify_all(database, file)).splitlines() == [
        "canary: 2 rows hold, 1 exported heads agree",
        "live: 4 rows hold, 2 exported heads agree",
    ]


async def test_the_journal_and_the_changes_of_cameras_are_verified_with_the_transitions(
    container: Container, database_urls: tuple[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "heads.jsonl"
    for name in ("a", "b", "c"):
        await container.people.accounts.create(f"{name}{name}", name, Role.VIEWER, "long enough 1")
    cameras = read_cameras(container.settings.cameras_file, container.site.hotspots.ids)
    await import_cameras(container.database, container.clock, cameras)
    assert await export_heads(container.database, FixedClock(), file) == 2
    assert {(one.realm, one.broken) for one in await verify_all(container.database, file)} == {
        ("admin_journal", None), ("camera_change", None),
    }  # fmt: skip
    await alter(database_urls[1], "UPDATE admin_journal SET action = 'nothing' WHERE number = 2", "admin_journal")
    verdicts = {one.realm: one for one in await verify_all(container.database, file)}
    assert (verdicts["admin_journal"].checked, verdicts["camera_change"].broken) == (1, None)
    assert verdicts["admin_journal"].broken == Break(2, "was altered after it was written")


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("DELETE FROM transition WHERE number > 3", "live: BROKEN at number 4: is missing"),
        ("DELETE FROM transition WHERE number = 2", "live: BROKEN at number 2: number 2 is missing"),
        ("DELETE FROM transition", "live: BROKEN at number 1: is missing"),
        ("UPDATE transition SET note = 'x' WHERE number = 5", "live: BROKEN at number 5: was altered"),
    ],
)
async def test_the_first_row_that_is_broken_or_missing_is_named(
    database: Database, database_urls: tuple[str, str], tmp_path: Path, statement: str, words: str
) -> None:
    file = tmp_path / "heads.jsonl"
    await grow(database, 5)
    await export_heads(database, FixedClock(), file)
    await alter(database_urls[1], statement)
    with pytest.raises(StartError, match=words):
        told(await verify_all(database, file))


async def test_a_chain_that_was_rewritten_whole_is_not_what_was_exported(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "heads.jsonl"
    await grow(database, 5)
    await export_heads(database, FixedClock(), file)
    (head,) = read_heads(file)
    file.unlink()
    append_heads(file, [type(head)("live", 4, bytes(32), head.at - timedelta(days=1)), head])
    with pytest.raises(StartError, match="live: BROKEN at number 4: is not what was exported"):
        told(await verify_all(database, file))


def test_a_torn_line_is_left_out_and_taken_away_by_the_next(tmp_path: Path) -> None:
    file = tmp_path / "heads.jsonl"
    file.write_text('{"realm": "live", "number": 1, "hash": "00", "at": "2026-05-01T08:00:00+00:00"}\n{"realm": "li')
    assert ([head.number for head in read_heads(file)], read_anchor(file).garbled) == ([1], ())
    append_heads(file, [Head("live", 2, bytes(32), AT)])
    assert ([head.number for head in read_heads(file)], read_anchor(file).garbled) == ([1, 2], ())


def test_the_last_heads_are_found_at_the_end_of_a_long_file(tmp_path: Path) -> None:
    file = tmp_path / "heads.jsonl"
    append_heads(file, [Head("live", number, bytes(32), AT) for number in range(1, 3000)])
    append_heads(file, [Head("canary", 7, bytes(32), AT)])
    assert {realm: head.number for realm, head in last_heads(file).items()} == {"live": 2999, "canary": 7}


async def test_an_administrator_sees_the_chains_and_starts_a_verification(
    database: Database, client: MakeClient, container: Container
) -> None:
    await grow(database, 3)
    admin = await client(Role.ADMIN)
    await export_heads(database, FixedClock(), container.settings.audit_heads_file)
    begun = (await admin.post("/api/audit/verify")).json()
    assert (begun["chains"][0]["number"], begun["chains"][0]["exported_number"]) == (3, 3)
    assert [chain["realm"] for chain in begun["chains"][1:]] == ["admin_journal"], "accounts were made"
    while (found := (await admin.get("/api/audit")).json())["running"]:
        pass
    assert [(one["realm"], one["checked"], one["broken_at"]) for one in found["verdicts"]] == [
        ("admin_journal", begun["chains"][1]["number"], None), ("live", 3, None), ("live: alerts", 0, 3),
        ("live: incidents", 0, None), ("live: attachments", 0, None), ("live: snapshots", 0, None),
        ("viewing: watchings", 0, None),
    ], "the chain speaks of an alert that stands in no table"  # fmt: skip
