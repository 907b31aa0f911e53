"""Readings of a gauge against the true row of the water line. Pure; rows in pixels from the top."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from camera_adapters.evaluation.figures import rank

GROSS_PIXELS = 12.0
"""Three times what the truth itself may be wrong by: such a reading is of something else than the water line."""
Table = Sequence[tuple[float, float]]
"""(row, metres), in any order."""


@dataclass(frozen=True, slots=True)
class LevelErrors:
    """How far one gauge was off, over all pictures with a true row."""

    gauge: str
    kind: str
    pictures: int
    readings: int
    mean_px: float | None
    p95_px: float | None
    mean_m: float | None
    p95_m: float | None
    gross: int


def row_of(metres: float, table: Table) -> float:
    """The row at which this level stands, on the straight pieces between the points and their continuation."""
    return _along(metres, sorted((level, row) for row, level in table))


def metres_of(row: float, table: Table) -> float:
    """The level at this row, as above."""
    return _along(row, sorted(table))


def _along(value: float, points: Sequence[tuple[float, float]]) -> float:
    pieces = list(pairwise(points))
    (x0, y0), (x1, y1) = next((piece for piece in pieces if value <= piece[1][0]), pieces[-1])
    return y0 + (value - x0) * (y1 - y0) / (x1 - x0)


def level_errors(
    gauge: str, kind: str, table: Table, truth: Mapping[int, float], read: Mapping[int, float]
) -> LevelErrors:
    """Errors of ``read`` (picture → metres) against ``truth`` (picture → row)."""
    both = [(row_of(metres, table), truth[number]) for number, metres in read.items() if number in truth]
    pixels = [abs(a - b) for a, b in both]
    metres = [abs(metres_of(a, table) - metres_of(b, table)) for a, b in both]
    return LevelErrors(
        gauge=gauge,
        kind=kind,
        pictures=len(truth),
        readings=len(both),
        mean_px=sum(pixels) / len(pixels) if pixels else None,
        p95_px=rank(pixels, 0.95),
        mean_m=sum(metres) / len(metres) if metres else None,
        p95_m=rank(metres, 0.95),
        gross=sum(each > GROSS_PIXELS for each in pixels),
    )
