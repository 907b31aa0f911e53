"""Texture: the share of a block's usual texture that still shows; shadow keeps it, smoke and dust cover it.

The usual fine detail of every pixel is learnt, and what is seen now is laid against it: the slope of the one on the
other, divided by how much brighter the block has become. Under a cloud's shadow, a sunbeam or another exposure detail
and brightness change alike and the slope stays 1, however dark or hazy the place; behind smoke it falls to 0.6 and
less. Rain and mist, which take of everything, are taken out by the median of all blocks. One look costs 0.2 ms.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from camera_adapters.detectors.features.activity import BLOCK, block_means
from camera_adapters.video.frames import Plane

Blocks = NDArray[np.float32]
NEAR = (5, 5)
LEAST = 2.0
"""Standard deviation of the usual detail, grey levels, from which a block has a texture to keep."""
LEAST_MEDIAN, MOST_MEDIAN = 0.4, 1.2
"""Rain and mist are allowed to take this much of everything."""
DARK = 8.0


class Texture:
    """The usual texture of one camera; one thread only."""

    def __init__(self) -> None:
        self._usual: Blocks | None = None
        self._now: Blocks = np.empty(0, dtype=np.float32)

    def forget(self) -> None:
        """Learn anew from the next picture."""
        self._usual = None

    def kept(self, steady: Plane, light: Blocks, usual_light: Blocks) -> Blocks:
        """Share of the usual texture that shows, shape (h / 8, w / 8): 1 as usual, NaN where there is none to keep.

        ``light`` and ``usual_light`` are the blocks' means now and as a rule.
        """
        self._now = np.asarray(steady, np.float32) - np.asarray(cv2.blur(steady, NEAR), np.float32)
        if self._usual is None or self._usual.shape != self._now.shape:
            self._usual = self._now.copy()
        power = block_means(self._usual * self._usual)
        slope = block_means(self._usual * self._now) / np.maximum(power, 1.0)
        share = slope * (usual_light + DARK) / (light + DARK)
        textured = power > LEAST * LEAST
        if not textured.any():
            return np.full_like(light, np.nan)
        median = min(MOST_MEDIAN, max(LEAST_MEDIAN, float(np.median(share[textured]))))
        return np.where(textured, share / np.float32(median), np.float32(np.nan))

    def learn(self, shares: Blocks) -> None:
        """Let each block of the picture last looked at teach this share of what is usual."""
        if self._usual is None:
            return
        rows, columns = shares.shape
        part = np.s_[: rows * BLOCK, : columns * BLOCK]
        weights = cv2.resize(shares, (columns * BLOCK, rows * BLOCK), interpolation=cv2.INTER_NEAREST)
        self._usual[part] += weights * (self._now[part] - self._usual[part])
