"""Faults of a rendered camera: each takes the finished picture and spoils it in place."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import cv2
import numpy as np

from camera_adapters.sources.scene.canvas import Canvas
from camera_adapters.sources.scene.textures import generator, smoothstep, spectral

Fault = Callable[[Canvas, float], None]
"""Spoils the canvas; the second argument is the time since it began, in seconds."""


def covered(canvas: Canvas, seed: int) -> Fault:
    """A hand or a bag slides over the lens: dark, out of focus, light leaking at one edge."""
    rng = generator(seed, 71)
    h, w = canvas.height // 4, canvas.width // 4
    rough = cv2.GaussianBlur(cv2.resize(spectral(rng, 128, 3.4)[:40, :56], (w, h)), (0, 0), w / 40)
    across = np.linspace(0, 1, w, dtype=np.float32)[None, :] + np.linspace(0, 0.35, h, dtype=np.float32)[:, None]
    folds = np.clip(34 + 9 * rough + 22 * across, 17, 120).astype(np.uint8)
    cloth = np.asarray(cv2.resize(folds, (canvas.width, canvas.height), interpolation=cv2.INTER_LINEAR), np.uint8)
    edge = np.asarray(1.32 - across + 0.05 * rough, np.float32)

    def spoil(target: Canvas, t: float) -> None:
        share = smoothstep(0, 0.14, np.asarray(edge - 1.5 * (1 - min(t / 1.2, 1.0)), np.float32))
        alpha = cv2.resize(share, (target.width, target.height), interpolation=cv2.INTER_LINEAR)
        half = cv2.resize(share, (target.width // 2, target.height // 2), interpolation=cv2.INTER_LINEAR)
        target.y[:] = target.y * (1 - alpha) + cloth * alpha
        target.u[:] = target.u * (1 - half) + 126 * half
        target.v[:] = target.v * (1 - half) + 131 * half

    return spoil


def blurred(canvas: Canvas, seed: int) -> Fault:
    """The focus drifts away within three seconds."""
    del seed
    widest = canvas.width / 640 * 6.0

    def spoil(target: Canvas, t: float) -> None:
        sigma = 0.3 + widest * min(t / 3.0, 1.0)
        target.y[:] = cv2.GaussianBlur(target.y, (0, 0), sigma)
        target.u[:] = cv2.GaussianBlur(target.u, (0, 0), sigma / 2)
        target.v[:] = cv2.GaussianBlur(target.v, (0, 0), sigma / 2)

    return spoil


def moved(canvas: Canvas, seed: int) -> Fault:
    """Somebody or the wind turns the camera: the view shifts, tilts and stays so."""
    rng = generator(seed, 72)
    side = 1 if rng.random() < 0.5 else -1
    shift, angle = side * canvas.width * 0.13, side * float(rng.uniform(3, 5))

    def spoil(target: Canvas, t: float) -> None:
        share = min(t / 0.8, 1.0)
        for plane, scale in ((target.y, 1.0), (target.u, 0.5), (target.v, 0.5)):
            rows, columns = plane.shape
            matrix = cv2.getRotationMatrix2D((columns / 2, rows / 2), angle * share, 1 + 0.36 * share)
            matrix[0, 2] += shift * scale * share
            plane[:] = cv2.warpAffine(plane, matrix, (columns, rows), borderMode=cv2.BORDER_REPLICATE)

    return spoil


def shaking(canvas: Canvas, seed: int) -> Fault:
    """The mount is loose: the whole view jumps to and fro, several times a second."""
    rng = generator(seed, 74)
    most = canvas.width * 0.02
    paces = rng.uniform(1.7, 5.3, 4)

    def spoil(target: Canvas, t: float) -> None:
        across, up = (most * float(np.sin(6.3 * a * t) + 0.6 * np.sin(6.3 * b * t)) for a, b in (paces[:2], paces[2:]))
        for plane, scale in ((target.y, 1.0), (target.u, 0.5), (target.v, 0.5)):
            rows, columns = plane.shape
            matrix = np.asarray([[1, 0, across * scale], [0, 1, 0.6 * up * scale]], np.float32)
            plane[:] = cv2.warpAffine(plane, matrix, (columns, rows), borderMode=cv2.BORDER_REPLICATE)

    return spoil


def black(canvas: Canvas, seed: int) -> Fault:
    """The sensor gives no picture: black with a trace of noise."""
    rng = generator(seed, 73)
    noise = rng.integers(16, 19, canvas.y.shape).astype(np.uint8)

    def spoil(target: Canvas, t: float) -> None:
        target.y[:] = np.roll(noise, int(t * 97), axis=1)
        target.u[:] = 128
        target.v[:] = 128

    return spoil


def frozen(canvas: Canvas, seed: int) -> Fault:
    """The picture stands still, name and frame number included."""
    del seed
    kept: list[np.ndarray] = []

    def spoil(target: Canvas, t: float) -> None:
        del t
        if not kept:
            kept.append(target.i420.copy())
        target.i420[:] = kept[0]

    del canvas
    return spoil


FAULTS: Mapping[str, Callable[[Canvas, int], Fault]] = {
    "covered": covered,
    "blurred": blurred,
    "moved": moved,
    "shaking": shaking,
    "black": black,
    "frozen": frozen,
}
LAST = frozenset({"frozen"})
"""Faults of what stands behind the overlay: they spoil the burnt-in text too."""
