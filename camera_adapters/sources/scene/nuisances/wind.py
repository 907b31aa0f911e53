"""Wind: leaves that move, and the glitter of water."""

from __future__ import annotations

import cv2
import numpy as np

from camera_adapters.sources.scene.canvas import Canvas
from camera_adapters.sources.scene.nuisances.blend import brighten, ramp
from camera_adapters.sources.scene.nuisances.layer import Layer
from camera_adapters.sources.scene.textures import generator, smoothstep, spectral


def sway(canvas: Canvas, seed: int, lasts: float) -> Layer:
    """The wood in the lower half bends in gusts, by some pixels, everywhere at its own time."""
    rng = generator(seed, 321)
    size = (canvas.width, canvas.height)
    phase = np.asarray(cv2.resize(spectral(rng, 64, 2.0), size, interpolation=cv2.INTER_CUBIC) * 2.5, np.float32)
    x, y = (np.asarray(part, np.float32) for part in np.meshgrid(np.arange(size[0]), np.arange(size[1])))
    reach = 5.0 * canvas.width / 640 * smoothstep(0.45, 0.75, np.linspace(0, 1, size[1], dtype=np.float32))[:, None]

    def lay(target: Canvas, t: float) -> None:
        gust = ramp(t, lasts, 4.0) * (0.55 + 0.45 * np.sin(0.5 * t))
        bend = np.asarray(reach * gust * np.sin(2 * np.pi * 0.55 * t + phase), np.float32)
        target.y[:] = cv2.remap(target.y, x + bend, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        half = bend[::2, ::2] / 2
        for plane in (target.u, target.v):
            spot = x[: plane.shape[0], : plane.shape[1]] + half, y[: plane.shape[0], : plane.shape[1]]
            plane[:] = cv2.remap(plane, *spot, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)

    return lay


def glitter(canvas: Canvas, seed: int, lasts: float) -> Layer:
    """The low sun glitters at the lower right, where the reservoir lies: points that flash up, elsewhere every time."""
    rng = generator(seed, 322)
    width, height = canvas.width // 2, canvas.height // 4
    lane = np.exp(-(((np.linspace(0, 1, width, dtype=np.float32) - rng.uniform(0.74, 0.88)) / 0.1) ** 2))[None, :]
    tiles = [np.asarray(cv2.resize(spectral(rng, 256, 0.6), (width * 2, height * 2)), np.float32) for _ in range(3)]

    def lay(target: Canvas, t: float) -> None:
        number = int(t * 61)
        left, top = number * 37 % width, number * 17 % height
        wave = tiles[number % 3][top : top + height, left : left + width]
        flash = np.where(wave > 1.7 - 0.5 * lane, 190 * lane, 0) * ramp(t, lasts, 5.0)
        light = np.zeros_like(target.y)
        light[target.height // 2 :] = cv2.resize(
            flash.astype(np.uint8), (target.width, target.height - target.height // 2), interpolation=cv2.INTER_LINEAR
        )
        brighten(target, light)

    return lay
