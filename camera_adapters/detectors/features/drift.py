"""Drift of the camera itself: a boat rolls, a mast turns, a hand carries it, and everything in the picture moves.

Phase correlation finds shifts only. Where it does not find that the picture stands, sharp points are followed from the
picture before, and a common motion of shift, turn and zoom is fitted to them. Waves and leaves each move their own way:
of a sea half of the points or more disagree, but where the camera stands, the points that agree stand still. One look
costs 0.5 ms; a picture that clearly stands is not looked at.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from camera_adapters.detectors.features.order_statistics import median
from camera_adapters.video.frames import Plane

WIDTH = 160
POINTS, APART = 80, 7
"""Sharp points that are followed, and pixels of 160 between them."""
QUALITY = 0.02
FEWEST = 14
"""Points that must be found again, so that one motion can be asked for."""
WITHIN = 1.0
"""Pixels of 160 within which a point goes with the others."""
AGREE = 0.3
"""Share of the points that must go together: a third where all the rest is water."""
AGREE_AGAIN, AGAIN_SECONDS = 0.22, 30.0
"""Who rolled half a minute ago goes on rolling: then a fifth of the points and one picture say so."""
CLEARLY = 0.5
"""How far those that go together are from where they should be, by how far from where they were: where the camera
stands, that they stood still says as much."""
SPREAD = 0.6
"""Share of the picture's width that these points must span: a lorry is coherent too."""
LEAST = 1.5
"""Pixels of 160 by which some corner of the picture must have moved."""
WINDOW = (15, 15)
MEMORY_SECONDS = 2.0
"""At the turning points of a swell a camera stands for a moment."""
CALM_SECONDS = 0.5
"""While nothing speaks for it, it is asked no more often than this."""
LONGEST_STEP = 1.0
"""Seconds between two pictures beyond which points are not found again."""
FIRST = 2
"""Pictures in a row that must say so: one alone is a gust, or a picture that the network damaged."""


class Drift:
    """Whether one camera moves by itself; one thread only."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Forget the last picture: the next one is compared with none."""
        self._before: Plane | None = None
        self._at = float("-inf")
        self._moved_at = self._asked_at = float("-inf")
        self._row = 0

    def judge(self, small: Plane, now: float, *, stands: bool) -> bool:
        """Whether the camera moves at a picture (h, 320), or did so a moment ago; ``stands``: it surely does not."""
        size = (WIDTH, max(2, round(small.shape[0] * WIDTH / small.shape[1])))
        half = np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        before, elapsed = self._before, now - self._at
        self._before, self._at = half, now
        if stands or before is None or before.shape != half.shape or elapsed > LONGEST_STEP:
            self._row = 0
        elif self._row or self._moved_lately(now) or now - self._asked_at >= CALM_SECONDS:
            self._asked_at = now
            again = now - self._moved_at <= AGAIN_SECONDS
            moves = moves_together(before, half, AGREE_AGAIN if again else AGREE)
            self._row = self._row + 1 if moves else 0
            if self._row >= (1 if again else FIRST):
                self._moved_at = now
        return self._moved_lately(now)

    def _moved_lately(self, now: float) -> bool:
        return now - self._moved_at <= MEMORY_SECONDS


def moves_together(before: Plane, now: Plane, agree: float = AGREE) -> bool:
    """Whether what is sharp in one picture (h, 160) has gone one way together until the next: this share of it."""
    points = cv2.goodFeaturesToTrack(before, POINTS, QUALITY, APART)
    if points is None or len(points) < FEWEST:
        return False
    found, ok, _ = cv2.calcOpticalFlowPyrLK(before, now, points, None, winSize=WINDOW, maxLevel=3)  # type: ignore[call-overload]
    kept = ok.ravel() > 0
    old, new = points.reshape(-1, 2)[kept], found.reshape(-1, 2)[kept]
    if len(old) < FEWEST:
        return False
    motion, flags = cv2.estimateAffinePartial2D(old, new, method=cv2.RANSAC, ransacReprojThreshold=WITHIN)
    if motion is None:
        return False
    together = flags.ravel() > 0
    agreeing = int(np.count_nonzero(together))
    if agreeing < max(FEWEST, agree * len(points)) or np.ptp(old[together, 0]) < SPREAD * WIDTH:
        return False
    old, new = old[together], new[together]
    astray = np.hypot(*(cv2.transform(old[None], motion)[0] - new).T)
    went = np.hypot(*(new - old).T)
    return _largest(motion, before.shape) >= LEAST and median(astray) <= CLEARLY * median(went)


def _largest(motion: NDArray[np.float64], shape: tuple[int, ...]) -> float:
    """How far the corner goes that goes furthest, pixels."""
    height, width = shape
    corners = np.array([[0, 0, 1], [width, 0, 1], [0, height, 1], [width, height, 1]], dtype=np.float64)
    return float(np.max(np.hypot(*(corners @ motion.T - corners[:, :2]).T)))
