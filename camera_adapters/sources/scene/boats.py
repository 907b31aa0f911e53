"""A small boat with somebody in it, its reflection and its wake."""

from __future__ import annotations

import cv2
import numpy as np

from camera_adapters.sources.scene.canvas import Box, Canvas, Plane, Sprite
from camera_adapters.sources.scene.optics import View
from camera_adapters.sources.scene.people import scaled

LONG, HIGH = 320, 160
METRES = 6.5
"""Length of the boat."""
HULLS = ((60, 70, 85), (90, 60, 40), (150, 150, 145))


class Boat:
    """Draws the boat at places on the water."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._bgr, self._alpha = _boat(HULLS[int(rng.integers(len(HULLS)))])

    def draw(self, canvas: Canvas, view: View, place: tuple[float, float, float], t: float, left: bool) -> Box | None:
        """Float the boat at ``place`` (x, y, z); its box without reflection and wake."""
        middle = view.project(np.asarray([place]))[0]
        width = max(8, round(METRES * view.metre(place[2])))
        height = max(6, width * HIGH // LONG)
        bgr, alpha = (self._bgr[:, ::-1], self._alpha[:, ::-1]) if left else (self._bgr, self._alpha)
        top = middle[1] - height * 0.86 + np.sin(t * 2.1) * width * 0.006
        self._wake(canvas, middle, width, left)
        mirrored = scaled(bgr[::-1], (alpha[::-1] * 0.38).astype(np.uint8), (width, max(4, round(height * 0.7))))
        canvas.stamp(mirrored, middle[0] - width / 2, middle[1] - height * 0.12)
        return canvas.stamp(scaled(bgr, alpha, (width, height)), middle[0] - width / 2, top)

    @staticmethod
    def _wake(canvas: Canvas, middle: np.ndarray, width: int, left: bool) -> None:
        long, thick = max(8, width * 2 // 2 * 2), max(2, width // 16 * 2)
        fade = np.linspace(1, 0, long, dtype=np.float32)[None, :]
        across = np.linspace(-1, 1, thick, dtype=np.float32)[:, None]
        spread = 0.25 + 0.75 * (1 - fade)
        alpha = (np.clip(1 - np.abs(np.abs(across) - spread * 0.8) * 2.4, 0, 1) * fade * 120).astype(np.uint8)
        start = middle[0] + (0.35 * width if left else -0.35 * width - long)
        canvas.stamp(Sprite.flat(190, 130, 126, alpha if left else alpha[:, ::-1]), start, middle[1] - thick * 0.4)


def _boat(hull: tuple[int, int, int]) -> tuple[Plane, Plane]:
    bgr = np.empty((HIGH, LONG, 3), np.uint8)
    bgr[:] = hull
    alpha = np.zeros((HIGH, LONG), np.uint8)
    side = np.asarray([(8, 96), (312, 82), (282, 138), (40, 140)], np.int32)
    rim = np.asarray([(8, 96), (312, 82), (304, 94), (12, 106)], np.int32)
    person = np.asarray([(142, 38), (172, 38), (182, 96), (134, 98)], np.int32)
    cabin = np.asarray([(50, 60), (100, 58), (104, 98), (48, 99)], np.int32)
    for shape, colour in ((cabin, (175, 175, 170)), (person, (40, 80, 190)), (side, hull), (rim, (195, 195, 190))):
        cv2.fillPoly(bgr, [shape], colour, cv2.LINE_AA)
        cv2.fillPoly(alpha, [shape], 255, cv2.LINE_AA)
    cv2.circle(bgr, (157, 26), 12, (110, 145, 180), -1, cv2.LINE_AA)
    cv2.circle(alpha, (157, 26), 13, 255, -1, cv2.LINE_AA)
    light = np.linspace(1.15, 0.6, HIGH)[:, None, None]
    return np.clip(bgr * light, 0, 255).astype(np.uint8), alpha
