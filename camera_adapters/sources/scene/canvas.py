"""The picture being drawn, kept in the encoder's own colour planes so that nothing is converted per frame."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.uint8]
Box = tuple[float, float, float, float]
"""Left, top, width, height as fractions of the picture."""


class Canvas:
    """YUV 4:2:0 planes of one picture: ``y`` (height, width), ``u`` and ``v`` at half size, views of ``i420``."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.i420: Plane = np.empty((height * 3 // 2, width), np.uint8)
        self.y = self.i420[:height]
        chroma = self.i420[height:].reshape(2, height // 2, width // 2)
        self.u, self.v = chroma[0], chroma[1]

    @classmethod
    def of(cls, bgr: Plane) -> Canvas:
        """A canvas that holds this BGR picture."""
        canvas = cls(bgr.shape[1], bgr.shape[0])
        canvas.i420[:] = cv2.cvtColor(bgr, cv2.COLOR_BGR2YUV_I420)
        return canvas

    def stamp(self, sprite: Sprite, left: float, top: float) -> Box | None:
        """Draw the sprite with its top left corner there (pixels, rounded to even); its visible box, or None."""
        x, y = 2 * round(left / 2), 2 * round(top / 2)
        x0, y0 = max(x, 0), max(y, 0)
        x1, y1 = min(x + sprite.width, self.width), min(y + sprite.height, self.height)
        if x1 - x0 < 2 or y1 - y0 < 2:
            return None
        full = np.s_[y0:y1, x0:x1], np.s_[y0 - y : y1 - y, x0 - x : x1 - x]
        half = np.s_[y0 // 2 : y1 // 2, x0 // 2 : x1 // 2], _halved(y0 - y, y1 - y, x0 - x, x1 - x)
        mix(self.y[full[0]], sprite.y[full[1]], sprite.alpha[full[1]])
        mix(self.u[half[0]], sprite.u[half[1]], sprite.half[half[1]])
        mix(self.v[half[0]], sprite.v[half[1]], sprite.half[half[1]])
        return (x0 / self.width, y0 / self.height, (x1 - x0) / self.width, (y1 - y0) / self.height)


def _halved(y0: int, y1: int, x0: int, x1: int) -> tuple[slice, slice]:
    return np.s_[y0 // 2 : y1 // 2, x0 // 2 : x1 // 2]


def mix(under: Plane, over: Plane, alpha: Plane) -> None:
    """Blend ``over`` into ``under`` in place; alpha 0..255, one shape."""
    weight = alpha.astype(np.int32)
    base = under.astype(np.int32)
    under[:] = base + ((over.astype(np.int32) - base) * weight + 127) // 255


@dataclass(frozen=True, slots=True)
class Sprite:
    """A small picture with transparency, in colour planes; width and height are even."""

    y: Plane
    u: Plane
    v: Plane
    alpha: Plane
    half: Plane
    """Alpha at the chroma planes' size."""

    @property
    def width(self) -> int:
        """Pixels."""
        return int(self.y.shape[1])

    @property
    def height(self) -> int:
        """Pixels."""
        return int(self.y.shape[0])

    @classmethod
    def of(cls, bgr: Plane, alpha: Plane) -> Sprite:
        """From BGR (h, w, 3) and alpha (h, w) 0..255; an odd edge is repeated transparently."""
        height, width = alpha.shape
        even = cv2.copyMakeBorder(bgr, 0, height % 2, 0, width % 2, cv2.BORDER_REPLICATE)
        alpha = np.asarray(cv2.copyMakeBorder(alpha, 0, height % 2, 0, width % 2, cv2.BORDER_CONSTANT), np.uint8)
        even = cv2.copyMakeBorder(even, 0, 4 - even.shape[0] % 4, 0, 0, cv2.BORDER_REPLICATE)
        planes = Canvas.of(np.asarray(even, np.uint8))
        rows, half = alpha.shape[0], alpha.shape[0] // 2
        small = cv2.resize(alpha, (alpha.shape[1] // 2, half), interpolation=cv2.INTER_AREA)
        return cls(planes.y[:rows], planes.u[:half], planes.v[:half], alpha, np.asarray(small, np.uint8))

    @classmethod
    def flat(cls, y: int, u: int, v: int, alpha: Plane) -> Sprite:
        """One colour under an alpha of even shape."""
        half = (alpha.shape[0] // 2, alpha.shape[1] // 2)
        small = np.asarray(cv2.resize(alpha, (half[1], half[0]), interpolation=cv2.INTER_AREA), np.uint8)
        planes = (np.full(alpha.shape, y, np.uint8), np.full(half, u, np.uint8), np.full(half, v, np.uint8))
        return cls(*planes, alpha, small)
