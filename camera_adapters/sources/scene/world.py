"""World: a picture that moves, places where hazards may happen, and the zones that watch them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np

from camera_adapters.sources.scene.canvas import Box, Canvas, Plane

Polygon = tuple[tuple[float, float], ...]
"""Corners as fractions of width and height."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What an effect drew into one frame."""

    box: Box | None = None
    value: float | None = None


class Effect(Protocol):
    """A hazard being drawn; called once a frame, in order, while it lasts."""

    def draw(self, canvas: Canvas, t: float) -> Seen:
        """Draw it ``t`` seconds after its onset."""
        ...


class World(Protocol):
    """One camera's view. ``zones`` are the same for every seed, so that a camera's settings can name them."""

    plate: Canvas
    """The still picture, by which the sensor's noise is scaled."""

    def draw(self, canvas: Canvas, t: float) -> None:
        """Fill the canvas with everything but hazards, at scene time t; called in order of time."""
        ...

    def effect(self, kind: str, lasts: float) -> Effect | None:
        """The hazard at this world's place for it; None where it cannot happen. ``lasts`` in seconds."""
        ...


class Light:
    """Two developments of one picture, in sun and under a cloud, and the slow way between them."""

    def __init__(self, sunny: Plane, cloudy: Plane, period: float, phase: float) -> None:
        self.plate = Canvas.of(sunny)
        self._dim = Canvas.of(cloudy)
        self._period, self._phase = period, phase

    def draw(self, canvas: Canvas, t: float) -> None:
        """Fill the canvas; the light returns to where it began after ``period`` seconds."""
        share = 0.5 - 0.5 * float(np.cos(2 * np.pi * (t / self._period + self._phase)))
        cv2.addWeighted(self.plate.i420, 1 - share, self._dim.i420, share, 0, canvas.i420)


def union(first: Box | None, second: Box | None) -> Box | None:
    """The smallest box around both."""
    if first is None or second is None:
        return first or second
    left, top = min(first[0], second[0]), min(first[1], second[1])
    right = max(first[0] + first[2], second[0] + second[2])
    bottom = max(first[1] + first[3], second[1] + second[3])
    return (left, top, right - left, bottom - top)


MakeWorld = Callable[[int, int, int, float], World]
"""(width, height, seed, seconds) → world; the seconds are the loop's length, for what must close on itself."""
