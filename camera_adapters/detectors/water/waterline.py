"""Water line on a gauge: pure reading of rows, without metres and without a clock.

A gauge is a strip of the picture, rows downwards. Each row is described by a few numbers; the line is the row where the
part above differs most from the part below. A plain *board* is read by brightness and texture. A striped *staff* is
read by the brightness of its ground (upper quartile, so that the stripes do not count) times the contrast that its
stripes lose in the water: a staff has many edges, and only the water line has both. A *bank* is read like a board.

Measured on real pictures (24 frames of each gauge, also darkened, blurred, coded coarsely and in infrared): rivals of
the true line on a staff reach a contrast ratio of 0.31, the line itself 0.62 and more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Kind = Literal["board", "staff", "bank"]
Rows = NDArray[np.float64]

WINDOW_SHARE = 0.045
SHORTEST, LONGEST = 6, 24
"""Rows that are compared above and below a line: so much of the strip, within these bounds."""
EDGE = 4
"""The least rows that must be there on both sides."""
SPREAD = 200.0
"""Grey levels between the 5th and the 95th percentile to which every strip is stretched: night reads like day."""
LEAST_SPREAD = 16.0
"""A strip of less is stretched as if it had this: what remains of a picture in the dark is noise."""
RISING = 0.5
"""What a step to the brighter is worth on a board: a board is brighter than its own mirror image."""
DIRT = 0.15
"""Contrast ratios (natural logarithm) below this do not count: dirt lines, figures and repairs of a staff."""
LEAST_CONTRAST = 0.4
LEAST_STEP = 10.0
"""A line must lose so much contrast (staff) or differ by so many stretched grey levels."""
REFINE = 6
FAR = 0.15
"""What a line far from the expected row still counts."""


@dataclass(frozen=True, slots=True)
class Profile:
    """Numbers of every row of a strip, grey levels stretched to ``SPREAD``; each of shape (rows,)."""

    ground: Rows
    """Brightness: the median of a board's row, the upper quartile of a staff's."""
    mean: Rows
    square: Rows
    """Mean of the squares."""
    texture: Rows
    """Mean difference of neighbours in the row."""


@dataclass(frozen=True, slots=True)
class Expected:
    """Where the line was, and how far it may have gone since, rows."""

    row: float
    sigma: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line that was found; ``row`` counts from the top of the strip, between pixels."""

    row: float
    quality: float
    """1 − second best ÷ best, of lines that are not the same one."""
    score: float


def window_of(height: int) -> int:
    """Rows to compare on each side, for a gauge of this height."""
    return int(np.clip(round(WINDOW_SHARE * height), SHORTEST, LONGEST))


def profile(strip: NDArray[np.uint8], kind: Kind) -> Profile:
    """The rows of a strip, shape (rows, columns), at least 4 columns wide."""
    grey = strip.astype(np.float64)
    low, high = np.percentile(grey, (5, 95))
    grey = (grey - low) * (SPREAD / max(high - low, LEAST_SPREAD))
    return Profile(
        ground=np.percentile(grey, 75 if kind == "staff" else 50, axis=1),
        mean=grey.mean(axis=1),
        square=np.square(grey).mean(axis=1),
        texture=np.abs(np.diff(grey, axis=1)).mean(axis=1),
    )


def median_profile(profiles: Sequence[Profile]) -> Profile:
    """The median of a few pictures taken within seconds: waves and rain pass, the line stays."""
    if len(profiles) == 1:
        return profiles[0]
    return Profile(
        *(
            np.median([getattr(each, name) for each in profiles], axis=0)
            for name in ("ground", "mean", "square", "texture")
        )
    )


def find_line(
    rows: Profile, kind: Kind, first: int, last: int, window: int, expected: Expected | None = None
) -> Line | None:
    """The line between rows ``first`` and ``last`` of the strip; None where nothing in it looks like one."""
    places = np.arange(max(EDGE, first), min(len(rows.ground) - EDGE, last) + 1)
    if len(places) <= 2 * window:
        return None
    scores, plausible = _staff(rows, places, window) if kind == "staff" else _board(rows, places, window)
    if expected is not None:
        near = np.exp(-0.5 * np.square((places - expected.row) / expected.sigma))
        scores = scores * (FAR + (1.0 - FAR) * near)
    best = int(np.argmax(scores))
    if not plausible[best] or scores[best] <= 0.0:
        return None
    others = scores[np.abs(places - places[best]) > window]
    quality = 1.0 - max(0.0, float(others.max(initial=0.0))) / float(scores[best])
    return Line(steepest(rows.ground, int(places[best])), quality, float(scores[best]))


def steepest(ground: Rows, near: int) -> float:
    """Where brightness changes fastest within ``REFINE`` rows, to a part of a row: the centre of the change."""
    smooth = np.convolve(np.pad(ground, 2, mode="edge"), np.array([1.0, 4.0, 6.0, 4.0, 1.0]) / 16.0, mode="valid")
    change = np.diff(smooth)
    low, high = max(0, near - 1 - REFINE), min(len(change), near + REFINE)
    peak = low + int(np.argmax(np.abs(change[low:high])))
    around = np.arange(max(0, peak - 3), min(len(change), peak + 4))
    weight = np.abs(change[around]) * (np.sign(change[around]) == np.sign(change[peak]))
    return float((around * weight).sum() / weight.sum()) + 1.0 if weight.sum() > 0.0 else float(near)


def _board(rows: Profile, places: NDArray[np.int_], window: int) -> tuple[Rows, NDArray[np.bool_]]:
    ground, texture = _sides(rows.ground, places, window), _sides(rows.texture, places, window)
    fall = ground.above - ground.below
    step = np.abs(fall) / np.sqrt((ground.spread_above + ground.spread_below) / 2.0 + 9.0)
    rough = np.abs(texture.above - texture.below) / np.sqrt((texture.spread_above + texture.spread_below) / 2.0 + 1.0)
    scores = (np.where(fall > 0.0, step, RISING * step) + 0.5 * rough) * np.sqrt(ground.rows / window)
    return scores, np.abs(fall) >= LEAST_STEP


def _staff(rows: Profile, places: NDArray[np.int_], window: int) -> tuple[Rows, NDArray[np.bool_]]:
    ground = _sides(rows.ground, places, window)
    step = (ground.above - ground.below) / np.sqrt((ground.spread_above + ground.spread_below) / 2.0 + 9.0)
    mean, square = _sides(rows.mean, places, window), _sides(rows.square, places, window)
    above = np.sqrt(np.maximum(square.above - np.square(mean.above), 0.0)) + 3.0
    below = np.sqrt(np.maximum(square.below - np.square(mean.below), 0.0)) + 3.0
    lost = np.log(above / below)
    scores = np.maximum(step, 0.0) * np.maximum(lost - DIRT, 0.0) * np.sqrt(ground.rows / window)
    return scores, lost >= LEAST_CONTRAST


@dataclass(frozen=True, slots=True)
class _Sides:
    """Mean and variance of the rows above and below each place, and how many there were on the shorter side."""

    above: Rows
    below: Rows
    spread_above: Rows
    spread_below: Rows
    rows: Rows


def _sides(signal: Rows, places: NDArray[np.int_], window: int) -> _Sides:
    total = np.concatenate([[0.0], np.cumsum(signal)])
    squares = np.concatenate([[0.0], np.cumsum(np.square(signal))])
    top, bottom = np.maximum(places - window, 0), np.minimum(places + window, len(signal))
    up, down = places - top, bottom - places
    above, below = (total[places] - total[top]) / up, (total[bottom] - total[places]) / down
    return _Sides(
        above,
        below,
        np.maximum((squares[places] - squares[top]) / up - np.square(above), 0.0),
        np.maximum((squares[bottom] - squares[places]) / down - np.square(below), 0.0),
        np.minimum(up, down).astype(np.float64),
    )
