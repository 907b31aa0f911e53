"""Changes of the light: shadows of clouds, dusk, lightning, and the camera's own exposure."""

from __future__ import annotations

import cv2
import numpy as np

from camera_adapters.sources.scene.canvas import Canvas
from camera_adapters.sources.scene.nuisances.blend import GREY, gain, ramp
from camera_adapters.sources.scene.nuisances.layer import Layer
from camera_adapters.sources.scene.textures import generator, smoothstep, spectral

BURNS = 50
"""V - U of fire; nothing else that a scene shows by day is as red."""
NIGHT = 0.28
"""What is left of the luminance after dusk."""


def shadow(canvas: Canvas, seed: int, lasts: float) -> Layer:
    """Shadows of clouds drift over the land; contrast within them stays what it is."""
    rng = generator(seed, 301)
    tile = np.tile(spectral(rng, 256, 3.2, low=2.0), (2, 2))
    width, height = canvas.width // 4, canvas.height // 4
    pace = float(rng.uniform(3, 9)) * (1 if rng.random() < 0.5 else -1)
    land = smoothstep(0.22, 0.42, np.linspace(0, 1, height, dtype=np.float32)[:, None])

    def lay(target: Canvas, t: float) -> None:
        left = int(pace * t) % 256
        cloud = smoothstep(-0.1, 0.8, tile[:height, left : left + width]) * land
        factor = np.asarray(1 - 0.42 * ramp(t, lasts, 6.0) * cloud, np.float32)
        wide = cv2.resize(factor, (target.width, target.height), interpolation=cv2.INTER_LINEAR)
        target.y[:] = cv2.multiply(target.y, wide, dtype=cv2.CV_8U)
        half = cv2.resize(factor, (target.width // 2, target.height // 2), interpolation=cv2.INTER_LINEAR)
        for plane in (target.u, target.v):
            plane[:] = cv2.blendLinear(plane, np.full_like(plane, GREY), half, 1 - half)

    return lay


def dusk(canvas: Canvas, seed: int, lasts: float) -> Layer:
    """It gets dark within half a minute, and light again at the end; what burns shines on."""
    del canvas, seed

    def lay(target: Canvas, t: float) -> None:
        fire = cv2.threshold(cv2.subtract(target.v, target.u), BURNS, 255, cv2.THRESH_BINARY)[1]
        bright = target.i420.copy() if cv2.countNonZero(fire) else None
        gain(target, 1 - (1 - NIGHT) * ramp(t, lasts, 30.0))
        if bright is not None:
            size = (target.width, target.height)
            lit = Canvas(*size)
            lit.i420[:] = bright
            np.copyto(target.y, lit.y, where=cv2.resize(fire, size, interpolation=cv2.INTER_NEAREST) > 0)
            for plane, kept in ((target.u, lit.u), (target.v, lit.v)):
                np.copyto(plane, kept, where=fire > 0)

    return lay


def lightning(canvas: Canvas, seed: int, lasts: float) -> Layer:
    """Flashes of a quarter of a second, some of them double, every ten seconds or so."""
    del canvas
    rng = generator(seed, 302)
    flashes = np.cumsum(rng.exponential(9.0, max(1, int(lasts / 6)))) + 1.0
    strong = rng.uniform(0.7, 2.2, len(flashes))

    def lay(target: Canvas, t: float) -> None:
        since = t - flashes
        lit = float(np.max(np.where((since >= 0) & (since < 0.45), strong * (1 - since / 0.6), 0.0)))
        if lit > 0.05:
            target.y[:] = cv2.convertScaleAbs(target.y, alpha=1 + 0.6 * lit, beta=26 * lit)

    return lay


def exposure(canvas: Canvas, seed: int, lasts: float) -> Layer:
    """The automatic exposure steps up and down, each step within a second."""
    del canvas
    rng = generator(seed, 303)
    levels = rng.uniform(0.72, 1.34, max(2, int(lasts / 14) + 2))
    levels[0] = levels[-1] = 1.0

    def lay(target: Canvas, t: float) -> None:
        step = min(int(t / 14), len(levels) - 2)
        share = float(smoothstep(0.0, 1.0, t - 14 * step))
        gain(target, float(levels[step] + (levels[step + 1] - levels[step]) * share))

    return lay
