"""A smoke plume: puffs that leave the fire, rise, widen by taking in air, and drift with a gusty wind."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from camera_adapters.sources.scene.canvas import Box, Canvas
from camera_adapters.sources.scene.optics import View
from camera_adapters.sources.scene.textures import Field, smoothstep, spectral
from camera_adapters.sources.scene.world import Seen

STEP = 0.4
"""Seconds between two moves of the puffs; pictures between are drawn from where they are."""
OLDEST = 75.0
"""Seconds after which a puff has dissolved."""
SEEN = 0.06
"""Share of the background that smoke must hide to count as visible."""


@dataclass(frozen=True, slots=True)
class Fire:
    """What burns: world position, optical depth a puff, metres of the source, and the smoke's colour (Y, U, V)."""

    spot: tuple[float, float, float]
    dense: float = 1.0
    wide: float = 7.0
    colour: tuple[int, int, int] = (186, 129, 127)
    pace: float = 3.2
    """Puffs a second when it burns in full."""


class Plume:
    """Draws the smoke of one fire; ``hidden`` (rows, width) is 1 where nearer land stands before it."""

    def __init__(self, rng: np.random.Generator, view: View, fire: Fire, hidden: Field, fades: float) -> None:
        self._rng, self._view, self._fire, self._fades = rng, view, fire, fades
        size = (view.width // 2, view.rows // 2)
        self._open = 1 - np.asarray(cv2.resize(hidden, size, interpolation=cv2.INTER_AREA), np.float32)
        self._shapes = [_puff(rng) for _ in range(5)]
        side = 1.0 if rng.random() < 0.5 else -1.0
        self._wind = side * float(rng.uniform(1.6, 3.2))
        self._puffs = np.empty((0, 6), np.float64)  # x, y off the fire in metres; age; radius; weight; shape
        self._clock, self._owed = 0.0, 0.0

    def draw(self, canvas: Canvas, t: float) -> Seen:
        """Move the puffs up to t and lay them over the picture."""
        while self._clock <= t:
            self._move(STEP)
            self._clock += STEP
        alpha = 1 - np.exp(-self._depth() * self._open)
        box = _bounds(alpha)
        if box is not None:
            self._blend(canvas, alpha)
        return Seen(box)

    def _move(self, dt: float) -> None:
        grown = min(1.0, (self._clock + dt) / 30.0) ** 0.7 * float(smoothstep(0, -12, self._clock - self._fades))
        self._owed += self._rng.poisson(self._fire.pace * dt * grown)
        puffs = self._puffs
        puffs[:, 2] += dt
        gust = self._wind * (1 + 0.35 * np.sin(0.31 * self._clock) + 0.2 * np.sin(0.83 * self._clock + 1))
        going = gust * (0.35 + 0.65 * np.clip(puffs[:, 1] / 45, 0, 1.6)) + self._rng.normal(0, 0.5, len(puffs))
        rising = 3.4 / (1 + puffs[:, 2] / 22) + self._rng.normal(0, 0.25, len(puffs))
        puffs[:, 0] += going * dt
        puffs[:, 1] += rising * dt
        puffs[:, 3] += 0.17 * np.hypot(going, rising) * dt
        fresh = [self._fresh() for _ in range(int(self._owed))]
        self._owed -= len(fresh)
        self._puffs = np.concatenate([puffs[puffs[:, 2] < OLDEST], np.reshape(fresh, (-1, 6))])

    def _fresh(self) -> list[float]:
        wide, rng = self._fire.wide, self._rng
        aside, radius, weight = rng.normal(0, wide * 0.4), wide * rng.uniform(0.5, 0.9), rng.uniform(0.6, 1.2)
        return [aside, 0.5, 0.0, radius, weight, float(rng.integers(len(self._shapes)))]

    def _depth(self) -> Field:
        rows, width = self._open.shape
        depth = np.zeros((rows, width), np.float32)
        middle = self._view.project(np.asarray([self._fire.spot]))[0] / 2
        metre = self._view.metre(self._fire.spot[2]) / 2
        for x, y, age, radius, weight, shape in self._puffs:
            half = max(2, int(radius * metre * 1.9))
            column, row = int(middle[0] + x * metre), int(middle[1] - y * metre)
            y0, y1, x0, x1 = max(0, row - half), min(rows, row + half), max(0, column - half), min(width, column + half)
            if y0 >= y1 or x0 >= x1:
                continue
            puff = cv2.resize(self._shapes[int(shape)], (2 * half, 2 * half), interpolation=cv2.INTER_LINEAR)
            thin = self._fire.dense * weight * (self._fire.wide / radius) ** 1.25 * (1 - age / OLDEST)
            depth[y0:y1, x0:x1] += (
                np.float32(thin) * puff[y0 - row + half : y1 - row + half, x0 - column + half : x1 - column + half]
            )
        return depth

    def _blend(self, canvas: Canvas, alpha: Field) -> None:
        rows, columns = np.flatnonzero(alpha.max(axis=1) > 0.01), np.flatnonzero(alpha.max(axis=0) > 0.01)
        part = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        full = np.s_[2 * rows[0] : 2 * rows[-1] + 2, 2 * columns[0] : 2 * columns[-1] + 2]
        share = alpha[part]
        luma, u, v = self._fire.colour
        shade = luma - 26 * np.linspace(0, 1, share.shape[0], dtype=np.float32)[:, None] * share
        size = (share.shape[1] * 2, share.shape[0] * 2)
        wide = cv2.resize(share, size, interpolation=cv2.INTER_LINEAR)
        target = canvas.y[full]
        target[:] = target * (1 - wide) + cv2.resize(shade, size, interpolation=cv2.INTER_LINEAR) * wide
        for plane, colour in ((canvas.u, u), (canvas.v, v)):
            plane[part] = plane[part] * (1 - share) + colour * share


def _puff(rng: np.random.Generator) -> Field:
    size = 64
    axis = np.linspace(-1.9, 1.9, size, dtype=np.float32)
    bell = np.exp(-(axis[:, None] ** 2 + axis[None, :] ** 2))
    rough = np.clip(1 + 0.75 * spectral(rng, size, 2.6), 0.05, 2.6)
    rim = np.clip(1.0 - (axis[:, None] ** 2 + axis[None, :] ** 2) / 3.4, 0, 1)
    return np.asarray(0.55 * bell * rough * rim, np.float32)


def _bounds(alpha: Field) -> Box | None:
    rows, columns = np.flatnonzero(alpha.max(axis=1) > SEEN), np.flatnonzero(alpha.max(axis=0) > SEEN)
    if len(rows) == 0:
        return None
    high, wide = alpha.shape
    y0, y1, x0, x1 = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    return (x0 / wide, y0 / high, (x1 - x0) / wide, (y1 - y0) / high)
