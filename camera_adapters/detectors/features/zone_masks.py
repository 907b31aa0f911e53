"""Polygons of a camera's set-up as pixels, drawn once for each size of picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import cv2
import numpy as np

from camera_adapters.detectors.features.zones import Polygon
from camera_adapters.messages import Purpose, Zone
from camera_adapters.video.frames import Plane


class ZoneMasks:
    """The zones of one camera as planes of 255 on 0; memory is bounded by the zones that are set up."""

    def __init__(self, zones: Sequence[Zone]) -> None:
        self._zones = zones
        self._shape: tuple[int, ...] = ()
        self._parts: dict[Purpose, Plane | None] = {}
        self._polygons: dict[Polygon, Plane] = {}

    def part(self, purpose: Purpose, shape: tuple[int, ...]) -> Plane | None:
        """All zones of a purpose together; None when there is none, and for lines, which have no inside."""
        self._fit(shape)
        if purpose not in self._parts:
            drawn = [zone.polygon for zone in self._zones if zone.purpose is purpose is not Purpose.LINE]
            self._parts[purpose] = draw(drawn, shape) if drawn else None
        return self._parts[purpose]

    def polygon(self, polygon: Polygon, shape: tuple[int, ...]) -> Plane:
        self._fit(shape)
        if polygon not in self._polygons:
            self._polygons[polygon] = draw([polygon], shape)
        return self._polygons[polygon]

    def _fit(self, shape: tuple[int, ...]) -> None:
        if shape != self._shape:
            self._shape = shape
            self._parts.clear()
            self._polygons.clear()


def draw(polygons: Iterable[Polygon], shape: tuple[int, ...]) -> Plane:
    """255 where a pixel lies in any of the polygons, shape (height, width)."""
    plane = np.zeros(shape, dtype=np.uint8)
    height, width = shape
    for polygon in polygons:
        corners = np.array([(x * width - 0.5, y * height - 0.5) for x, y in polygon])
        cv2.fillPoly(plane, [np.round(corners).astype(np.int32)], (255,))
    return plane
