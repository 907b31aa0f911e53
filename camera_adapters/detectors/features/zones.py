"""Zones as geometry: pure, in fractions of the picture from the top left."""

from __future__ import annotations

from dataclasses import dataclass

Polygon = tuple[tuple[float, float], ...]
"""Corners as fractions of width and height."""
WHOLE_PICTURE: Polygon = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
ABOVE = 0.3
BESIDE = 0.1
"""A body stands above its foot point and comes from somewhere: pixels are watched this far around a zone."""


@dataclass(frozen=True, slots=True)
class Area:
    """A polygon of at least three corners; its border belongs to it."""

    polygon: Polygon = WHOLE_PICTURE

    def contains(self, x: float, y: float) -> bool:
        """Whether a point lies in the polygon (even-odd rule) or on its border."""
        inside = False
        x0, y0 = self.polygon[-1]
        for x1, y1 in self.polygon:
            if _on_edge(x, y, (x0, y0), (x1, y1)):
                return True
            if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
                inside = not inside
            x0, y0 = x1, y1
        return inside

    def watched(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of the pixels that matter: the bounding box with room for bodies, clipped."""
        xs = [x for x, _ in self.polygon]
        ys = [y for _, y in self.polygon]
        return (
            max(0.0, min(xs) - BESIDE),
            max(0.0, min(ys) - ABOVE),
            min(1.0, max(xs) + BESIDE),
            min(1.0, max(ys) + BESIDE),
        )


def _on_edge(x: float, y: float, a: tuple[float, float], b: tuple[float, float]) -> bool:
    cross = (b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0])
    if abs(cross) > 1e-9:
        return False
    return (
        min(a[0], b[0]) - 1e-9 <= x <= max(a[0], b[0]) + 1e-9 and min(a[1], b[1]) - 1e-9 <= y <= max(a[1], b[1]) + 1e-9
    )
