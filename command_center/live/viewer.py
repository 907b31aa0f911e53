"""Viewer: one page's bounded queue of fragments. One that is too slow loses everything up to a keyframe."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Sequence

from camera_adapters.messages import STILLS
from command_center.live.fragment import Init, Piece, StreamKey, refusal
from common.gop import GopMeter

LONGEST_WAIT = 1.5
"""Seconds that a fragment may wait to be sent: a page that cannot follow would else stay that far behind for ever. Of a
stream whose keyframes are further apart a fragment may wait as long as the next keyframe takes: a late picture, which
the page says is late, is better than none."""
LONGEST_GOP = 20.0
"""Seconds; no camera is known that sends keyframes less often, and one that was away for long is no such camera."""
OVERTAKEN_AFTER = 0.5
"""Seconds that a fragment waits before the next keyframe replaces it: all that came before it is then not worth a busy
page's decoding, and no picture is missed but late ones."""
MOST_UNDERWAY = 600_000
"""Bytes that may be sent and not yet taken by the page: some 0.3 s of 44 tiles. The buffers of the network hold
megabytes, where nothing can be dropped; a page that is late would stay late by all of them."""
BURST_GRACE = 10.0
"""Seconds more for what a new viewer gets at once: of cameras with a keyframe every 10 s that is megabytes a tile, and
dropping it would leave the tile without a picture until the next keyframe."""
MOST_BYTES = 8_000_000
"""What may wait of one stream: two seconds of 4K, or a whole GOP of a camera with a keyframe every 20 s."""


class _Slot:
    """What waits of one stream, oldest first, each with the moment it was put there; None marks an init segment."""

    __slots__ = (
        "awaiting_keyframe",
        "bytes",
        "gop",
        "init_id",
        "listed",
        "pieces",
        "refused",
    )

    def __init__(self) -> None:
        self.pieces: deque[tuple[float, bool, bytes]] = deque()
        self.bytes = 0
        self.awaiting_keyframe = True
        self.init_id: str | None = None
        self.listed = False
        self.refused = False
        self.gop = GopMeter(late_after=0.0)

    @property
    def keyframes_apart(self) -> float:
        """Seconds as far as they are known; a GOP that goes on is at least as long as it is."""
        return min(LONGEST_GOP, self.gop.seconds or 0.0)

    def clear(self) -> int:
        """Drop what waits; answers how many fragments that were."""
        if any(is_init for _, is_init, _ in self.pieces):
            self.init_id = None
        dropped = sum(not is_init for _, is_init, _ in self.pieces)
        self.pieces.clear()
        self.bytes = 0
        return dropped


class Viewer:
    """Filled by the reader, emptied by the viewer's own task. ``offer`` takes microseconds and never waits."""

    def __init__(self, monotonic: Callable[[], float], *, longest_wait: float = LONGEST_WAIT) -> None:
        self._monotonic = monotonic
        self._longest_wait = longest_wait
        self._families: frozenset[str] | None = None
        self._slots: dict[StreamKey, _Slot] = {}
        self._ready: deque[StreamKey] = deque()
        self._filled = asyncio.Event()
        self._grace = 0.0
        self._sent = 0
        self._received: int | None = None
        self.dropped = 0

    @property
    def keys(self) -> frozenset[StreamKey]:
        """The streams that are subscribed."""
        return frozenset(self._slots)

    def plays(self, families: Iterable[str]) -> None:
        """Which codecs the page can play; until it says so, all."""
        self._families = frozenset(families)

    def received(self, count: int) -> None:
        """How many bytes the page has taken so far; a page that never says so is trusted to keep up."""
        self._received = count
        self._filled.set()

    def begin(self, key: StreamKey) -> None:
        """Subscribe; the first thing that comes is an init segment and a keyframe."""
        self._slots.setdefault(key, _Slot())

    def end(self, key: StreamKey) -> None:
        """Unsubscribe a stream and drop its fragments that wait."""
        self._slots.pop(key, None)

    def refuse(self, key: StreamKey, reason: str) -> None:
        """Tell the page why it gets nothing."""
        slot = self._slots.get(key)
        if slot is not None:
            self._put(key, slot, True, refusal(key, reason))

    def burst(self, key: StreamKey, pieces: Sequence[Piece]) -> None:
        """What was kept since the last keyframe, for a viewer who has just come."""
        self._grace = BURST_GRACE
        for piece in pieces:
            self.offer(key, piece)
        self._grace = 0.0

    def offer(self, key: StreamKey, piece: Piece) -> None:
        """Put a piece into the queue, or drop to the next keyframe where the queue is full."""
        slot = self._slots.get(key)
        if slot is None or not self._playable(key, slot, piece.init):
            return
        slot.gop.push(keyframe=piece.keyframe, at=piece.captured_at / 1e6)
        if self._full(slot, piece) or self._overtakes(slot, piece) or (key.stream in STILLS and slot.pieces):
            self.dropped += slot.clear()
            slot.awaiting_keyframe = True
        changed = piece.init is not None and piece.init.init_id != slot.init_id
        if (slot.awaiting_keyframe or changed) and not piece.keyframe:
            slot.awaiting_keyframe = True
            self.dropped += 1
            return
        slot.awaiting_keyframe = False
        if piece.init is not None and changed:
            slot.init_id = piece.init.init_id
            self._put(key, slot, True, piece.init.data)
        self._put(key, slot, False, piece.data)

    async def next(self) -> bytes:
        """The next message to send; streams take turns."""
        while True:
            while self._ready and not self._too_much_underway:
                key = self._ready.popleft()
                message = self._pop(key)
                if message is not None:
                    self._sent += len(message)
                    return message
            self._filled.clear()
            await self._filled.wait()

    @property
    def _too_much_underway(self) -> bool:
        return self._received is not None and self._sent - self._received > MOST_UNDERWAY

    def _pop(self, key: StreamKey) -> bytes | None:
        slot = self._slots.get(key)
        if slot is None:
            return None
        slot.listed = False
        if not slot.pieces:
            return None
        _, _, data = slot.pieces.popleft()
        slot.bytes -= len(data)
        if slot.pieces:
            slot.listed = True
            self._ready.append(key)
        return data

    def _put(self, key: StreamKey, slot: _Slot, is_init: bool, data: bytes) -> None:
        slot.pieces.append((self._monotonic() + self._grace, is_init, data))
        slot.bytes += len(data)
        if not slot.listed:
            slot.listed = True
            self._ready.append(key)
            self._filled.set()

    def _overtakes(self, slot: _Slot, piece: Piece) -> bool:
        return piece.keyframe and bool(slot.pieces) and self._waited(slot) > OVERTAKEN_AFTER

    def _waited(self, slot: _Slot) -> float:
        return self._monotonic() - slot.pieces[0][0]

    def _full(self, slot: _Slot, piece: Piece) -> bool:
        if not slot.pieces:
            return False
        late = self._waited(slot) > max(self._longest_wait, slot.keyframes_apart)
        return late or slot.bytes + len(piece.data) > MOST_BYTES

    def _playable(self, key: StreamKey, slot: _Slot, init: Init | None) -> bool:
        """A codec that the page cannot play is refused once, so that it asks for stills."""
        if init is None or self._families is None or init.family in self._families:
            slot.refused = False
            return True
        if not slot.refused:
            slot.refused = True
            self._put(key, slot, True, refusal(key, "codec"))
        return False
