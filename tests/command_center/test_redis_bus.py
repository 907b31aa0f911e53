"""Streams with consumer groups: nothing is lost, nothing blocks the rest."""

from __future__ import annotations

from camera_adapters.messages import dead_letters_key
from command_center.redis_bus import Bus, Entry, UnreadableEntryError, consume_once, ensure_group

STREAM = "live:alerts"


class Handler:
    """Remembers what it handled; fails as often as it is told."""

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.handled: list[bytes] = []

    async def __call__(self, entry: Entry) -> None:
        if self.failures:
            self.failures -= 1
            raise ConnectionError("the database is away")
        if entry.fields[b"v"] == b"garbage":
            raise UnreadableEntryError("no JSON")
        self.handled.append(entry.fields[b"v"])


async def send(bus: Bus, *values: bytes) -> None:
    for value in values:
        await bus.control.xadd(STREAM, {b"v": value})


async def test_entries_from_before_the_group_existed_are_handled_and_deleted(bus: Bus) -> None:
    await send(bus, b"1", b"2")
    handler = Handler()
    assert await consume_once(bus.control, STREAM, "a", handler, block=10) == 0  # creates the group
    assert await consume_once(bus.control, STREAM, "a", handler, block=10) == 2
    assert handler.handled == [b"1", b"2"]
    assert await bus.control.xlen(STREAM) == 0


async def test_what_failed_is_handled_first_the_next_time_in_order(bus: Bus) -> None:
    await ensure_group(bus.control, STREAM)
    await send(bus, b"1", b"2")
    handler = Handler(failures=1)
    try:
        await consume_once(bus.control, STREAM, "a", handler, block=10)
    except ConnectionError:
        await send(bus, b"3")
    await consume_once(bus.control, STREAM, "a", handler, block=10)
    await consume_once(bus.control, STREAM, "a", handler, block=10)
    assert handler.handled == [b"1", b"2", b"3"]


async def test_garbage_goes_to_the_dead_letters_and_blocks_nothing(bus: Bus) -> None:
    await ensure_group(bus.control, STREAM)
    await send(bus, b"garbage", b"2")
    handler = Handler()
    await consume_once(bus.control, STREAM, "a", handler, block=10)
    assert handler.handled == [b"2"]
    ((_, dead),) = await bus.control.xrange(dead_letters_key())
    assert (dead[b"stream"], dead[b"reason"], dead[b"v"]) == (b"live:alerts", b"no JSON", b"garbage")
