"""Floating things: somebody who swims, and driftwood that the river carries."""

from __future__ import annotations

import cv2
import numpy as np

from camera_adapters.sources.scene.canvas import Box, Canvas, Plane
from camera_adapters.sources.scene.optics import View
from camera_adapters.sources.scene.people import SKIN, scaled

Place = tuple[float, float, float]


class Swimmer:
    """Head and shoulders above the water, bobbing with each stroke."""

    metres = 0.75
    """Width of head and arms."""

    def __init__(self) -> None:
        self._strokes = [_swimmer(reach) for reach in (0.2, 0.6, 1.0, 0.6)]

    def draw(self, canvas: Canvas, view: View, place: Place, t: float, left: bool) -> Box | None:
        """Swim at ``place`` (x, y, z)."""
        middle = view.project(np.asarray([place]))[0]
        bgr, alpha = self._strokes[int(t * 3) % len(self._strokes)]
        if left:
            bgr, alpha = bgr[:, ::-1], alpha[:, ::-1]
        width = max(8, round(2.2 * self.metres * view.metre(place[2])))
        height = max(6, width * alpha.shape[0] // alpha.shape[1])
        top = middle[1] - height * (0.8 + 0.06 * np.sin(t * 4.2))
        return canvas.stamp(scaled(bgr, alpha, (width, height)), middle[0] - width / 2, top)


class Driftwood:
    """A raft of branches and rubbish, turning slowly."""

    metres = 4.5

    def __init__(self, rng: np.random.Generator) -> None:
        self._bgr, self._alpha = _raft(rng)

    def draw(self, canvas: Canvas, view: View, place: Place, t: float, left: bool) -> Box | None:
        """Float at ``place`` (x, y, z), flat on the water."""
        del left
        middle = view.project(np.asarray([place]))[0]
        width = max(8, round(self.metres * view.metre(place[2])))
        height = max(4, round(width * min(0.6, 3.2 * view.height / place[2] / 2)))
        turn = cv2.getRotationMatrix2D((64, 64), 6 * np.sin(0.3 * t), 1.0)
        bgr, alpha = (np.asarray(cv2.warpAffine(part, turn, (128, 128)), np.uint8) for part in (self._bgr, self._alpha))
        return canvas.stamp(scaled(bgr, alpha, (width, height)), middle[0] - width / 2, middle[1] - height / 2)


def _swimmer(reach: float) -> tuple[Plane, Plane]:
    bgr, alpha = np.full((48, 96, 3), (96, 110, 120), np.uint8), np.zeros((48, 96), np.uint8)
    arm = np.asarray(
        [(44, 34), (round(44 + 40 * reach), round(30 - 14 * reach)), (round(44 + 46 * reach), 36)], np.int32
    )
    for picture, colour in ((bgr, SKIN), (alpha, 255)):
        cv2.polylines(picture, [arm], False, colour, 7, cv2.LINE_AA)
        cv2.ellipse(picture, (34, 38), (22, 9), 0, 0, 360, colour, -1, cv2.LINE_AA)
        cv2.circle(picture, (48, 24), 12, colour, -1, cv2.LINE_AA)
    cv2.ellipse(bgr, (47, 19), (12, 8), 0, 160, 380, (30, 28, 28), -1, cv2.LINE_AA)
    cv2.ellipse(alpha, (44, 44), (44, 4), 0, 0, 360, 120, -1, cv2.LINE_AA)
    return bgr, alpha


def _raft(rng: np.random.Generator) -> tuple[Plane, Plane]:
    bgr, alpha = np.full((128, 128, 3), (38, 52, 62), np.uint8), np.zeros((128, 128), np.uint8)
    for _ in range(46):
        middle, angle = rng.normal(64, 15, 2), float(rng.uniform(0, np.pi))
        along = np.asarray([np.cos(angle), np.sin(angle)]) * float(rng.uniform(8, 34))
        ends = [tuple(int(value) for value in np.clip(middle + side * along, 2, 125)) for side in (-1, 1)]
        shade = int(rng.integers(18, 110))
        cv2.line(bgr, ends[0], ends[1], (shade, shade + 12, shade + 22), int(rng.integers(2, 7)), cv2.LINE_AA)
        cv2.line(alpha, ends[0], ends[1], 235, 7, cv2.LINE_AA)
    return bgr, np.asarray(cv2.GaussianBlur(alpha, (0, 0), 1.5), np.uint8)
