"""Reading live streams from the live server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import redis.asyncio as aioredis

from camera_adapters.messages import STILLS, LiveFields, init_key, live_key
from command_center.live.fragment import Init, Piece, StreamKey, read_init, read_piece
from command_center.live.metrics import FRAGMENTS_READ, UNREADABLE

Entry = tuple[bytes, Mapping[bytes, bytes]]

BLOCK_MS = 100
"""How long one read waits; also how soon a newly watched stream is noticed at the latest."""
PAGE = 40
DEEPEST = 240
"""Entries looked at for the last keyframe: a GOP of 20 s in fragments of 200 ms, twice."""
MOST_INITS = 500


class LiveSource:
    """One connection's worth of reading; init segments are kept, they never change."""

    def __init__(self, redis: aioredis.Redis) -> None:
        self._redis = redis
        self._inits: dict[tuple[StreamKey, str], Init] = {}

    async def kept(self, key: StreamKey) -> tuple[bytes, list[Piece]]:
        """The stream's last id, and its pieces from the last keyframe on (none when there is no keyframe)."""
        name = live_key(key.camera, key.stream)
        entries: list[Entry] = []
        before = "+"
        while len(entries) < DEEPEST:
            page = cast("list[Entry]", await self._redis.xrevrange(name, max=before, count=PAGE))
            entries += page
            found = next((place for place, (_, fields) in enumerate(entries) if _is_key(fields)), None)
            if found is not None:
                wanted = entries[: found + 1]
                return entries[0][0], await self.pieces(key, wanted[::-1])
            if len(page) < PAGE:
                break
            before = "(" + page[-1][0].decode()
        return (entries[0][0] if entries else b"0-0"), []

    async def read(self, positions: Mapping[StreamKey, bytes]) -> list[tuple[StreamKey, Sequence[Entry]]]:
        """What came behind these positions, waiting at most ``BLOCK_MS``."""
        names = {live_key(key.camera, key.stream).encode(): key for key in positions}
        wanted = {name: positions[key] for name, key in names.items()}
        reply = cast("Any", await self._redis.xread(cast("Any", wanted), count=PAGE, block=BLOCK_MS))
        return [(names[name], entries) for name, entries in reply or []]

    async def pieces(self, key: StreamKey, entries: Sequence[Entry]) -> list[Piece]:
        """Pieces of these entries; what cannot be read is counted and left out."""
        found = []
        for _, fields in entries:
            try:
                init = None if key.stream in STILLS else await self._init(key, fields[LiveFields.INIT_ID].decode())
                found.append(read_piece(key, fields, init))
            except (KeyError, ValueError):
                UNREADABLE.inc()
        FRAGMENTS_READ.inc(len(found))
        return found

    async def _init(self, key: StreamKey, init_id: str) -> Init:
        known = self._inits.get((key, init_id))
        if known is None:
            fields = cast("Mapping[bytes, bytes]", await cast("Any", self._redis.hgetall(init_key(init_id))))
            known = read_init(key, init_id, fields)
            if len(self._inits) >= MOST_INITS:
                self._inits.clear()
            self._inits[key, init_id] = known
        return known


def _is_key(fields: Mapping[bytes, bytes]) -> bool:
    return fields.get(LiveFields.KEYFRAME) == b"1"
