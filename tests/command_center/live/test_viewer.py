"""One viewer's queue: bounded, and what is dropped is dropped up to a keyframe."""

from __future__ import annotations

import asyncio

from command_center.live.fragment import Init, Piece, StreamKey, pack
from command_center.live.viewer import MOST_UNDERWAY, OVERTAKEN_AFTER, Viewer
from tests.support.live import unpack

ONE, TWO = StreamKey("cam-01", "sub"), StreamKey("cam-02", "sub")
AVC = Init("i1", "avc1.64001f", pack({"t": "init", "init_id": "i1"}))
HEVC = Init("h1", "hvc1.1.6.L93.B0", pack({"t": "init", "init_id": "h1"}))


class Seconds:
    """A monotonic clock that a test turns."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def piece(number: int, *, key: bool = False, init: Init | None = AVC, at: int = 0) -> Piece:
    return Piece(init, key, at, pack({"t": "frag", "n": number, "key": key}))


async def drained(viewer: Viewer) -> list[object]:
    """What can be sent at once: ``n`` of fragments, the kind of everything else."""
    found: list[object] = []
    while True:
        try:
            async with asyncio.timeout(0.01):
                header, _ = unpack(await viewer.next())
        except TimeoutError:
            return found
        found.append(header.get("n", header["t"]))


async def test_the_first_thing_is_an_init_and_a_keyframe() -> None:
    viewer = Viewer(Seconds())
    viewer.begin(ONE)
    for number, key in ((0, False), (1, False), (2, True), (3, False)):
        viewer.offer(ONE, piece(number, key=key))
    assert await drained(viewer) == ["init", 2, 3]
    assert viewer.dropped == 2


async def test_a_viewer_that_stalls_goes_on_with_the_next_keyframe_without_a_new_init() -> None:
    clock = Seconds()
    viewer = Viewer(clock)
    viewer.begin(ONE)
    viewer.offer(ONE, piece(0, key=True))
    assert await drained(viewer) == ["init", 0]
    viewer.offer(ONE, piece(1))
    clock.now = 10.0
    for number, key in ((2, False), (3, False), (4, True), (5, False)):
        viewer.offer(ONE, piece(number, key=key))
    assert await drained(viewer) == [4, 5]
    assert viewer.dropped == 3


async def test_a_keyframe_replaces_what_has_waited_before_it_and_nothing_that_is_on_time() -> None:
    clock = Seconds()
    viewer = Viewer(clock)
    viewer.begin(ONE)
    viewer.offer(ONE, piece(0, key=True))
    viewer.offer(ONE, piece(1))
    clock.now = OVERTAKEN_AFTER
    viewer.offer(ONE, piece(2, key=True))
    assert await drained(viewer) == ["init", 0, 1, 2]
    viewer.offer(ONE, piece(3))
    clock.now += OVERTAKEN_AFTER + 0.01
    viewer.offer(ONE, piece(4))
    viewer.offer(ONE, piece(5, key=True))
    assert await drained(viewer) == [5]
    assert viewer.dropped == 2


async def test_a_late_picture_is_kept_where_the_next_keyframe_is_far() -> None:
    clock = Seconds()
    viewer = Viewer(clock)
    viewer.begin(ONE)
    for second in range(13):
        viewer.offer(ONE, piece(second, key=second in (0, 12), at=second * 1_000_000))
    assert await drained(viewer) == ["init", *range(13)]
    viewer.offer(ONE, piece(13, at=13_000_000))
    clock.now = 10.0
    viewer.offer(ONE, piece(14, at=14_000_000))
    assert await drained(viewer) == [13, 14]
    viewer.offer(ONE, piece(15, at=15_000_000))
    clock.now = 30.0
    viewer.offer(ONE, piece(16, at=16_000_000))
    assert await drained(viewer) == []


async def test_an_init_that_was_dropped_with_its_fragments_is_sent_again() -> None:
    clock = Seconds()
    viewer = Viewer(clock)
    viewer.begin(ONE)
    viewer.offer(ONE, piece(0, key=True))
    clock.now = 10.0
    viewer.offer(ONE, piece(1, key=True))
    assert await drained(viewer) == ["init", 1]


async def test_the_queue_is_bounded_in_bytes() -> None:
    viewer = Viewer(Seconds())
    viewer.begin(ONE)
    large = Piece(AVC, True, 0, pack({"t": "frag", "n": 0}, b"x" * 3_000_000))
    for _ in range(10):
        viewer.offer(ONE, large)
    assert len(await drained(viewer)) <= 4
    assert viewer.dropped >= 6


async def test_streams_take_turns() -> None:
    viewer = Viewer(Seconds())
    for key in (ONE, TWO):
        viewer.begin(key)
    for number in range(3):
        viewer.offer(ONE, piece(number, key=True))
    for number in range(10, 13):
        viewer.offer(TWO, piece(number, key=True))
    assert await drained(viewer) == ["init", "init", 0, 10, 1, 11, 2, 12]


async def test_new_parameter_sets_come_with_a_new_init_and_begin_with_a_keyframe() -> None:
    viewer, other = Viewer(Seconds()), Init("i2", "avc1.64001f", pack({"t": "init"}))
    viewer.begin(ONE)
    viewer.offer(ONE, piece(0, key=True))
    viewer.offer(ONE, piece(1, init=other))
    viewer.offer(ONE, piece(2, key=True, init=other))
    assert await drained(viewer) == ["init", 0, "init", 2]


async def test_a_codec_that_the_page_cannot_play_is_refused_once() -> None:
    viewer = Viewer(Seconds())
    viewer.plays(["avc1"])
    viewer.begin(ONE)
    for number in range(5):
        viewer.offer(ONE, piece(number, key=True, init=HEVC))
    assert await drained(viewer) == ["none"]


async def test_of_stills_only_the_newest_waits() -> None:
    viewer, key = Viewer(Seconds()), StreamKey("cam-01", "jpeg")
    viewer.begin(key)
    for number in range(4):
        viewer.offer(key, piece(number, key=True, init=None))
    assert await drained(viewer) == [3]


async def test_what_was_unsubscribed_is_not_sent_any_more() -> None:
    viewer = Viewer(Seconds())
    viewer.begin(ONE)
    viewer.offer(ONE, piece(0, key=True))
    viewer.end(ONE)
    viewer.offer(ONE, piece(1, key=True))
    assert await drained(viewer) == []


async def test_no_more_is_under_way_than_the_page_can_be_late_by() -> None:
    viewer = Viewer(Seconds())
    viewer.received(0)
    viewer.begin(ONE)
    large = pack({"t": "frag", "n": 1, "key": True}, bytes(MOST_UNDERWAY))
    for number in range(3):
        viewer.offer(
            ONE, Piece(AVC, True, 0, large if number == 0 else pack({"t": "frag", "n": number + 1, "key": True}))
        )
    assert await drained(viewer) == ["init", 1]
    viewer.received(2 * MOST_UNDERWAY)
    assert await drained(viewer) == [2, 3]


async def test_a_page_that_never_says_what_it_took_is_sent_everything() -> None:
    viewer = Viewer(Seconds())
    viewer.begin(ONE)
    for number in range(3):
        viewer.offer(ONE, Piece(AVC, True, 0, pack({"t": "frag", "n": number, "key": True}, bytes(MOST_UNDERWAY))))
    assert await drained(viewer) == ["init", 0, 1, 2]
