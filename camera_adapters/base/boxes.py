"""Boxes in a picture: left, top, width, height as fractions of it, and what two of them have in common."""

from __future__ import annotations

BoxTuple = tuple[float, float, float, float]


def area(box: BoxTuple) -> float:
    """Area of a box as a share of the picture, 0 to 1."""
    return box[2] * box[3]


def shared(a: BoxTuple, b: BoxTuple) -> float:
    """Area that lies in both boxes, as a share of the picture."""
    width = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    height = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    return max(0.0, width) * max(0.0, height)


def overlap(a: BoxTuple, b: BoxTuple) -> float:
    """Intersection over union of two boxes, 0 to 1."""
    common = shared(a, b)
    union = area(a) + area(b) - common
    return common / union if union > 0.0 else 0.0
