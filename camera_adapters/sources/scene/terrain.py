"""Land as a height field, seen by casting a ray through every pixel; no meshes, no dependencies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from camera_adapters.sources.scene.optics import View
from camera_adapters.sources.scene.textures import Field

HeightField = Callable[[Field, Field], Field]
"""Height in metres at world positions (x, z); arrays of one shape."""


@dataclass(frozen=True, slots=True)
class Hit:
    """What every pixel sees; arrays of shape (rows, width)."""

    x: Field
    z: Field
    """Metres away; ``inf`` where the pixel sees the sky."""
    sky: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


def cast(view: View, height: HeightField, near: float, far: float, steps: int = 700) -> Hit:
    """March every column's rays from near to far (metres, geometric steps) and keep the first meeting with the land."""
    z = np.geomspace(near, far, steps, dtype=np.float32)
    columns = np.arange(view.width, dtype=np.float32) + 0.5 - view.width / 2
    x = z[:, None] * columns[None, :] / np.float32(view.f)
    depth = np.broadcast_to(z[:, None], x.shape).astype(np.float32)
    row = np.float32(view.horizon_row) - np.float32(view.f) * (height(x, depth) - np.float32(view.height)) / depth
    top = np.minimum.accumulate(row, axis=0)
    wanted = -(np.arange(view.rows, dtype=np.float32) + 0.5)
    rising = np.ascontiguousarray(-top.T)
    index = np.stack([np.searchsorted(column, wanted) for column in rising], axis=1)
    sky = index >= steps
    return _refine(view, z, row, top, np.minimum(index, steps - 1), sky, columns)


def _refine(view: View, z: Field, row: Field, top: Field, index: np.ndarray, sky: np.ndarray, columns: Field) -> Hit:
    before = np.maximum(index - 1, 0)
    column = np.arange(view.width)[None, :]
    pixel = np.arange(view.rows, dtype=np.float32)[:, None] + 0.5
    last, here = top[before, column], row[index, column]
    share = np.clip((last - pixel) / np.maximum(last - here, 1e-3), 0, 1)
    continuous = row[before, column] <= last + 0.01
    distance = np.where(continuous, z[before] + (z[index] - z[before]) * share, z[index])
    distance = np.where(sky, np.float32(np.inf), distance).astype(np.float32)
    x = np.where(sky, 0, distance * columns[None, :] / np.float32(view.f)).astype(np.float32)
    return Hit(x, distance, sky)


def normals(height: HeightField, hit: Hit, footprint: Field) -> tuple[Field, Field]:
    """Slopes dh/dx and dh/dz at what every pixel sees, over a distance of its ``footprint`` in metres."""
    z = np.where(hit.sky, 1.0, hit.z).astype(np.float32)
    here = height(hit.x, z)
    return (height(hit.x + footprint, z) - here) / footprint, (height(hit.x, z + footprint) - here) / footprint


def lambert(dx: Field, dz: Field, sun: tuple[float, float, float]) -> Field:
    """Light on a slope, 0..1, for a sun direction (x, y, z) of length 1."""
    length = np.sqrt(1 + dx * dx + dz * dz)
    return np.clip((-dx * sun[0] + sun[1] - dz * sun[2]) / length, 0, 1).astype(np.float32)
