"""Ways of bodies in a rendered scene: where their feet crossed a line, and how long they stayed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import cv2
import numpy as np

from camera_adapters.sources.scene.world import Polygon

LINES: Mapping[str, Polygon] = {"reservoir": ((0.20, 0.70), (0.58, 0.70))}
"""World → a line across which people are not to walk: halfway along the dam."""
STAYS: Mapping[str, str] = {"reservoir": "dam-crest"}
"""World → the zone in which nobody is to stay."""
STAY_SECONDS = 60
"""What the loitering detector allows by default."""
LASTS = 6.0
"""Seconds for which a crossing is an event."""

Boxes = Mapping[str, Sequence[float]]


def contains(polygon: Polygon, point: tuple[float, float]) -> bool:
    """Whether a point lies in the polygon or on its border."""
    return cv2.pointPolygonTest(np.asarray(polygon, np.float32), point, False) >= 0


def feet(boxes: Boxes) -> dict[int, tuple[float, float]]:
    """Full second → foot point."""
    return {int(second): (x + w / 2, y + h) for second, (x, y, w, h) in boxes.items()}


def followed(world: str, zone: Polygon | None, boxes: Boxes) -> Iterator[dict[str, Any]]:
    """Events that follow from a walk: each crossing of the world's line, and a stay that is too long."""
    points = sorted(feet(boxes).items())
    line = LINES.get(world)
    for (before, (_, y0)), (after, (x1, y1)) in pairwise(points) if line else ():
        (left, row), (right, _) = line or ((0.0, 0.0), (0.0, 0.0))
        if (y0 > row) != (y1 > row) and left <= x1 <= right:
            yield {"kind": "line_crossing", "start_s": float(before), "end_s": after + LASTS}
    inside = [second for second, foot in points if zone is not None and contains(zone, foot)]
    if inside and inside[-1] - inside[0] > STAY_SECONDS:
        yield {"kind": "loitering", "start_s": float(inside[0] + STAY_SECONDS), "end_s": float(inside[-1])}
