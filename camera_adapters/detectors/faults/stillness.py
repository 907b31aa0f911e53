"""Stillness: a frozen picture coded at a fixed rate, in which the encoder alone makes what changes.

An encoder that must fill its rate refines a picture that repeats, everywhere at once and ever less, until nothing is
left to refine; a keyframe begins it anew. A living picture has noise, or something moves in a part of it: it is never
the same twice. Measured on the rendered bench and real clips at five pictures a second: the smallest change within a
keyframe's reach is under 0.01 grey levels where the picture stands, 0.19 and more where it lives.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from camera_adapters.detectors.features.order_statistics import median
from camera_adapters.video.frames import Plane

Means = NDArray[np.int16]

BLOCKS = (20, 12)
SAME_GREY = 0.02
"""Mean change of a picture that repeats."""
EVEN_GREY = 0.25
"""Median change over the blocks from which the whole picture is being refined; what moves is a part of it."""
MOVED_GREY = 3.2
"""Change of one block's mean from which something has moved; noise and coding average out over a block."""
APART_SECONDS = 0.75
"""Of pictures further apart nothing can be said."""
MEMORY_SECONDS = 4.5
"""Two keyframes' reach and some."""
SETTLE_SECONDS = 2.0
APART_AGAIN = 1.0
"""Seconds between two repetitions of a frozen picture: it comes to an end in each keyframe's reach, or for long in one.
A living one that is coded at a low rate repeats for a moment now and then."""


@dataclass(frozen=True, slots=True)
class Step:
    """What changed from one picture to the next, grey levels."""

    mean: float
    median: float
    """Over the blocks."""
    moved: float
    """Largest change of a block's own mean."""


class Stillness:
    """When the picture repeated, was last refined as a whole, and moved; monotonic seconds, one thread only."""

    def __init__(self) -> None:
        self._before: tuple[float, Plane, Means] | None = None
        self.forget()

    def forget(self) -> None:
        """Forget the last pictures: the stream was interrupted."""
        self._before = None
        self._repeated: deque[float] = deque(maxlen=200)
        self._refined = float("-inf")
        self._moved = float("inf")

    def push(self, small: Plane, now: float) -> None:
        """Take the next picture (h, 320), which is kept."""
        before, means = self._before, _means(small)
        self._before = now, small, means
        if before is None or before[1].shape != small.shape:
            self._moved = now
        elif now - before[0] <= APART_SECONDS:
            change = cv2.absdiff(before[1], small)
            moved = float(np.abs(before[2] - means).max())
            self.note(Step(cv2.mean(change)[0], median(_blocks(np.asarray(change, np.uint8))), moved), now)

    def note(self, change: Step, now: float) -> None:
        if change.moved > MOVED_GREY:
            self._moved = now
        elif change.mean < SAME_GREY:
            self._repeated.append(now)
        elif change.median > EVEN_GREY:
            self._refined = now

    def repeats(self, now: float) -> bool:
        """Whether everything that changes is coding."""
        lately = now - MEMORY_SECONDS
        while self._repeated and self._repeated[0] <= lately:
            self._repeated.popleft()
        again = bool(self._repeated) and self._repeated[-1] - self._repeated[0] >= APART_AGAIN
        return again and self._refined > lately and now - self._moved > SETTLE_SECONDS


def _means(small: Plane) -> Means:
    return _blocks(small).astype(np.int16)


def _blocks(plane: Plane) -> Plane:
    return np.asarray(cv2.resize(plane, BLOCKS, interpolation=cv2.INTER_AREA), dtype=np.uint8)
