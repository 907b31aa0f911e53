"""Laying something over a picture's luminance and colour planes, in place."""

from __future__ import annotations

import cv2
import numpy as np

from camera_adapters.sources.scene.canvas import Canvas, Plane
from camera_adapters.sources.scene.textures import Field

GREY = 128


def veil(canvas: Canvas, share: Field, luma: float) -> None:
    """Hide the picture by ``share`` (0..1, any shape) behind a colourless veil of this luminance."""
    size = (canvas.width, canvas.height)
    full = np.asarray(cv2.resize(share, size, interpolation=cv2.INTER_LINEAR), np.float32)
    half = np.asarray(cv2.resize(share, (size[0] // 2, size[1] // 2), interpolation=cv2.INTER_AREA), np.float32)
    canvas.y[:] = cv2.blendLinear(np.full_like(canvas.y, round(luma)), canvas.y, full, 1 - full)
    for plane in (canvas.u, canvas.v):
        plane[:] = cv2.blendLinear(np.full_like(plane, GREY), plane, half, 1 - half)


def brighten(canvas: Canvas, light: Plane) -> None:
    """Add light to the luminance, ending at white; bright light loses its colour."""
    canvas.y[:] = cv2.add(canvas.y, light)
    half = cv2.resize(light, (canvas.width // 2, canvas.height // 2), interpolation=cv2.INTER_AREA)
    for plane in (canvas.u, canvas.v):
        plane[:] = np.where(half > 60, (plane.astype(np.int16) + GREY) // 2, plane).astype(np.uint8)


def gain(canvas: Canvas, factor: float) -> None:
    """Multiply the luminance, and pull the colours in when it darkens."""
    canvas.y[:] = cv2.convertScaleAbs(canvas.y, alpha=factor)
    keep = min(1.0, factor)
    if keep < 1.0:
        for plane in (canvas.u, canvas.v):
            plane[:] = cv2.convertScaleAbs(plane, alpha=keep, beta=GREY * (1 - keep))


def ramp(t: float, lasts: float, seconds: float) -> float:
    """0 → 1 in the first ``seconds``, 1 → 0 in the last."""
    return float(min(1.0, max(0.0, t / seconds), max(0.0, (lasts - t) / seconds)))
