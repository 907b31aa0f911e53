"""One gauge read again and again: which of the lines in the picture is the water, and how many metres that is. Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from camera_adapters.detectors.water.waterline import (
    Expected,
    Kind,
    Line,
    Profile,
    find_line,
    median_profile,
    profile,
    window_of,
)

PICTURES = 5
TOGETHER_SECONDS = 10.0
"""So many pictures within this time are read as one: waves and rain pass."""
MEDIAN_SECONDS = 60.0
"""The level told is the median of up to ``PICTURES`` readings of so long: a single wrong one is never told."""
COLUMNS = 96
"""A wide strip is read in so many columns at least, not in all."""
RIVAL_READINGS, RIVAL_SECONDS = 20, 60.0
RIVAL_SHARE = 1.3
"""A line elsewhere that is this much clearer for so long is the water, and what was followed until then is not."""


@dataclass(frozen=True, slots=True)
class Scale:
    """What the rows of a gauge mean. Rows in pixels of the whole picture, metres above the station's datum."""

    points: tuple[tuple[float, float], ...]
    """(row, metres), by row; empty where the gauge has no metres."""

    def metres(self, row: float) -> float | None:
        """The level of a row, on the straight pieces between the points and their continuation."""
        if len(self.points) < 2:
            return None
        pieces = list(pairwise(self.points))
        (y0, m0), (y1, m1) = next((piece for piece in pieces if row <= piece[1][0]), pieces[-1])
        return m0 + (row - y0) * (m1 - m0) / (y1 - y0)

    @property
    def metres_a_row(self) -> float | None:
        """How fine one row is, over the whole gauge."""
        if len(self.points) < 2:
            return None
        (y0, m0), (y1, m1) = self.points[0], self.points[-1]
        return (m0 - m1) / (y1 - y0)


@dataclass(frozen=True, slots=True)
class GaugeBox:
    """Where a gauge is in the picture, pixels."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading. ``row`` in pixels of the whole picture from its top; ``metres`` None where the gauge has none."""

    row: float
    metres: float | None
    quality: float


def cut(luma: NDArray[np.uint8], place: GaugeBox, dx: float = 0.0, dy: float = 0.0) -> tuple[NDArray[np.uint8], int]:
    """The gauge's strip with room above and below, moved with a shaken picture, and the row of its top."""
    height, width = luma.shape
    room = window_of(place.height)
    top = max(0, place.top + round(dy) - room)
    bottom = min(height, place.top + round(dy) + place.height + room)
    left = min(max(0, place.left + round(dx)), width - 4)
    right = max(left + 4, min(width, place.left + round(dx) + place.width))
    return luma[top:bottom, left : right : max(1, (right - left) // COLUMNS)], top - round(dy)


class GaugeReader:
    """Follows the water line of one gauge; ``now`` in monotonic seconds."""

    def __init__(
        self, kind: Kind, place: GaugeBox, scale: Scale, *, fastest_m_per_h: float, least_quality: float
    ) -> None:
        self._kind: Kind = kind
        self._place = place
        self._scale = scale
        self._window = window_of(place.height)
        self._rows_a_second = fastest_m_per_h / 3600.0 / (scale.metres_a_row or 2.0 / place.height)
        self._least_quality = least_quality
        self._profiles: deque[tuple[float, Profile]] = deque(maxlen=PICTURES)
        self._readings: deque[tuple[float, float]] = deque(maxlen=PICTURES)
        self._followed: tuple[float, float] | None = None
        self._rival: tuple[int, float, float] | None = None

    def read(self, strip: NDArray[np.uint8], top: int, now: float) -> Reading | None:
        """What the gauge says now; None is "no reading"."""
        if self._profiles and self._profiles[-1][1].ground.shape != strip.shape[:1]:
            self._profiles.clear()
        self._profiles.append((now, profile(strip, self._kind)))
        together = [rows for at, rows in self._profiles if now - at <= TOGETHER_SECONDS]
        line = self._line(median_profile(together), top, now)
        if line is None or line.quality < self._least_quality:
            return None
        row = line.row + top
        self._followed = (now, row)
        self._readings.append((now, row))
        settled = float(np.median([row for at, row in self._readings if now - at <= MEDIAN_SECONDS]))
        return Reading(settled, self._scale.metres(settled), line.quality)

    def forget(self) -> None:
        """The picture was interrupted; the water is where it was."""
        self._profiles.clear()

    def _line(self, rows: Profile, top: int, now: float) -> Line | None:
        first = self._place.top - top
        last = first + self._place.height
        expected = None
        if self._followed is not None:
            at, row = self._followed
            expected = Expected(row - top, max(float(self._window), self._rows_a_second * (now - at)))
        line = find_line(rows, self._kind, first, last, self._window, expected)
        if expected is None:
            return line
        freely = find_line(rows, self._kind, first, last, self._window)
        return freely if self._overtaken(line, freely, now) else line

    def _overtaken(self, line: Line | None, freely: Line | None, now: float) -> bool:
        """Whether another line than the followed one has been the clearer one for long enough."""
        clearer = freely is not None and (
            line is None or (abs(freely.row - line.row) > self._window and freely.score > RIVAL_SHARE * line.score)
        )
        if not clearer or freely is None:
            self._rival = None
            return False
        count, since, row = self._rival or (0, now, freely.row)
        if abs(freely.row - row) > self._window:
            count, since = 0, now
        self._rival = (count + 1, since, freely.row)
        if count + 1 < RIVAL_READINGS or now - since < RIVAL_SECONDS:
            return False
        self._rival = None
        self._readings.clear()
        return True


def gauge_box(roi: Sequence[float], shape: tuple[int, int]) -> GaugeBox:
    """A region in fractions as pixels of a picture of this (height, width)."""
    height, width = shape
    left, top = round(roi[0] * width), round(roi[1] * height)
    return GaugeBox(left, top, max(4, round(roi[2] * width)), max(1, round(roi[3] * height)))
