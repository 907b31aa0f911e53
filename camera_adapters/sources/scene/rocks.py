"""Rocks that break loose, bounce down a slope and raise dust."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from camera_adapters.sources.scene.canvas import Box, Canvas, Sprite
from camera_adapters.sources.scene.optics import View
from camera_adapters.sources.scene.smoke import Plume
from camera_adapters.sources.scene.world import Seen, union

COUNT = 7
ACCELERATION = 3.2
"""Metres a second squared along the slope, after friction."""


@dataclass(frozen=True, slots=True)
class Stones:
    """How large they are, how far they scatter, how high they leap and how far each hop goes; metres."""

    size: tuple[float, float] = (3.0, 7.0)
    aside: float = 5.0
    leap: float = 5.0
    hop: float = 7.0


BOULDERS = Stones()


class Rockfall:
    """Draws rocks along a line of world positions; they stop and stay where the line ends."""

    def __init__(
        self, rng: np.random.Generator, view: View, line: np.ndarray, dust: Plume, stones: Stones = BOULDERS
    ) -> None:
        self._stones = stones
        self._line, self._view, self._dust = line, view, dust
        self._reached = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
        self._start = np.sort(rng.uniform(0, 5, COUNT))
        self._size = rng.uniform(*stones.size, COUNT)
        self._aside = rng.normal(0, stones.aside, COUNT)
        self._bounce = rng.uniform(1.0, 2.2, COUNT)
        self._shapes = [_rock(rng) for _ in range(COUNT)]

    def draw(self, canvas: Canvas, t: float) -> Seen:
        """All rocks where they are at t; the box is around those that move."""
        self._dust.draw(canvas, t)
        box: Box | None = None
        for number in range(COUNT):
            elapsed = t - float(self._start[number])
            if elapsed >= 0:
                seen, moving = self._one(canvas, number, elapsed)
                box = union(box, seen) if moving else box
        return Seen(box)

    def _one(self, canvas: Canvas, number: int, elapsed: float) -> tuple[Box | None, bool]:
        end = float(self._reached[-1]) * (0.8 + 0.2 * number / COUNT)
        gone = min(0.5 * ACCELERATION * elapsed * elapsed, end)
        moving = gone < end
        spot = np.asarray([np.interp(gone, self._reached, self._line[:, axis]) for axis in range(3)])
        spot[0] += self._aside[number] * min(1.0, gone / (8 * self._stones.aside))
        spot[1] += abs(np.sin(gone / self._stones.hop * self._bounce[number])) * self._stones.leap * moving
        where, metre = self._view.project(spot[None])[0], self._view.metre(float(spot[2]))
        size = max(4, round(self._size[number] * metre) // 2 * 2)
        alpha = cv2.resize(
            np.roll(self._shapes[number], int(elapsed * 30) * moving, axis=0),
            (size, size),
            interpolation=cv2.INTER_AREA,
        )
        return canvas.stamp(
            Sprite.flat(176 - 12 * number, 122, 134, np.asarray(alpha, np.uint8)), where[0] - size / 2, where[1] - size
        ), moving


def _rock(rng: np.random.Generator) -> np.ndarray:
    angles = np.sort(rng.uniform(0, 2 * np.pi, 9))
    reach = rng.uniform(9, 15, 9)
    points = np.stack([16 + reach * np.cos(angles), 16 + reach * np.sin(angles)], axis=1)
    image = np.zeros((32, 32), np.uint8)
    cv2.fillPoly(image, [np.rint(points).astype(np.int32)], 255, cv2.LINE_AA)
    return image
