"""The image sensor: noise that grows with light, the same for a seed, different in every frame."""

from __future__ import annotations

import cv2
import numpy as np

from camera_adapters.sources.scene.canvas import Canvas
from camera_adapters.sources.scene.textures import generator

PLATES = 6
"""Noise planes that are made once; every frame takes one of them, shifted."""


class Sensor:
    """Adds Poisson-Gaussian noise, ``sigma`` grey levels at mid grey, after the processor's own smoothing."""

    def __init__(self, plate: Canvas, seed: int, sigma: float = 2.2) -> None:
        self._rng = generator(seed, 91)
        gain = np.sqrt(0.5 + 0.5 * plate.y.astype(np.float32) / 128) * sigma
        self._planes = [self._plane(gain) for _ in range(PLATES)]

    def _plane(self, gain: np.ndarray) -> np.ndarray:
        white = self._rng.standard_normal(gain.shape, dtype=np.float32)
        smooth = cv2.GaussianBlur(white, (0, 0), 0.6)
        return np.asarray(np.rint(smooth / smooth.std() * gain), np.int8)

    def expose(self, canvas: Canvas) -> None:
        """Add this frame's noise to the luminance, in place."""
        plane = self._planes[int(self._rng.integers(PLATES))]
        step = int(self._rng.integers(canvas.height // 4)) * 2
        flip = bool(self._rng.integers(2))
        noise = plane[:, ::-1] if flip else plane
        _add(canvas.y[step:], noise[: canvas.height - step])
        if step:
            _add(canvas.y[:step], noise[canvas.height - step :])


def _add(plane: np.ndarray, noise: np.ndarray) -> None:
    cv2.add(plane, np.ascontiguousarray(noise), plane, dtype=cv2.CV_8U)
