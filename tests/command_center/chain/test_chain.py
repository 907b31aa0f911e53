"""The chain of transitions: numbered without gaps, closed to alteration."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from command_center.audit.verify import verify_realm
from command_center.audit.walk import Walk, stretches, walk_by_processes
from command_center.base.db import Database, async_url
from command_center.chain import repository
from command_center.chain.model import GENESIS, Draft, Subject, Who, canonical, chain, find_break

AT = datetime(2026, 5, 1, 8, tzinfo=UTC)
ALERT = UUID("01970000-0000-7000-8000-000000000001")


def draft(number: int = 0, **data: object) -> Draft:
    who = Who("7", "值班员甲", "duty_officer")
    return Draft(Subject.ALERT, ALERT, "raised", "acknowledged", AT + timedelta(seconds=number), who, 1234, data=data)


def test_links_continue_each_other_and_hold() -> None:
    links = chain("live", 0, GENESIS, [draft(0), draft(1), draft(2)])
    assert [link.number for link in links] == [1, 2, 3]
    assert [link.prev_hash for link in links] == [GENESIS, links[0].hash, links[1].hash]
    assert find_break(links) is None


def test_a_missing_link_is_named() -> None:
    links = chain("live", 0, GENESIS, [draft(0), draft(1), draft(2)])
    broken = find_break([links[0], links[2]])
    assert broken is not None
    assert broken.number == 2


def test_the_same_instant_in_another_time_zone_has_the_same_spelling() -> None:
    local = Draft(Subject.ALERT, ALERT, None, "raised", AT.astimezone(ZoneInfo("Asia/Shanghai")))
    assert canonical("live", 1, local) == canonical("live", 1, Draft(Subject.ALERT, ALERT, None, "raised", AT))


async def append(database: Database, *drafts: Draft, realm: str = "live") -> None:
    async with database.transaction() as connection:
        await repository.append(connection, realm, drafts)


async def test_what_was_stored_verifies(database: Database) -> None:
    await append(database, draft(0, level=3, score=1e-7, zone=None, text="山"), draft(1, big=1e300, tiny=-0.0))
    await append(database, draft(2, nested={"list": [1, 2.5, True]}))
    async with database.read() as connection:
        verdict = await verify_realm(connection, "live")
    assert (verdict.checked, verdict.broken) == (3, None)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_spelt_the_same_as_integer_and_as_float(number: float) -> None:
    if number.is_integer():
        assert canonical("live", 1, draft(n=number)) == canonical("live", 1, draft(n=int(number)))


async def test_numbers_of_concurrent_writers_have_no_gap_and_become_visible_in_order(database: Database) -> None:
    async def writer(_: int) -> None:
        for _ in range(5):
            await append(database, draft(0), draft(1))

    seen: list[int] = []

    async def reader() -> None:
        while len(seen) < 60:
            async with database.read() as connection:
                rows = await repository.after(connection, "live", seen[-1] if seen else 0, 100)
            seen.extend(row.number for row in rows)
            await asyncio.sleep(0)

    await asyncio.gather(reader(), *(writer(one) for one in range(6)))
    assert seen == list(range(1, 61))


async def test_realms_have_numbers_of_their_own(database: Database) -> None:
    await append(database, draft(0))
    await append(database, draft(0), realm="canary")
    async with database.read() as connection:
        assert await repository.last_number(connection, "live") == 1
        assert await repository.last_number(connection, "canary") == 1
        assert await repository.last_number(connection, "other") == 0


@pytest.mark.parametrize(
    "statement",
    ["UPDATE transition SET note = 'x'", "DELETE FROM transition", "TRUNCATE transition"],
)
@pytest.mark.parametrize("owner", [False, True])
async def test_nobody_changes_a_transition(
    database: Database, database_urls: tuple[str, str], statement: str, owner: bool
) -> None:
    await append(database, draft(0))
    engine = create_async_engine(async_url(database_urls[owner]))
    try:
        with pytest.raises(DBAPIError):
            async with engine.begin() as connection:
                await connection.execute(sa.text(statement))
    finally:
        await engine.dispose()


async def test_verification_finds_a_row_that_was_altered_behind_the_triggers(
    database: Database, database_urls: tuple[str, str]
) -> None:
    for number in range(4):
        await append(database, draft(number))
    statement = "UPDATE transition SET actor_name = '值班员乙' WHERE number = 3"
    await behind_the_triggers(database_urls[1], statement)
    async with database.read() as connection:
        verdict = await verify_realm(connection, "live")
    assert verdict.broken is not None
    assert verdict.broken.number == 3


async def test_a_long_chain_is_walked_by_processes_and_the_first_break_of_all_is_named(
    database: Database, database_urls: tuple[str, str]
) -> None:
    await append(database, *(draft(number, score=number / 7) for number in range(40)))
    assert await walk_by_processes(database.url, "live", 40) == Walk(40, None)
    await behind_the_triggers(database_urls[1], "UPDATE transition SET note = 'x' WHERE number IN (17, 38)")
    found = await walk_by_processes(database.url, "live", 40)
    assert (found.number, found.broken and found.broken.number) == (16, 17)
    await behind_the_triggers(database_urls[1], "DELETE FROM transition WHERE number < 6")
    gone = await walk_by_processes(database.url, "live", 40)
    assert (gone.number, gone.broken and gone.broken.number) == (0, 1)


def test_stretches_cover_every_number_once() -> None:
    for last, count in ((1, 4), (40, 3), (1_000_001, 2)):
        found = stretches("", "live", last, count)
        assert (found[0].first, found[-1].last) == (1, last)
        assert all(one.last + 1 == other.first for one, other in pairwise(found))


async def behind_the_triggers(owner_url: str, statement: str) -> None:
    """What only somebody with the owner's password can do."""
    engine = create_async_engine(async_url(owner_url))
    try:
        async with engine.begin() as connection:
            await connection.execute(sa.text("ALTER TABLE transition DISABLE TRIGGER USER"))
            await connection.execute(sa.text(statement))
            await connection.execute(sa.text("ALTER TABLE transition ENABLE TRIGGER USER"))
    finally:
        await engine.dispose()


async def test_the_timeline_of_a_subject_holds_only_its_own(database: Database) -> None:
    other = Draft(Subject.INCIDENT, uuid4(), None, "discovered", AT)
    await append(database, draft(0), other, draft(1))
    async with database.read() as connection:
        rows = await repository.of_subjects(connection, "live", [(Subject.ALERT, ALERT)])
    assert [row.number for row in rows] == [1, 3]
