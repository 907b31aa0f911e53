"""Blobs into tracks: pure. Lengths are shares of the picture's *width* in both directions, so that they compare."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import hypot, sqrt

MEMORY_SECONDS = 8.0
"""How long a track remembers its way."""
COAST_SECONDS = 1.0
"""How long a track lives without a blob at a high rate; at low rates one missed frame is forgiven."""
STEP_SECONDS = 0.4
"""Steps of the way are measured over at least this long, so that the jitter of a blob's edge is not a way."""
STRIDE_SECONDS, STROLL_SECONDS = 3.0, 45.0
"""Who strolls far away comes forward less in a step than its blob jitters: the same over long strides, for longer."""
LEAST_STRIDES = 3
LEAP = 0.02
"""Picture widths that a box of few pixels may jitter by."""
EDGE_BLOBS = 10
MAX_TRACKS = 24
"""More moving things than this are texture (leaves, waves, rain); the oldest tracks are kept."""


@dataclass(frozen=True, slots=True)
class Blob:
    """One moving region: left, top, width, height, and the share of the box that moves."""

    x: float
    y: float
    w: float
    h: float
    fill: float
    edge: float = 1.0
    """How sharply its rim stands out: of a body 0.8 and more, of a shadow, mist or beam of light 0.1 to 0.4."""

    @property
    def centre(self) -> tuple[float, float]:
        """Centre of the box."""
        return self.x + self.w / 2, self.y + self.h / 2

    @property
    def foot(self) -> tuple[float, float]:
        """Middle of the lower edge: where it stands on the ground."""
        return self.x + self.w / 2, self.y + self.h

    @property
    def size(self) -> float:
        """Side of the square of the same area."""
        return sqrt(self.w * self.h)


@dataclass(slots=True)
class Track:
    """One blob that is followed from picture to picture."""

    number: int
    blob: Blob
    born: float
    seen_at: float
    hits: int = 1
    chances: int = 1
    way: deque[tuple[float, float, float]] = field(default_factory=deque)
    """(seconds, x, y) of its foot and centre's mean, at least ``STEP_SECONDS`` apart."""
    strides: deque[tuple[float, float, float]] = field(default_factory=deque)
    """The same, at least ``STRIDE_SECONDS`` apart."""
    net: float = 0.0
    """How far it is now from where its memory begins."""
    straight: float = 0.0
    """Net distance divided by the length of the way, 0 to 1."""
    edge: float = 0.0
    """Mean edge of its blobs of late."""

    @property
    def persistence(self) -> float:
        """Share of the frames since its birth in which it was seen."""
        return self.hits / self.chances

    def follow(self, blob: Blob, now: float, *, leaps: bool = True) -> None:
        """It was seen here; unless it ``leaps``, as a stone does, its way begins anew with a leap."""
        if not leaps and self._leaps(blob, now):
            self.way.clear()
            self.strides.clear()
            self.way.append((now, *blob.centre))
        self.blob, self.seen_at = blob, now
        self.edge += (blob.edge - self.edge) / min(self.hits + 1, EDGE_BLOBS)
        self.hits += 1
        self.chances += 1
        x, y = blob.centre
        if now - self.way[-1][0] >= STEP_SECONDS:
            self.way.append((now, x, y))
            while now - self.way[0][0] > MEMORY_SECONDS and len(self.way) > 2:
                self.way.popleft()
        if not self.strides or now - self.strides[-1][0] >= STRIDE_SECONDS:
            self.strides.append((now, x, y))
            while now - self.strides[0][0] > STROLL_SECONDS:
                self.strides.popleft()
        self.net = max(hypot(x - x0, y - y0) for _, x0, y0 in self.way)
        self.straight = _straight(self.way, x, y)[1]

    def _leaps(self, blob: Blob, now: float) -> bool:
        """Whether it is further from where it should be than it is large: another flake, or a piece that joined it."""
        if len(self.way) < 2:
            return False
        ex, ey = self.expected(now)
        x, y = blob.centre
        return hypot(x - ex, y - ey) > max(LEAP, self.blob.size, blob.size)

    @property
    def stroll(self) -> tuple[float, float]:
        """How far it has come over long strides, and how straight that was; (0, 0) before there are some."""
        return _straight(self.strides, *self.blob.centre) if len(self.strides) > LEAST_STRIDES else (0.0, 0.0)

    def expected(self, now: float) -> tuple[float, float]:
        """Where its centre should be now, by its mean speed over the last steps."""
        x, y = self.blob.centre
        t0, x0, y0 = self.way[-2] if len(self.way) > 1 else self.way[-1]
        lasted = self.seen_at - t0
        if lasted <= 0.0:
            return x, y
        ahead = min(now - self.seen_at, 2.0) / lasted
        return x + (x - x0) * ahead, y + (y - y0) * ahead


def _straight(way: Sequence[tuple[float, float, float]], x: float, y: float) -> tuple[float, float]:
    """The distance from where a way begins to (x, y), and that divided by the way's length."""
    length = sum(hypot(b[1] - a[1], b[2] - a[2]) for a, b in pairwise(way))
    length += hypot(x - way[-1][1], y - way[-1][2])
    net = hypot(x - way[0][1], y - way[0][2])
    return net, min(1.0, net / length) if length > 0.0 else 0.0


class Tracker:
    """Greedy nearest-first assignment; good for the few bodies that walk through a zone."""

    def __init__(self, *, leaps: bool = True) -> None:
        self._leaps = leaps
        self._tracks: list[Track] = []
        self._next = 1
        self._last: float | None = None

    @property
    def tracks(self) -> Sequence[Track]:
        """Living tracks, oldest first; those not seen in this frame have an older ``seen_at``."""
        return self._tracks

    def clear(self) -> None:
        """Forget all tracks; the numbers of new ones continue behind the old."""
        self._tracks.clear()
        self._last = None

    def update(self, blobs: Sequence[Blob], now: float) -> Sequence[Track]:
        """Take the blobs of one frame; ``now`` in monotonic seconds."""
        step = 0.2 if self._last is None else max(0.01, now - self._last)
        self._last = now
        free = self._assign(list(blobs), now, step)
        patience = max(COAST_SECONDS, 1.6 * step)
        self._tracks = [track for track in self._tracks if now - track.seen_at <= patience]
        for blob in sorted(free, key=lambda each: -each.size)[: MAX_TRACKS - len(self._tracks)]:
            track = Track(self._next, blob, now, now, edge=blob.edge)
            track.way.append((now, *blob.centre))
            self._tracks.append(track)
            self._next += 1
        return self._tracks

    def _assign(self, blobs: list[Blob], now: float, step: float) -> list[Blob]:
        pairs = []
        for i, track in enumerate(self._tracks):
            for j, blob in enumerate(blobs):
                cost = mismatch(track, blob, now, step)
                if cost is not None:
                    pairs.append((cost, i, j))
        used_tracks: set[int] = set()
        used_blobs: set[int] = set()
        for _, i, j in sorted(pairs):
            if i not in used_tracks and j not in used_blobs:
                self._tracks[i].follow(blobs[j], now, leaps=self._leaps)
                used_tracks.add(i)
                used_blobs.add(j)
        for i, track in enumerate(self._tracks):
            if i not in used_tracks:
                track.chances += 1
        return [blob for j, blob in enumerate(blobs) if j not in used_blobs]


def mismatch(track: Track, blob: Blob, now: float, step: float) -> float | None:
    """How badly a blob fits a track, in picture widths; None when it cannot be the same thing."""
    ratio = blob.size / track.blob.size
    if not 0.4 < ratio < 2.5:
        return None
    ex, ey = track.expected(now)
    x, y = blob.centre
    distance = hypot(x - ex, y - ey)
    # A body moves about its own size between frames; 0.15 widths a second is a car that crosses in seven seconds.
    reach = 0.8 * max(track.blob.size, blob.size) + min(0.15 * max(step, now - track.seen_at), 0.3)
    return distance if distance <= reach else None
