"""The detector's view: what it decided by, on the picture it saw. No text: the page names things in its language."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from camera_adapters.detectors.drawing import Drawing, Fraction
from camera_adapters.messages import CameraSpec, Purpose
from camera_adapters.video.frames import Plane

Colour = tuple[int, int, int]
Box = tuple[float, float, float, float]

MOVING: Colour = (80, 220, 255)
PATH: Colour = (255, 190, 90)
LINE: Colour = (255, 255, 80)
CANDIDATE: Colour = (200, 200, 200)
FOUND: Colour = (60, 60, 255)
GAUGE: Colour = (255, 255, 255)
ZONES: dict[Purpose, Colour] = {
    Purpose.WATCH: (255, 188, 143),
    Purpose.MASK: (144, 143, 255),
    Purpose.SKY: (255, 227, 207),
    Purpose.WATER: (208, 214, 85),
    Purpose.GROUND: (138, 180, 217),
    Purpose.LINE: (59, 212, 255),
}
"""Blue, green, red; the same hues as on the set-up page."""
WIDTH = 640
"""The sketch is as wide as that: what a set-up page shows, at a tenth of the cost of a full picture."""


def sketch(picture: Plane, camera: CameraSpec, drawings: Sequence[Drawing], found: Sequence[Box]) -> Plane:
    """The picture (h, w, 3) with zones, gauges, masks, ways, lines and boxes, ``WIDTH`` wide. A new array."""
    height, width = picture.shape[:2]
    size = (WIDTH, max(1, round(height * WIDTH / width)))
    canvas = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    for zone in camera.zones:
        _line(canvas, zone.polygon, ZONES[zone.purpose], closed=zone.purpose is not Purpose.LINE)
    for gauge in camera.gauges:
        _box(canvas, gauge.roi, GAUGE, 1)
    for drawing in drawings:
        _draw(canvas, drawing)
    for box in found:
        _box(canvas, box, FOUND, 2)
    return canvas


def _draw(canvas: Plane, drawing: Drawing) -> None:
    if drawing.mask is not None:
        _tint(canvas, drawing.mask)
    for path in drawing.paths:
        _line(canvas, path, PATH, closed=False)
    for line in drawing.lines:
        _line(canvas, line, LINE, closed=False, thickness=2)
    for box in drawing.boxes:
        _box(canvas, box, CANDIDATE, 1)


def _tint(canvas: Plane, mask: Plane) -> None:
    """Half the colour where the mask is set, in place."""
    size = canvas.shape[1], canvas.shape[0]
    chosen = cv2.resize(mask, size, interpolation=cv2.INTER_NEAREST) > 0
    canvas[chosen] = canvas[chosen] // 2 + np.array(MOVING, dtype=np.uint8) // 2


def _line(canvas: Plane, points: Sequence[Fraction], colour: Colour, *, closed: bool, thickness: int = 1) -> None:
    if len(points) > 1:
        cv2.polylines(canvas, [_pixels(canvas, points)], closed, colour, thickness, cv2.LINE_AA)


def _box(canvas: Plane, box: Box, colour: Colour, thickness: int) -> None:
    x, y, w, h = box
    (left, top), (right, bottom) = _pixels(canvas, ((x, y), (x + w, y + h)))
    cv2.rectangle(canvas, (int(left), int(top)), (int(right), int(bottom)), colour, thickness, cv2.LINE_AA)


def _pixels(canvas: Plane, points: Sequence[Fraction]) -> NDArray[np.int32]:
    height, width = canvas.shape[:2]
    return np.array([(round(x * (width - 1)), round(y * (height - 1))) for x, y in points], dtype=np.int32)
