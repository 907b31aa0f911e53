"""Somebody or something that comes on a schedule: along a path through the world, there and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from camera_adapters.sources.scene.canvas import Box, Canvas
from camera_adapters.sources.scene.optics import View
from camera_adapters.sources.scene.people import Walker
from camera_adapters.sources.scene.world import Seen

Spot = tuple[float, float, float]
"""World x, y, z in metres."""


class Path:
    """A polyline walked at an even pace from its first spot to its last within ``lasts`` seconds."""

    def __init__(self, spots: Sequence[Spot], lasts: float) -> None:
        self._spots = np.asarray(spots, np.float64)
        steps = np.linalg.norm(np.diff(self._spots, axis=0), axis=1)
        self._reached = np.concatenate([[0.0], np.cumsum(steps)])
        self._lasts = lasts

    def at(self, t: float) -> tuple[Spot, float, bool]:
        """Where one is after t seconds, how many metres were gone, and whether one heads left."""
        gone = float(self._reached[-1]) * min(max(t / self._lasts, 0.0), 1.0)
        x, y, z = (float(np.interp(gone, self._reached, self._spots[:, axis])) for axis in range(3))
        leg = min(int(np.searchsorted(self._reached, gone, side="right")), len(self._reached) - 1)
        return (x, y, z), gone, bool(self._spots[leg, 0] < self._spots[leg - 1, 0])


class PersonVisit:
    """A person walks the path once."""

    def __init__(self, view: View, walker: Walker, path: Path) -> None:
        self._view, self._walker, self._path = view, walker, path

    def draw(self, canvas: Canvas, t: float) -> Seen:
        """One step further."""
        place, gone, left = self._path.at(t)
        return Seen(self._walker.draw(canvas, self._view, place, gone, left))


class Craft(Protocol):
    """Something on the water that can be drawn at a place."""

    def draw(self, canvas: Canvas, view: View, place: Spot, t: float, left: bool) -> Box | None:
        """Draw it; its box."""
        ...


class WaterVisit:
    """A boat, a swimmer or driftwood crosses the water once."""

    def __init__(self, view: View, craft: Craft, path: Path) -> None:
        self._view, self._craft, self._path = view, craft, path

    def draw(self, canvas: Canvas, t: float) -> Seen:
        """One length further, bobbing."""
        place, _, left = self._path.at(t)
        return Seen(self._craft.draw(canvas, self._view, place, t, left))
