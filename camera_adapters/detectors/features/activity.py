"""Activity: blocks of the picture that are always busy, such as leaves, glitter, traffic; no smoke is sought there."""

from __future__ import annotations

from math import exp

import cv2
import numpy as np
from numpy.typing import NDArray

from camera_adapters.video.frames import Plane

Flags = NDArray[np.bool_]

BLOCK = 8
"""Side of a block in pixels of a 320-wide picture."""
GREY = 14
"""A pixel has changed when it differs from the picture before by more than this."""
PIXELS = 0.06
"""Share of a block's 64 pixels that must change, four of them, so that noise does not make it busy."""
BUSY_SHARE = 0.04
"""A block is busy when it changed in more than this share of the pictures."""
AT_ONCE, AS_USUAL = 0.3, 1.3
"""When more than this share of the blocks changes from one look to the next, and so many times as many as usual, it is
the light, rain or the camera: no block has been busy by itself. Before a tree that fills the picture that is usual."""
USUAL_SECONDS = 900.0
EVERY_SECONDS = 0.9
"""Time between two looks, whoever asks how often: in a fifth of a second leaves move less than in a second, and what is
busy must not depend on which detectors a camera has."""
MEMORY_SECONDS = 300.0
PRIOR = 10.0
"""Pictures without a change that are assumed at first: while little is known one change makes a block busy for minutes,
which costs a blind spot and spares false alerts."""
GAP_SECONDS = 10.0
"""Of pictures further apart than this nothing can be said: on a time lapse everything may have moved between two."""


class Activity:
    """A slow average of how often each block changes from one look to the next; one thread only."""

    def __init__(self) -> None:
        self._before: Plane | None = None
        self._share: NDArray[np.float32] = np.empty(0, dtype=np.float32)
        self._at = self._usual = 0.0
        self._looks = self._pictures = 0

    def forget(self) -> None:
        """Learn anew from the next picture."""
        self._before = None

    def learn(self, small: Plane, now: float) -> Flags:
        """Take a picture (h, 320); the blocks that are busy, shape (h // 8, 40)."""
        rows, columns = small.shape[0] // BLOCK, small.shape[1] // BLOCK
        if self._before is None or self._before.shape != small.shape:
            self._before, self._at, self._looks, self._pictures = small, now, 0, 0
            self._share = np.zeros((rows, columns), dtype=np.float32)
            return self._share > BUSY_SHARE
        if now - self._at < EVERY_SECONDS:
            return self._share > BUSY_SHARE
        if now - self._at > GAP_SECONDS:
            self._before, self._at = small, now
            return self._share > BUSY_SHARE
        changed = cv2.threshold(cv2.absdiff(small, self._before), GREY, 1.0, cv2.THRESH_BINARY)[1]
        moving = block_means(np.asarray(changed, dtype=np.float32)) > PIXELS
        moved = float(moving.mean())
        at_once = moved > max(AT_ONCE, AS_USUAL * self._usual)
        self._looks += 1
        self._usual += max(1.0 / self._looks, 1.0 - exp((self._at - now) / USUAL_SECONDS)) * (moved - self._usual)
        if at_once:
            self._before, self._at = small, now
            return self._share > BUSY_SHARE
        self._pictures += 1
        weight = max(1.0 / (self._pictures + PRIOR), 1.0 - exp((self._at - now) / MEMORY_SECONDS))
        cv2.accumulateWeighted(moving.astype(np.float32), self._share, weight)
        self._before, self._at = small, now
        return self._share > BUSY_SHARE


def block_means(plane: NDArray[np.float32]) -> NDArray[np.float32]:
    """Means of blocks of 8 × 8 pixels, shape (h // 8, w // 8); what is left over at the edges is left out."""
    rows, columns = plane.shape[0] // BLOCK, plane.shape[1] // BLOCK
    whole = plane[: rows * BLOCK, : columns * BLOCK]
    return np.asarray(cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA), dtype=np.float32)
