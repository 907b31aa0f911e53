"""Periodic noise from which every surface is made. Arrays are float32 and tile seamlessly."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Field = NDArray[np.floating]


def generator(seed: int, *names: int) -> np.random.Generator:
    """The random source of one part of one scene: the same numbers give the same picture for ever."""
    return np.random.default_rng([seed, *names])


def spectral(rng: np.random.Generator, size: int, beta: float, low: float = 1.0) -> Field:
    """Square noise tile with power spectrum 1/f^beta, mean 0, deviation 1; waves longer than size/low removed."""
    frequency = np.hypot(np.fft.fftfreq(size)[:, None], np.fft.rfftfreq(size)[None, :]) * size
    amplitude = np.where(frequency < low, 0.0, np.maximum(frequency, 1.0) ** (-beta / 2))
    spectrum = np.fft.rfft2(rng.standard_normal((size, size), dtype=np.float32)) * amplitude
    tile = np.fft.irfft2(spectrum, (size, size)).astype(np.float32)
    return np.asarray((tile - tile.mean()) / tile.std(), np.float32)


def waves(rng: np.random.Generator, size: int, beta: float, stretch: float) -> Field:
    """Like ``spectral`` but with ripples ``stretch`` times longer across the rows than along them."""
    fy = np.fft.fftfreq(size)[:, None] * size
    fx = np.fft.rfftfreq(size)[None, :] * size * stretch
    frequency = np.hypot(fy, fx)
    amplitude = np.where(frequency < 3, 0.0, np.maximum(frequency, 1.0) ** (-beta / 2))
    spectrum = np.fft.rfft2(rng.standard_normal((size, size), dtype=np.float32)) * amplitude
    tile = np.fft.irfft2(spectrum, (size, size)).astype(np.float32)
    return np.asarray(tile / tile.std(), np.float32)


def crowns(rng: np.random.Generator, size: int, count: int, radius: tuple[float, float]) -> tuple[Field, Field]:
    """Tree tops seen as a height field: (height 0..1 of the dome over each texel, tint -1..1 of its tree)."""
    height = np.zeros((size, size), np.float32)
    tint = np.zeros((size, size), np.float32)
    lumps = spectral(rng, size, 1.6, low=20)
    centres = rng.uniform(0, size, (count, 2))
    for (cy, cx), r, colour in zip(centres, rng.uniform(*radius, count), rng.uniform(-1, 1, count), strict=True):
        reach = int(np.ceil(r))
        rows = np.arange(int(cy) - reach, int(cy) + reach + 1)
        columns = np.arange(int(cx) - reach, int(cx) + reach + 1)
        square = ((rows[:, None] - cy) ** 2 + (columns[None, :] - cx) ** 2) / r**2
        dome = np.sqrt(np.clip(1 - square, 0, 1)).astype(np.float32) * (0.55 + 0.45 * r / radius[1])
        place = np.ix_(rows % size, columns % size)
        higher = dome > height[place]
        height[place] = np.where(higher, dome, height[place])
        tint[place] = np.where(higher, np.float32(colour), tint[place])
    return np.clip(height * (1 + 0.16 * lumps), 0, 1.3).astype(np.float32), tint


def sample(tile: Field, x: Field, y: Field, period: float) -> Field:
    """The periodic tile at world positions, ``period`` metres wide; same shape as x and y."""
    size = tile.shape[0]
    scale = size / period
    u, v = _wrap(x, scale, size), _wrap(y, scale, size)
    padded = cv2.copyMakeBorder(tile, 0, 1, 0, 1, cv2.BORDER_WRAP)
    flat = (-1, u.shape[-1]) if u.ndim > 1 else (1, -1)
    found = cv2.remap(padded, u.reshape(flat), v.reshape(flat), cv2.INTER_LINEAR)
    return np.asarray(found, np.float32).reshape(u.shape)


def _wrap(position: Field, scale: float, size: int) -> Field:
    turns = position * np.float32(scale / size)
    turns -= np.floor(turns)
    turns *= np.float32(size)
    return turns.astype(np.float32, copy=False)


def smoothstep(low: float, high: float, value: Field | float) -> Field:
    """0 below low, 1 above high, smooth between."""
    t = np.clip((value - low) / (high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float32)
