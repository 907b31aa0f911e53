"""Streams with consumer groups: nothing is lost, nothing blocks the rest."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from camera_adapters.messages import CENTRE_GROUP, dead_letters_key
from command_center.base.consuming import store_all
from command_center.base.redis_bus import Bus, Entry, bury, read_group

STREAM = "live:alerts"


async def send(bus: Bus, *values: bytes) -> None:
    for value in values:
        await bus.control.xadd(STREAM, {b"v": value})


async def read(bus: Bus, consumer: str = "a") -> list[Entry]:
    return await read_group(bus.control, STREAM, consumer, block=10)


def values(entries: Sequence[Entry]) -> list[bytes]:
    return [entry.fields[b"v"] for entry in entries]


async def test_entries_from_before_the_group_existed_are_read(bus: Bus) -> None:
    await send(bus, b"1", b"2")
    assert await read(bus) == []  # makes the group
    assert values(await read(bus)) == [b"1", b"2"]


async def test_what_was_not_acknowledged_is_read_first_the_next_time_in_order(bus: Bus) -> None:
    await read(bus)
    await send(bus, b"1", b"2")
    first = await read(bus)
    await send(bus, b"3")
    assert values(await read(bus)) == [b"1", b"2"]
    await bus.control.xack(STREAM, CENTRE_GROUP, *(entry.id for entry in first))
    assert values(await read(bus)) == [b"3"]


async def test_a_dead_letter_keeps_its_fields_and_the_reason(bus: Bus) -> None:
    await read(bus)
    await send(bus, b"garbage")
    (entry,) = await read(bus)
    await bury(bus.control, entry, "no JSON")
    ((_, dead),) = await bus.control.xrange(dead_letters_key())
    assert (dead[b"stream"], dead[b"reason"], dead[b"v"]) == (b"live:alerts", b"no JSON", b"garbage")


class Table:
    """Stores numbers but 13; away as long as it is told."""

    def __init__(self) -> None:
        self.rows: list[int] = []
        self.buried: list[tuple[int, str]] = []
        self.away = False

    async def store(self, items: Sequence[int]) -> None:
        if self.away:
            raise ConnectionError("the database is away")
        if 13 in items:
            raise ValueError("13 cannot be stored")
        self.rows += items

    async def bury(self, item: int, reason: str) -> None:
        self.buried.append((item, reason))


async def test_one_message_that_spoils_a_batch_is_buried_and_harms_no_other() -> None:
    table = Table()
    await store_all([1, 13, 2], table.store, table.bury)
    assert (table.rows, table.buried) == ([1, 2], [(13, "cannot be stored: 13 cannot be stored")])


async def test_no_message_is_buried_because_a_server_is_away() -> None:
    table = Table()
    table.away = True
    with pytest.raises(ConnectionError):
        await store_all([1, 2], table.store, table.bury)
    assert (table.rows, table.buried) == ([], [])
