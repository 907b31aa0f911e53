"""Which pixels move: a background of mean and mean deviation for each pixel, learnt from the stream.

One quiet picture of 320 × 180 costs about 0.1 ms on one core, a busy one 0.2 ms; a mixture of Gaussians (MOG2) alone
costs 0.9 ms there. What always flickers (leaves, waves) earns itself a high threshold.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

import cv2
import numpy as np
from numpy.typing import NDArray

from camera_adapters.detectors.tracks import Blob
from camera_adapters.frames import Plane

BACKGROUND_SECONDS = 20.0
FOREGROUND_SECONDS = 90.0
"""What stands still in the foreground becomes background this slowly."""
DEVIATION_SECONDS = 30.0
DEVIATIONS = 4.0
CONTRAST = 10.0
"""A pixel moves when it differs by more than this many grey levels + DEVIATIONS × its mean deviation."""
FIRST_DEVIATION = 6.0
"""What a pixel is thought to vary by before it is known: careful at first."""
CLIP = 48.0
"""A passer-by may not teach a pixel more than this."""
GLOBAL_CELLS = (32, 18)
GLOBAL_GREY = 14.0
MAX_CONTOURS = 80

_CLOSE = np.ones((7, 5), dtype=np.uint8)  # taller than wide: a body is


@dataclass(frozen=True, slots=True)
class Motion:
    """What moves in one picture."""

    blobs: tuple[Blob, ...]
    changed: float
    """Share of coarse cells of the whole picture that differ from the background after an exposure step is removed."""
    moving: float
    """Share of the watched pixels that move."""


class MotionModel:
    """The background of one camera's watched region; keeps float copies, one thread only."""

    def __init__(self, watched: tuple[float, float, float, float], contrast: float = CONTRAST) -> None:
        self._watched = watched
        self._contrast = contrast
        self._mean: NDArray[np.float32] | None = None
        self._deviation: NDArray[np.float32] = np.empty(0, dtype=np.float32)
        self._cells: NDArray[np.float32] = np.empty(0, dtype=np.float32)
        self._shape: tuple[int, ...] = ()
        self._age = 0.0
        self._frames = 0

    @property
    def age(self) -> float:
        """Seconds this background has been learnt for."""
        return self._age

    @property
    def frames(self) -> int:
        """Pictures this background has been learnt from."""
        return self._frames

    def forget(self) -> None:
        """Learn anew from the next picture."""
        self._mean = None

    def apply(self, small: Plane, elapsed: float, min_area: float) -> Motion:
        """Compare a picture (h, 320) with the background, then learn from it.

        ``elapsed`` seconds since the picture before; ``min_area`` of a blob as a share of the picture.
        """
        height, width = small.shape
        left, top, right, bottom = self._watched
        x0, y0, x1, y1 = int(left * width), int(top * height), round(right * width), round(bottom * height)
        crop = small[y0:y1, x0:x1]
        cells = np.asarray(cv2.resize(small, GLOBAL_CELLS, interpolation=cv2.INTER_AREA), dtype=np.float32)
        if self._mean is None or self._shape != small.shape:
            self._start(crop, cells, small.shape)
            return Motion((), 0.0, 0.0)
        self._age += elapsed
        self._frames += 1
        step = float(np.median(cells - self._cells))
        changed = float(np.mean(np.abs(cells - self._cells - step) > GLOBAL_GREY))
        mask, difference = self._compare(crop, self._mean, step)
        self._learn(self._mean, crop, mask, difference, elapsed)
        cv2.accumulateWeighted(cells, self._cells, self._share(elapsed, BACKGROUND_SECONDS))
        moving = cv2.countNonZero(mask) / mask.size
        if moving * mask.size < min_area * height * width * 0.5:
            return Motion((), changed, moving)
        return Motion(_blobs(mask, (x0, y0), width, min_area * height * width), changed, moving)

    def _start(self, crop: Plane, cells: NDArray[np.float32], shape: tuple[int, ...]) -> None:
        self._mean = crop.astype(np.float32)
        self._deviation = np.full(crop.shape, FIRST_DEVIATION, dtype=np.float32)
        self._cells = cells
        self._shape = shape
        self._age, self._frames = 0.0, 1

    def _compare(self, crop: Plane, mean: NDArray[np.float32], step: float) -> tuple[Plane, Plane]:
        background = cv2.convertScaleAbs(mean, alpha=1.0, beta=step if abs(step) > 1.0 else 0.0)
        difference = cv2.absdiff(crop, background)
        threshold = cv2.convertScaleAbs(self._deviation, alpha=DEVIATIONS, beta=self._contrast)
        mask = cv2.compare(difference, threshold, cv2.CMP_GT)
        return np.asarray(mask, dtype=np.uint8), np.asarray(difference, dtype=np.uint8)

    def _learn(self, mean: NDArray[np.float32], crop: Plane, mask: Plane, difference: Plane, elapsed: float) -> None:
        cv2.accumulateWeighted(crop, mean, self._share(elapsed, BACKGROUND_SECONDS), cv2.bitwise_not(mask))
        cv2.accumulateWeighted(crop, mean, self._share(elapsed, FOREGROUND_SECONDS), mask)
        _, clipped = cv2.threshold(difference, CLIP, CLIP, cv2.THRESH_TRUNC)
        cv2.accumulateWeighted(clipped, self._deviation, self._share(elapsed, DEVIATION_SECONDS, prior=4.0))

    def _share(self, elapsed: float, seconds: float, prior: float = 1.0) -> float:
        # While young the background is a plain mean of what was seen, so a ghost of the first picture fades at once.
        return max(1.0 / (self._frames + prior), 1.0 - exp(-elapsed / seconds))


def _blobs(mask: Plane, offset: tuple[int, int], width: int, min_pixels: float) -> tuple[Blob, ...]:
    # The median drops specks and keeps legs two pixels wide; closing joins head, body and legs.
    closed = cv2.morphologyEx(cv2.medianBlur(mask, 3), cv2.MORPH_CLOSE, _CLOSE)
    contours, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if len(contours) > MAX_CONTOURS:
        contours = sorted(contours, key=len, reverse=True)[:MAX_CONTOURS]
    found = []
    for contour in contours:
        x, y, w, h = cv2.boundingRect(contour)
        if w * h < min_pixels:
            continue
        filled = cv2.countNonZero(closed[y : y + h, x : x + w])
        if filled >= min_pixels:
            found.append(Blob((x + offset[0]) / width, (y + offset[1]) / width, w / width, h / width, filled / (w * h)))
    return tuple(found)
