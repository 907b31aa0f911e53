"""Stabiliser: the picture's shift against the camera's usual view, so that wind at the mast is not taken for motion.

Phase correlation at 160 × 90 costs 0.13 ms, and is spared where the picture plainly stands. The reference follows the
view slowly, and is taken anew when the view has been another one for some seconds: whether a turned camera is a fault
is for the camera's own detector to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, hypot
from typing import TypeVar, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from camera_adapters.detectors.features.alignment import AlignmentCheck
from camera_adapters.detectors.features.order_statistics import median
from camera_adapters.video.frames import WORK_WIDTH, Plane

T = TypeVar("T", np.uint8, np.float32)
WIDTH = 160
SCALE = WORK_WIDTH / WIDTH
LEAST, MOST = 0.4, 12.0
"""Shifts in pixels of 320: less is below what interpolation costs in sharpness, more is a camera that turned."""
PEAK = 0.3
"""Below this response the shift is a guess: another view gives 0.1, a known one 0.5 and more."""
BETTER = 0.8
"""A shake moves the whole picture: once undone, the error of most cells must fall to this share. What only moves in the
picture (leaves, a lorry) draws the correlation too, but leaves most cells where they were."""
FOLLOW_SECONDS = 60.0
ANOTHER_VIEW_SECONDS = 10.0
STANDING_SECONDS = 5.0
"""How long the slopes of the reference are good for; it follows the view more slowly."""


@dataclass(frozen=True, slots=True)
class Shift:
    """Displacement of the picture in pixels of a 320-wide one, and how sure that is (0 to 1)."""

    dx: float = 0.0
    dy: float = 0.0
    peak: float = 0.0

    @property
    def known(self) -> bool:
        """Whether the view was recognised at all."""
        return self.peak >= PEAK

    @property
    def length(self) -> float:
        """Length of the shift in pixels of a 320-wide picture."""
        return hypot(self.dx, self.dy)

    @property
    def shaken(self) -> bool:
        """Whether the shift is known, more than noise and small enough to be undone."""
        return self.known and LEAST <= self.length <= MOST

    def undo(self, small: Plane) -> Plane:
        """The picture moved back; the picture itself when it need not be."""
        return _moved(small, -self.dx, -self.dy) if self.shaken else small


class Stabiliser:
    """The usual view of one camera, learnt from the stream; one thread only."""

    def __init__(self) -> None:
        self._reference: NDArray[np.float32] | None = None
        self._window: NDArray[np.float32] = np.empty(0, dtype=np.float32)
        self._at = 0.0
        self._other_since: float | None = None
        self._standing: AlignmentCheck | None = None
        self._standing_at = 0.0

    def forget(self) -> None:
        """Take the next picture as the usual view."""
        self._reference = None

    def measure(self, small: Plane, now: float) -> Shift:
        """The shift of a picture (h, 320) at ``now`` monotonic seconds."""
        size = (WIDTH, max(2, round(small.shape[0] / SCALE)))
        half = np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_AREA), dtype=np.float32)
        if self._reference is None or self._reference.shape != half.shape:
            self._start(half, now)
            return Shift(peak=1.0)
        shift = self._shift(self._reference, half, now)
        self._follow(half, shift, now)
        return shift

    def _shift(self, reference: NDArray[np.float32], half: NDArray[np.float32], now: float) -> Shift:
        if self._standing is None or now - self._standing_at > STANDING_SECONDS:
            self._standing, self._standing_at = AlignmentCheck(reference), now
        if self._standing.stands(half, LEAST / SCALE):
            return Shift(peak=1.0)
        dx, dy, peak = correlate(reference, half, self._window)
        shift = Shift(dx * SCALE, dy * SCALE, peak)
        return Shift(peak=peak) if shift.shaken and not _is_shake(reference, half, shift) else shift

    def _start(self, half: NDArray[np.float32], now: float) -> None:
        self._reference, self._at, self._other_since, self._standing = half, now, None, None
        self._window = np.asarray(cv2.createHanningWindow(half.shape[::-1], cv2.CV_32F), dtype=np.float32)

    def _follow(self, half: NDArray[np.float32], shift: Shift, now: float) -> None:
        if shift.known and shift.length <= MOST:
            self._other_since = None
            if shift.length < LEAST and self._reference is not None:  # only what stands where it should is learnt
                cv2.accumulateWeighted(half, self._reference, 1.0 - exp((self._at - now) / FOLLOW_SECONDS))
            self._at = now
        elif self._other_since is None:
            self._other_since = now
        elif now - self._other_since >= ANOTHER_VIEW_SECONDS:
            self._start(half, now)


def correlate(
    reference: NDArray[np.float32], plane: NDArray[np.float32], window: NDArray[np.float32]
) -> tuple[float, float, float]:
    """By how many pixels ``plane`` stands right of and below ``reference``, and the peak of the correlation."""
    # OpenCV multiplies the window into the planes themselves where their size needs no padding: give it copies.
    (dx, dy), peak = cv2.phaseCorrelate(reference.copy(), plane.copy(), window)
    return float(dx), float(dy), float(peak)


def _is_shake(reference: NDArray[np.float32], half: NDArray[np.float32], shift: Shift) -> bool:
    undone = _moved(half, -shift.dx / SCALE, -shift.dy / SCALE)
    return _error(reference, undone) <= BETTER * _error(reference, half)


def _error(a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
    cells = cv2.resize(cv2.absdiff(a, b), (16, 9), interpolation=cv2.INTER_AREA)
    return median(cells)


def _moved(plane: NDArray[T], dx: float, dy: float) -> NDArray[T]:
    move = np.array([[1, 0, dx], [0, 1, dy]], dtype=np.float32)
    return cast("NDArray[T]", cv2.warpAffine(plane, move, plane.shape[::-1], borderMode=cv2.BORDER_REPLICATE))
