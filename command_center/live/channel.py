"""One stream in this process: who watches it, and what it has shown since its last keyframe."""

from __future__ import annotations

from camera_adapters.messages import STILLS
from command_center.live.fragment import Piece, StreamKey
from command_center.live.viewer import Viewer

MOST_KEPT = 8_000_000
"""Bytes kept since the last keyframe; a longer GOP is not kept, who comes then waits for the next keyframe."""
STALE_AFTER_MICROS = 3_000_000
"""Older pictures are not given to a viewer who has just come: the page would take them for live."""


class Channel:
    """Its stream is read from ``last_id`` on; None while the kept part has not been fetched yet."""

    def __init__(self, key: StreamKey) -> None:
        self.key = key
        self.last_id: bytes | None = None
        self.viewers: set[Viewer] = set()
        self.idle_since: float | None = None
        self._kept: list[Piece] = []
        self._kept_bytes = 0

    def add(self, viewer: Viewer, now_micros: int) -> None:
        """Let a viewer in; it gets at once what was kept, if that is still live."""
        self.viewers.add(viewer)
        self.idle_since = None
        viewer.begin(self.key)
        if self._kept and now_micros - self._kept[-1].captured_at < STALE_AFTER_MICROS:
            viewer.burst(self.key, self._kept)

    def remove(self, viewer: Viewer, now: float) -> None:
        self.viewers.discard(viewer)
        viewer.end(self.key)
        if not self.viewers:
            self.idle_since = now

    def show(self, piece: Piece) -> None:
        """Keep a piece and hand it to everybody."""
        self._keep(piece)
        for viewer in self.viewers:
            viewer.offer(self.key, piece)

    def fill(self, pieces: list[Piece], now_micros: int) -> None:
        """What the stream held before this process began to read it: kept, and shown if it is still live."""
        for piece in pieces:
            self._keep(piece)
        if self._kept and now_micros - self._kept[-1].captured_at < STALE_AFTER_MICROS:
            for viewer in self.viewers:
                viewer.burst(self.key, self._kept)

    def _keep(self, piece: Piece) -> None:
        if piece.keyframe or self.key.stream in STILLS:
            self._kept, self._kept_bytes = [piece], len(piece.data)
        elif self._kept:
            self._kept.append(piece)
            self._kept_bytes += len(piece.data)
            if self._kept_bytes > MOST_KEPT:
                self._kept, self._kept_bytes = [], 0
