"""Sameness of places by their boxes: which are one place, and what may be a part of what is known there."""

from __future__ import annotations

from camera_adapters.base.boxes import BoxTuple, area, overlap, shared

PART = 0.5
"""Share of a box that must lie within another to be a part of what is seen there."""
DRIFT = 0.5
"""How far beyond what burns or rises its puffs and sparks go, in its own sizes."""
NEAR = 0.15
"""Boxes whose centres are closer than this share of the picture's width are the same place."""
OVERLAP = 0.1
"""Intersection over union above which two boxes are the same place."""


def overlapping(a: BoxTuple, b: BoxTuple) -> bool:
    """Whether two boxes are one place: they overlap, or their centres are nearly the same."""
    if overlap(a, b) > OVERLAP:
        return True
    dx = (a[0] + a[2] / 2) - (b[0] + b[2] / 2)
    dy = (a[1] + a[3] / 2) - (b[1] + b[3] / 2)
    return dx * dx + dy * dy < NEAR * NEAR


def drifted(known: BoxTuple) -> BoxTuple:
    """Where puffs and sparks of what burns or rises there go: half its size beyond it to both sides and above."""
    x, y, width, height = known
    above = min(y, DRIFT * height)
    return x - DRIFT * width, y - above, (1.0 + 2.0 * DRIFT) * width, height + above


def explains(known: BoxTuple, box: BoxTuple) -> bool:
    """Whether what is seen in ``box`` may be a part of what is known: its place, or mostly inside of it as a tongue of
    flame is in a fire."""
    return shared(known, box) > PART * area(box) or overlapping(known, box)
