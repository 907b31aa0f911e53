"""Open fire: tongues that flicker and a glow around them, with smoke above."""

from __future__ import annotations

import cv2
import numpy as np

from camera_adapters.sources.scene.canvas import Canvas, Plane, Sprite
from camera_adapters.sources.scene.optics import View
from camera_adapters.sources.scene.smoke import Plume
from camera_adapters.sources.scene.textures import Field, smoothstep, spectral
from camera_adapters.sources.scene.world import Seen

WIDE, HIGH = 96, 72
LONG = 512
"""Rows of what rises through the fire, at two paces: it never has the same shape twice."""
METRES = 13.0
"""Height of the fire at its largest."""


class Flame:
    """Draws the fire at a world position; its box is the fire, not the smoke."""

    def __init__(self, rng: np.random.Generator, view: View, spot: tuple[float, float, float], plume: Plume) -> None:
        self._rough, self._licks = (np.asarray(spectral(rng, LONG, 2.2)[:, :WIDE]) for _ in range(2))
        self._plume = plume
        self._foot = view.project(np.asarray([spot]))[0]
        self._metre = view.metre(spot[2])

    def draw(self, canvas: Canvas, t: float) -> Seen:
        """Smoke first, then the fire before it."""
        self._plume.draw(canvas, t)
        size = METRES * min(1.0, 0.25 + t / 15) * self._metre
        high, wide = max(6, round(size)), max(8, round(size * WIDE / HIGH))
        heat = cv2.resize(self._heat(t), (wide // 2 * 2, high // 2 * 2), interpolation=cv2.INTER_AREA)
        left, top = self._foot[0] - wide / 2, self._foot[1] - high * 0.92
        glow = np.clip(
            cv2.GaussianBlur(
                cv2.copyMakeBorder(heat, high, high, wide // 2 * 2, wide // 2 * 2, cv2.BORDER_CONSTANT),
                (0, 0),
                high * 0.5,
            ),
            0,
            1,
        )
        canvas.stamp(Sprite.flat(170, 100, 168, (glow * 110).astype(np.uint8)), left - wide // 2 * 2, top - high)
        return Seen(canvas.stamp(_sprite(np.asarray(heat, np.float32)), left, top))

    def _heat(self, t: float) -> Field:
        up = np.linspace(1, 0, HIGH, dtype=np.float32)[:, None]
        across = np.linspace(-1, 1, WIDE, dtype=np.float32)[None, :]
        rough = (_from(self._rough, t * 95) + _from(self._licks, t * 151)) * np.float32(0.75)
        lean = across + 0.25 * up * np.sin(t * 5.1)
        tongue = 1.25 - 1.45 * up - 0.9 * lean * lean + 0.62 * rough * (0.25 + up)
        return smoothstep(0.05, 0.9, tongue * (1 + 0.18 * np.float32(np.sin(t * 31) + np.sin(t * 47))))


def _from(field: Field, row: float) -> Field:
    return np.asarray(np.take(field, range(int(row), int(row) + HIGH), axis=0, mode="wrap"), np.float32)


def _sprite(heat: Field) -> Sprite:
    size = (heat.shape[1] // 2, heat.shape[0] // 2)
    half = np.asarray(cv2.resize(heat, size, interpolation=cv2.INTER_AREA), np.float32)
    alpha = (np.clip(heat * 1.6, 0, 1) * 245).astype(np.uint8)
    return Sprite(
        _ramp(heat, 118, 232),
        _ramp(half, 92, 68),
        _ramp(half, 196, 158),
        alpha,
        (np.clip(half * 1.6, 0, 1) * 245).astype(np.uint8),
    )


def _ramp(heat: Field, low: float, high: float) -> Plane:
    return np.asarray(low + (high - low) * np.clip(heat, 0, 1), np.uint8)
