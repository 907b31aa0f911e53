"""Spots on a still landscape where something may happen: visible places at a distance, paths down a slope."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from camera_adapters.sources.scene.optics import View
from camera_adapters.sources.scene.terrain import HeightField, Hit

TRIES = 160


@dataclass(frozen=True, slots=True)
class Fallen:
    """Where ways down a slope begin and how they are gone; metres."""

    far: tuple[float, float] = (200, 900)
    """Nearest and farthest beginning."""
    step: float = 6.0
    count: int = 40
    """Most steps."""
    least: float = 0.08
    """Gradient at which what falls comes to rest."""


FAR_SLOPE = Fallen()


def visible_spot(
    rng: np.random.Generator, view: View, hit: Hit, height: HeightField, far: tuple[float, float]
) -> np.ndarray:
    """A world position (x, y, z) on the land between two distances in metres, away from the picture's edges."""
    rows, width = hit.z.shape
    near, away = far
    usable = (hit.z > near) & (hit.z < away)
    usable[:, : width // 4] = False
    usable[:, width * 3 // 4 :] = False
    usable[: rows // 8] = False
    found = np.argwhere(usable)
    if len(found) == 0:
        found = np.argwhere(~hit.sky)
    row, column = found[int(rng.integers(len(found)))]
    x, z = float(hit.x[row, column]), float(hit.z[row, column])
    del view
    return np.asarray([x, _level(height, x, z), z])


def falling_line(
    rng: np.random.Generator, view: View, hit: Hit, height: HeightField, way: Fallen = FAR_SLOPE
) -> np.ndarray:
    """World positions (n, 3) of a path down a visible slope: the longest in the picture of many tries."""
    best, longest = np.empty((0, 3)), -1.0
    for _ in range(TRIES // 4):
        line = _descend(visible_spot(rng, view, hit, height, way.far), height, way)
        seen = _seen(view, hit, line)
        if len(seen) < 8:
            continue
        pixels = view.project(seen)
        drop = float(pixels[-1, 1] - pixels[0, 1]) - 0.3 * abs(float(pixels[-1, 0] - pixels[0, 0]))
        if drop > longest:
            best, longest = seen, drop
    return best if len(best) else _descend(visible_spot(rng, view, hit, height, (100, 3000)), height, way)


def _level(height: HeightField, x: float, z: float) -> float:
    return float(height(np.full((1, 1), x, np.float32), np.full((1, 1), z, np.float32))[0, 0])


def _descend(start: np.ndarray, height: HeightField, way: Fallen) -> np.ndarray:
    x, z = float(start[0]), float(start[2])
    line = []
    for _ in range(way.count):
        near = np.asarray([[x, x + 4, x]], np.float32), np.asarray([[z, z, z + 4]], np.float32)
        here, right, behind = height(*near)[0]
        line.append((x, float(here), z))
        slope = np.asarray([right - here, behind - here]) / 4
        steep = float(np.hypot(*slope))
        if steep < way.least:
            break
        x, z = x - way.step * slope[0] / steep, z - way.step * slope[1] / steep
    return np.asarray(line)


def _seen(view: View, hit: Hit, line: np.ndarray) -> np.ndarray:
    rows, width = hit.z.shape
    scale = width / view.width
    where = np.rint(view.project(line) * scale).astype(int)
    inside = (where[:, 0] >= 0) & (where[:, 0] < width) & (where[:, 1] >= 0) & (where[:, 1] < rows)
    open_view = [
        ok and hit.z[max(0, y - 2), x] > z * 0.9 for ok, (x, y), z in zip(inside, where, line[:, 2], strict=True)
    ]
    stop = open_view.index(False) if False in open_view else len(line)
    return line[:stop]
