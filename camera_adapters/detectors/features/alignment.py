"""Alignment check: a cheap comparison of two pictures' positions that spares most phase correlations.

A picture that has moved a little differs from itself by its slopes times the shift (Lucas and Kanade, 1981): each cell
gives its own estimate, and their median is not moved by what only passes. That holds for shifts up to about a pixel, so
pictures that differ by more than such a one explains (another view, a change of light, water) are left to correlation.
At 160 × 90 a look costs 32 µs, a correlation 120.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from camera_adapters.detectors.features.order_statistics import median

Grey = NDArray[np.float32]

CELL = 10
"""Side of a cell, pixels; what is left over at the edges is left out."""
STEEP = 1.0
"""Mean step between neighbours, grey levels, from which a cell tells anything of a shift."""
FEWEST = 16
"""So many cells must tell; 160 × 90 pixels have 144."""
ALIKE = 1.0
"""Most cells must differ by less than a shift of so many pixels would make them."""
DAMPING = 0.1
"""Share of its slopes by which a cell is kept from estimating along its own edges."""


class AlignmentCheck:
    """One plane (h, w) with its slopes; others are held against it."""

    def __init__(self, plane: Grey) -> None:
        self._plane = plane.copy()
        self._across = _slope(plane, 1, 0)
        self._along = _slope(plane, 0, 1)
        slopes = _cells(np.abs(self._across)) + _cells(np.abs(self._along))
        telling = np.flatnonzero(slopes > STEEP)
        self._telling = telling
        self._least_alike = 1.0 / slopes.ravel()[telling]
        self._solve()

    def _solve(self) -> None:
        """The inverse of each cell's matrix of squared slopes, damped."""
        across, along = self._across, self._along
        xx, yy, xy = (self._told(a, b) for a, b in ((across, across), (along, along), (across, along)))
        damping = DAMPING * (xx + yy)
        xx, yy = xx + damping, yy + damping
        determinant = xx * yy - xy * xy
        self._xx, self._yy, self._xy = yy / determinant, xx / determinant, -xy / determinant

    def stands(self, now: Grey, least: float) -> bool:
        """Whether ``now`` (h, w) surely stands less than ``least`` pixels, below one, from this plane."""
        if self._telling.size < FEWEST:
            return False
        change = now - self._plane
        unlike = _cells(np.abs(change)).ravel()[self._telling] * self._least_alike
        if median(unlike) > ALIKE:
            return False
        x, y = self._told(self._across, change), self._told(self._along, change)
        dx, dy = median(self._xx * x + self._xy * y), median(self._xy * x + self._yy * y)
        return dx * dx + dy * dy < least * least

    def _told(self, a: Grey, b: Grey) -> Grey:
        return _cells(a * b).ravel()[self._telling]


def _slope(plane: Grey, across: int, along: int) -> Grey:
    return np.asarray(cv2.Sobel(plane, cv2.CV_32F, across, along, ksize=3, scale=0.125), dtype=np.float32)


def _cells(plane: Grey) -> Grey:
    rows, columns = plane.shape[0] // CELL, plane.shape[1] // CELL
    whole = plane[: rows * CELL, : columns * CELL]
    return np.asarray(cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA), dtype=np.float32)
