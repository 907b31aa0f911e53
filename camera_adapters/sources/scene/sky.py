"""Sky, haze and the look that a cheap lens and its processor give to a picture."""

from __future__ import annotations

import cv2
import numpy as np

from camera_adapters.sources.scene.optics import View
from camera_adapters.sources.scene.terrain import Hit
from camera_adapters.sources.scene.textures import Field, sample, smoothstep

Colour = tuple[float, float, float]
"""Blue, green, red, linear-ish, 0..1."""


def paint_sky(view: View, tile: Field, zenith: Colour, low: Colour, cover: float) -> Field:
    """Sky of shape (rows, width, 3), clouds on a plane 1500 m up; ``cover`` 0 is clear and 1 is closed."""
    row = np.arange(view.rows, dtype=np.float32)[:, None] + 0.5
    up = np.maximum(view.horizon_row - row, 0.5) / np.float32(view.f)
    mix = np.clip(up * 2.2, 0, 1) ** 0.7
    sky = np.asarray(low, np.float32) * (1 - mix[..., None]) + np.asarray(zenith, np.float32) * mix[..., None]
    sky = np.broadcast_to(sky, (view.rows, view.width, 3)).copy()
    z = np.broadcast_to(1500 / up, (view.rows, view.width)).astype(np.float32)
    x = z * (np.arange(view.width, dtype=np.float32)[None, :] - view.width / 2) / np.float32(view.f)
    lumps = sample(tile, x, z, 9000) + 0.5 * sample(tile, x + 700, z * 1.1, 2600)
    cloud = smoothstep(1.1 - 2.2 * cover, 2.4 - 2.2 * cover, lumps) * np.clip(up * 9, 0, 1) * 0.85
    shade = np.clip(0.93 - 0.07 * lumps, 0.7, 1)[..., None] * np.asarray([0.97, 0.96, 0.95], np.float32)
    return np.asarray(sky * (1 - cloud[..., None]) + shade * cloud[..., None], np.float32)


def add_haze(colour: Field, distance: Field, reach: float, haze: Colour) -> Field:
    """Fade colours (rows, width, 3) into the haze; ``reach`` is the distance in metres where 63 % is haze."""
    through = np.exp(-np.minimum(distance, 1e6) / np.float32(reach))[..., None]
    return np.asarray(colour * through + np.asarray(haze, np.float32) * (1 - through), np.float32)


def develop(colour: Field, size: tuple[int, int], *, contrast: float = 1.12, sharpen: float = 0.55) -> np.ndarray:
    """Scene colours to the camera's 8-bit BGR at ``size`` (width, height): tone curve, sharpening, lens vignette."""
    picture = cv2.resize(colour, size, interpolation=cv2.INTER_AREA)
    picture = np.clip(picture, 0, 1) ** np.float32(1 / 1.25)
    picture = 0.5 + (picture - 0.5) * np.float32(contrast)
    picture = picture + np.float32(sharpen) * (picture - cv2.GaussianBlur(picture, (0, 0), 1.3 * size[0] / 640))
    grey = picture.mean(axis=2, keepdims=True)
    picture = grey + (picture - grey) * np.float32(0.86)
    picture = picture * vignette(size)[..., None]
    return np.asarray(np.clip(picture * 255, 4, 250), np.uint8)


def vignette(size: tuple[int, int], depth: float = 0.24) -> Field:
    """Factor 1 in the middle falling to 1 - depth in the corners, shape (height, width)."""
    x = np.linspace(-1, 1, size[0], dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, size[1], dtype=np.float32)[:, None]
    radius = (x * x + y * y * 0.8) / 1.8
    return np.asarray(1 - depth * radius**1.4, np.float32)


def shadowed(colour: Field, hit: Hit, tile: Field, depth: float) -> Field:
    """The same colours with the shadows of clouds on the land; ``depth`` 0..1."""
    z = np.where(hit.sky, 1.0, hit.z).astype(np.float32)
    cloud = smoothstep(-0.3, 0.7, sample(tile, hit.x, z, 3800)) * (~hit.sky)
    near = np.exp(-z / 6000)
    return np.asarray(colour * (1 - depth * cloud * near)[..., None], np.float32)
