"""The camera's own movement: wind at its pole."""

from __future__ import annotations

import cv2
import numpy as np

from camera_adapters.sources.scene.canvas import Canvas
from camera_adapters.sources.scene.nuisances.blend import ramp
from camera_adapters.sources.scene.nuisances.layer import Layer
from camera_adapters.sources.scene.textures import generator


def shake(canvas: Canvas, seed: int, lasts: float) -> Layer:
    """Gusts shake the pole: the view trembles by some pixels about its place, with a trace of rotation."""
    rng = generator(seed, 341)
    most = 5.0 * canvas.width / 640
    parts = [(float(rng.uniform(0.6, 4.0)), float(rng.uniform(0, 6.3)), float(rng.uniform(0.3, 1.0))) for _ in range(6)]

    def lay(target: Canvas, t: float) -> None:
        gust = most * ramp(t, lasts, 4.0) * (0.5 + 0.5 * np.sin(0.4 * t)) / 2
        waves = [weight * np.sin(2 * np.pi * pace * t + phase) for pace, phase, weight in parts]
        dx, dy, turn = gust * sum(waves[:3]), gust * sum(waves[3:]) * 0.6, 0.04 * gust * waves[0]
        for plane, scale in ((target.y, 1.0), (target.u, 0.5), (target.v, 0.5)):
            rows, columns = plane.shape
            matrix = cv2.getRotationMatrix2D((columns / 2, rows / 2), float(turn), 1.0)
            matrix[:, 2] += dx * scale, dy * scale
            plane[:] = cv2.warpAffine(plane, matrix, (columns, rows), borderMode=cv2.BORDER_REPLICATE)

    return lay
