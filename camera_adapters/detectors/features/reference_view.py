"""A view as it is recognised: detail without light, coarse and grey, and how it compares with another in blocks."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import sqrt
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from camera_adapters.detectors.features.order_statistics import median
from camera_adapters.video.frames import Plane

Grey = NDArray[np.float32]
Flags = NDArray[np.bool_]

BLOCKS = (10, 6)
DETAIL_SIZE = (160, 96)
DETAIL_WINDOW = (15, 15)
"""Detail is what stands out from the mean of this window, so that light and gain do not count."""
TEXTURED = 9.0
"""Mean square of detail from which a block can be recognised."""
KNOWN = 0.35
"""Correlation of a block's detail with the reference below which it is no longer what it was."""
LEVEL_GREY = 12.0
"""A block is hidden when it also became brighter or darker than the rest by this much."""
LEFT_KEPT = 0.75
"""What leaves is at most a quarter of the picture."""
LEFT_STEP = 0.6
"""Share of its step of brightness against its surroundings that may remain where something has left."""
LEFT_LIKE = 3.0
"""Factor by which its place and the surroundings may differ in detail then."""
FLAT = 0.3
"""A lost block is flat when its detail has less than this share of the reference's mean square."""
FEW_TEXTURED = 6

_NEXT = np.ones((3, 3), dtype=np.uint8)


@dataclass(slots=True)
class ReferenceView:
    """What of a picture is compared: ``detail`` without light and ``grey``, both (96, 160), and ``coarse`` (18, 32)."""

    detail: Grey
    coarse: Grey
    grey: Grey
    energy: Grey = field(init=False)
    """Mean square of detail in each block (6, 10)."""

    def __post_init__(self) -> None:
        self.energy = block_means(self.detail * self.detail)

    def blend(self, other: ReferenceView, share: float) -> None:
        """Become a little more like another view."""
        cv2.accumulateWeighted(other.detail, self.detail, share)
        cv2.accumulateWeighted(other.coarse, self.coarse, share)
        cv2.accumulateWeighted(other.grey, self.grey, share)
        self.energy = block_means(self.detail * self.detail)

    @property
    def contrast(self) -> float:
        """Root of the mean square of detail, grey levels."""
        return sqrt(cv2.mean(self.energy)[0])


def view_of(small: Plane) -> ReferenceView:
    """The view of a picture (h, 320)."""
    grey = np.asarray(cv2.resize(small, DETAIL_SIZE, interpolation=cv2.INTER_AREA), dtype=np.float32)
    coarse = np.asarray(cv2.resize(small, (32, 18), interpolation=cv2.INTER_AREA), dtype=np.float32)
    return ReferenceView(grey - cv2.blur(grey, DETAIL_WINDOW), coarse, grey)


def usual(views: list[ReferenceView]) -> ReferenceView:
    """The usual view: the median of several views, so that what only passes is not in it."""
    return ReferenceView(
        median_of([view.detail for view in views]),
        median_of([view.coarse for view in views]),
        median_of([view.grey for view in views]),
    )


def median_of(five: list[Grey]) -> Grey:
    """By comparisons of whole planes, fifty times as fast as sorting each pixel's values."""
    a, b, c, d, e = five
    low = np.maximum(np.minimum(a, b), np.minimum(c, d))
    high = np.minimum(np.maximum(a, b), np.maximum(c, d))
    return np.maximum(np.minimum(e, low), np.minimum(np.maximum(e, low), high))


def block_means(plane: Grey) -> Grey:
    """Means of a plane over ``BLOCKS``, shape (6, 10)."""
    return np.asarray(cv2.resize(plane, BLOCKS, interpolation=cv2.INTER_AREA), dtype=np.float32)


class Blocks(NamedTuple):
    """Shares as in ``Measures``."""

    lost: float
    hidden: float
    flat: float
    kept: float
    veil: float
    textured: int


def compare(reference: ReferenceView, view: ReferenceView) -> Blocks:
    """Compare two views block by block."""
    known, now = reference.energy, view.energy
    likeness = block_means(reference.detail * view.detail) / np.sqrt(known * now + 1e-3)
    level = block_means(view.coarse - reference.coarse)
    level_kept = np.abs(level - median(level)) <= LEVEL_GREY
    kept = np.count_nonzero(level_kept) / level_kept.size
    textured = known > TEXTURED
    count = int(np.count_nonzero(textured))
    if count == 0:
        return Blocks(0.0, 0.0, 0.0, kept, 1.0, 0)
    alike = likeness >= KNOWN
    lost = textured & ~alike
    if kept >= LEFT_KEPT and lost.any():
        lost &= ~_left(reference, view, lost)
    return Blocks(
        lost=np.count_nonzero(lost) / count,
        hidden=np.count_nonzero(lost & ~level_kept) / count,
        flat=np.count_nonzero(lost & (now < FLAT * known)) / count,
        kept=kept,
        veil=_veil(known, now, textured & alike),
        textured=count,
    )


def _veil(known: Grey, now: Grey, recognised: Flags) -> float:
    """Contrast of what is recognised, divided by its usual value; 1 where too little is."""
    left = now[recognised] / known[recognised]
    return sqrt(median(left)) if left.size >= FEW_TEXTURED else 1.0


def _left(reference: ReferenceView, view: ReferenceView, lost: Flags) -> Flags:
    """Of what is lost the parts where something has gone and nothing is hidden: they now look like what is around them.

    A car that leaves a plain road takes with it all that could be recognised there. What covers a lens makes a step of
    brightness where there was none, or is smoother than what surrounds it; what leaves takes its step along.
    """
    before, after = (block_means(each.coarse) for each in (reference, view))
    detail = view.energy + 1.0
    count, parts = cv2.connectedComponents(lost.astype(np.uint8))
    left = np.zeros_like(lost)
    for number in range(1, count):
        part = np.asarray(parts == number)
        around = np.asarray(cv2.dilate(part.astype(np.uint8), _NEXT)).astype(bool) & ~lost
        if not around.any():
            continue
        step_before = float(np.abs(before[part] - np.median(before[around])).mean())
        step_after = float(np.abs(after[part] - np.median(after[around])).mean())
        like = float(np.median(detail[part]) / np.median(detail[around]))
        if step_after < LEFT_STEP * step_before and 1.0 / LEFT_LIKE < like < LEFT_LIKE:
            left |= part
    return left


def correlation(a: Grey, b: Grey) -> float:
    """Likeness of two planes, -1 to 1; 0 where one of them is flat."""
    a0, b0 = a - a.mean(), b - b.mean()
    norm = float(np.sqrt((a0 * a0).sum() * (b0 * b0).sum()))
    return float((a0 * b0).sum()) / norm if norm > 1e-3 else 0.0
