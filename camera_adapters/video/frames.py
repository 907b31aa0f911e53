"""Frame: one decoded picture as detectors get it; image work that several of them need is done once and kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import cv2
import numpy as np
from numpy.typing import NDArray

from camera_adapters.base.once import once

Plane = NDArray[np.uint8]

WORK_WIDTH = 320
"""Detectors work on luminance of this width; the height follows the picture."""


@dataclass(frozen=True)
class Frame:
    """One decoded picture. Its planes are views of the decoder's memory and valid until the next frame is decoded: a
    detector that keeps pixels keeps a copy, and nobody writes into them."""

    camera_id: str
    luma: Plane
    """Luminance, shape (height, width), uint8."""
    chroma: tuple[Plane, Plane] | None
    """U and V at half size, shape (height / 2, width / 2), uint8; None for a grey picture."""
    captured_at: datetime
    """Aware UTC, when the packet arrived."""
    monotonic: float
    """Seconds on the monotonic clock when the packet arrived; the only time detectors may measure with."""
    pts: float
    """Seconds on the stream's own clock."""
    keyframe: bool
    carried: float | None = None
    """Mean bytes of the coded pictures since the frame before, keyframes left out; 0 when there were none, None when it
    is not known. It tells a picture that repeats, which costs an encoder next to nothing."""

    @once
    def small(self) -> Plane:
        """Luminance scaled to ``WORK_WIDTH``, shape (h, 320), a copy that may be kept."""
        height, width = self.luma.shape
        size = (WORK_WIDTH, max(1, round(height * WORK_WIDTH / width)))
        return np.asarray(cv2.resize(self.luma, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)

    @once
    def bgr(self) -> Plane:
        """The picture in colour at full size, shape (height, width, 3), a copy that may be kept."""
        if self.chroma is None:
            return np.asarray(cv2.cvtColor(self.luma, cv2.COLOR_GRAY2BGR), dtype=np.uint8)
        height, width = self.luma.shape
        u, v = self.chroma
        even = self.luma[: height // 2 * 2, : width // 2 * 2]
        rows = even.shape[0]
        packed = np.empty((rows * 3 // 2, even.shape[1]), dtype=np.uint8)
        packed[:rows] = even
        halves = [plane[: rows // 2, : even.shape[1] // 2].ravel() for plane in (u, v)]
        packed[rows:] = np.concatenate(halves).reshape(rows // 2, even.shape[1])
        return np.asarray(cv2.cvtColor(packed, cv2.COLOR_YUV2BGR_I420), dtype=np.uint8)
