"""Moving water: ripples on a level plane, two wave fields running over each other, and its reflection of the land."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from camera_adapters.sources.scene.canvas import Plane
from camera_adapters.sources.scene.optics import View
from camera_adapters.sources.scene.textures import Field, generator, waves

TILE = 512


@dataclass(frozen=True, slots=True)
class Flow:
    """How the surface moves."""

    period: float
    """Metres after which the waves come again."""
    along: float
    """Metres a second towards the camera."""
    across: float
    """Metres a second to the right."""
    strength: float
    """Grey levels of a wave at its strongest."""
    stretch: float = 2.5
    """How much longer a crest is than the wave."""


class Water:
    """Ripples for every pixel below the horizon; ``level`` in metres is where the plane stands."""

    def __init__(self, view: View, level: float, flow: Flow, seed: int) -> None:
        x, z = view.ground(level)
        self.top = min(int(np.argmax(np.isfinite(z[:, 0]))), view.rows - 8) // 2 * 2
        x, z = x[self.top :], np.minimum(z[self.top :], 1e5)
        self._flow = flow
        rng = generator(seed, 31)
        self._tiles = [_tile(rng, flow), _tile(rng, flow)]
        scales = (TILE / flow.period, TILE / flow.period / 0.37)
        self._maps = [_map(x, z, scale) for scale in scales]
        foot = z / np.float32(view.f) * (z / np.float32(view.height - level))
        self.strength = (flow.strength / (1 + (foot / (flow.period / 14)) ** 1.2) / 48).astype(np.float32)

    def ripple(self, t: float) -> Field:
        """Grey levels to add below row ``top``, shape (rows - top, width)."""
        first = self._look(0, t, 1.0)
        second = self._look(1, t, 0.63)
        both = cv2.addWeighted(first, 0.55, second, 0.45, 0, dtype=cv2.CV_32F)
        return np.asarray(cv2.multiply(np.asarray(both) - np.float32(128), self.strength), np.float32)

    def _look(self, which: int, t: float, pace: float) -> Plane:
        scale = TILE / self._flow.period * (1 if which == 0 else 1 / 0.37)
        down = int(self._flow.along * pace * t * scale) % TILE
        right = int((self._flow.across + 0.08 * which) * t * scale) % TILE
        tile = self._tiles[which][down : down + TILE + 1, TILE - right : 2 * TILE - right + 1]
        return np.asarray(cv2.remap(tile, *self._maps[which], cv2.INTER_LINEAR), np.uint8)


def _tile(rng: np.random.Generator, flow: Flow) -> Plane:
    wave = waves(rng, TILE, 2.0, flow.stretch)
    crest = np.where(wave > 0, np.abs(wave) ** 1.25, wave)
    return np.tile(np.clip(128 + 48 * crest, 0, 255).astype(np.uint8), (3, 3))[: 2 * TILE + 1, : 2 * TILE + 1]


def _map(x: Field, z: Field, scale: float) -> tuple[np.ndarray, np.ndarray]:
    u, v = np.mod(x * scale, TILE).astype(np.float32), np.mod(z * scale, TILE).astype(np.float32)
    fixed, rest = cv2.convertMaps(u, v, cv2.CV_16SC2)
    return np.asarray(fixed), np.asarray(rest)


def reflect(colour: Field, wet: np.ndarray, smear: int) -> Field:
    """The land mirrored at the far shore of every column, stretched downwards, shape of ``colour``."""
    rows, width = wet.shape
    shore = np.where(wet.any(axis=0), np.argmax(wet, axis=0), rows - 1)
    shore = cv2.blur(shore.astype(np.float32)[None, :], (max(3, width // 40), 1))[0]
    row = np.arange(rows, dtype=np.float32)[:, None]
    source = np.clip(2 * shore[None, :] - row, 0, rows - 1).astype(np.float32)
    columns = np.broadcast_to(np.arange(width, dtype=np.float32)[None, :], source.shape).copy()
    mirrored = cv2.remap(colour, columns, source, cv2.INTER_LINEAR)
    return np.asarray(cv2.blur(mirrored, (3, smear)), np.float32)


def add_ripples(luma: Plane, ripple: Field) -> None:
    """Add grey levels to a part of the luminance, in place, ending at black and white."""
    cv2.add(luma, ripple, luma, dtype=cv2.CV_8U)
