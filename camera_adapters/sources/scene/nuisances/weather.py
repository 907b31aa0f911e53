"""Weather between the camera and what it looks at: fog, rain, snow."""

from __future__ import annotations

import cv2
import numpy as np

from camera_adapters.sources.scene.canvas import Canvas
from camera_adapters.sources.scene.nuisances.blend import brighten, ramp, veil
from camera_adapters.sources.scene.nuisances.layer import Layer
from camera_adapters.sources.scene.textures import generator, smoothstep, spectral

PLATES = 5


def fog(canvas: Canvas, seed: int, lasts: float) -> Layer:
    """Even fog that comes and goes within half a minute, denser towards the horizon."""
    rng = generator(seed, 311)
    dense = float(rng.uniform(0.5, 0.75))
    high = canvas.height // 8
    depth = (1 - 0.45 * smoothstep(0.35, 1.0, np.linspace(0, 1, high, dtype=np.float32)))[:, None]
    even = np.repeat(np.asarray(depth, np.float32), canvas.width // 8, axis=1)

    def lay(target: Canvas, t: float) -> None:
        veil(target, even * np.float32(dense * ramp(t, lasts, 30.0)), 178)

    return lay


def fog_bank(canvas: Canvas, seed: int, lasts: float) -> Layer:
    """A bank of fog drifts through the middle of the picture: grey and soft, like the smoke of a large fire."""
    rng = generator(seed, 312)
    tile = np.tile(spectral(rng, 256, 3.4, low=1.0), (1, 3))
    width, height = canvas.width // 4, canvas.height // 4
    row = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    middle = float(rng.uniform(0.34, 0.5))
    band = np.exp(-(((row - middle) / 0.11) ** 2)).astype(np.float32)
    pace = float(rng.uniform(1.2, 3.2)) * (1 if rng.random() < 0.5 else -1)

    def lay(target: Canvas, t: float) -> None:
        left = 256 + int(pace * t) % 256
        lumps = smoothstep(-0.4, 1.3, tile[:height, left - 256 : left - 256 + width])
        veil(target, np.asarray(0.85 * ramp(t, lasts, 15.0) * lumps * band, np.float32), 186)

    return lay


def rain(canvas: Canvas, seed: int, lasts: float) -> Layer:
    """Streaks in another place in every picture, and the land behind them paler."""
    rng = generator(seed, 313)
    plates = [_streaks(rng, canvas) for _ in range(PLATES)]
    pale = np.full((2, 2), 0.16, np.float32)

    def lay(target: Canvas, t: float) -> None:
        strong = ramp(t, lasts, 8.0)
        veil(target, pale * np.float32(strong), 150)
        number = int(t * 97)
        plate = np.roll(plates[number % PLATES], (number * 31) % target.height, axis=0)
        brighten(target, np.asarray(cv2.convertScaleAbs(plate, alpha=strong), np.uint8))

    return lay


def _streaks(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    plate = np.zeros((canvas.height, canvas.width), np.uint8)
    for _ in range(round(canvas.width * 0.35)):
        x, y = int(rng.integers(canvas.width)), int(rng.integers(canvas.height))
        near = float(rng.uniform(0.3, 1.0)) ** 2
        long = round(canvas.height * 0.13 * near)
        tilt = round(long * 0.12)
        cv2.line(plate, (x, y), (x + tilt, y + long), int(16 + 40 * near), 1 + (near > 0.9), cv2.LINE_AA)
    return np.asarray(cv2.blur(plate, (1, 5)), np.uint8)


def snow(canvas: Canvas, seed: int, lasts: float) -> Layer:
    """Flakes that sink and drift, near ones large and out of focus."""
    rng = generator(seed, 314)
    count = round(canvas.width * 0.4)
    near = rng.uniform(0.15, 1.0, count) ** 2
    x, y = rng.uniform(0, canvas.width, count), rng.uniform(0, canvas.height, count)
    size = canvas.height / 360

    def lay(target: Canvas, t: float) -> None:
        flakes = np.zeros_like(target.y)
        shown = round(count * ramp(t, lasts, 10.0))
        down = (y + t * size * (60 + 260 * near)) % target.height
        aside = (x + size * 40 * near * np.sin(0.9 * t + x)) % target.width
        for column, row, close in zip(aside[:shown], down[:shown], near[:shown], strict=True):
            centre = (int(column), int(row))
            cv2.circle(flakes, centre, round(size * (1 + 5 * close)), int(170 - 90 * close), -1, cv2.LINE_AA)
        brighten(target, np.asarray(cv2.GaussianBlur(flakes, (0, 0), 1.2 * size), np.uint8))

    return lay
