"""The camera's geometry: a level camera whose horizon stands at a chosen row (verticals stay vertical)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from camera_adapters.sources.scene.textures import Field


@dataclass(frozen=True, slots=True)
class View:
    """World: x right, y up, z away, metres. Camera at (0, height, 0), looking along z."""

    width: int
    """Pixels."""
    rows: int
    """Pixels."""
    focal: float
    """Focal length as a fraction of the width: 0.5 is wide (90°), 1.0 is narrow (53°)."""
    horizon: float
    """Row of the horizon as a fraction of the picture's height; may lie outside."""
    height: float
    """Metres above the world's zero."""

    @property
    def f(self) -> float:
        """Focal length in pixels."""
        return self.focal * self.width

    @property
    def horizon_row(self) -> float:
        """Row of the horizon in pixels."""
        return self.horizon * self.rows

    def scaled(self, factor: float) -> View:
        """The same view with ``factor`` times as many pixels each way."""
        return replace(self, width=round(self.width * factor), rows=round(self.rows * factor))

    def project(self, points: NDArray[np.floating]) -> NDArray[np.float64]:
        """Pixels (n, 2) of world points (n, 3); points must lie before the camera."""
        x, y, z = np.asarray(points, np.float64).T
        return np.stack([self.width / 2 + self.f * x / z, self.horizon_row - self.f * (y - self.height) / z], axis=1)

    def metre(self, z: float) -> float:
        """Pixels that one metre takes at distance z."""
        return self.f / z

    def ground(self, level: float = 0.0) -> tuple[Field, Field]:
        """World (x, z) of every pixel on the plane y = level, shape (rows, width); z is infinite above the horizon."""
        row = np.arange(self.rows, dtype=np.float32) + 0.5
        drop = row - np.float32(self.horizon_row)
        with np.errstate(divide="ignore"):
            z = np.where(drop > 0, np.float32(self.f * (self.height - level)) / drop, np.float32(np.inf))
        column = np.arange(self.width, dtype=np.float32) + 0.5 - self.width / 2
        far = np.broadcast_to(z[:, None], (self.rows, self.width)).astype(np.float32)
        return np.minimum(far, 1e6) * column[None, :] / np.float32(self.f), far
