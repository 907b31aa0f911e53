"""Colour of open fire: the pixels that have it and are no lamps."""

from __future__ import annotations

from math import exp

import cv2
import numpy as np
from numpy.typing import NDArray

from camera_adapters.video.frames import Plane

NIGHT_GREY = 60.0
"""Mean luminance below which it is night: then half the area will do, nothing else is lit."""
RED_OVER_BLUE = 30
"""Cr - Cb of the dimmest flame."""
LAMP_SECONDS = 7200.0
LAMP_SHARE = 0.3
"""A pixel that had the colour for this share of the last hours is a lamp, a roof, a sign, and not looked at."""
LAMP_EVERY = 10.0


class Lamps:
    """Where the colour has been for hours: lamps, signs, tiled roofs in the evening sun."""

    def __init__(self) -> None:
        self._share: NDArray[np.float32] | None = None
        self._at = 0.0

    def without(self, mask: Plane, now: float) -> Plane:
        """The mask (255 on 0) without what is a lamp; learns from it every ten seconds."""
        if self._share is None or self._share.shape != mask.shape:
            self._share, self._at = np.zeros(mask.shape, dtype=np.float32), now
        if now - self._at >= LAMP_EVERY:
            cv2.accumulateWeighted(
                (mask > 0).astype(np.float32), self._share, 1.0 - exp((self._at - now) / LAMP_SECONDS)
            )
            self._at = now
        mask[self._share > LAMP_SHARE] = 0
        return mask


def is_night(small: Plane) -> bool:
    """Whether the picture is dark as a whole."""
    return cv2.mean(small)[0] < NIGHT_GREY


def flame_coloured(small: Plane, u: Plane, v: Plane) -> tuple[Plane, Plane]:
    """255 where a pixel is bright and R ≥ G ≥ B, with R > 200 and R - B > 60; and Cr - Cb of every pixel.

    Planes (h, 320), BT.601 video range; chroma without the cast of the light.
    """
    warmth = np.asarray(cv2.subtract(v, u), dtype=np.uint8)
    mask = np.asarray(cv2.threshold(warmth, RED_OVER_BLUE, 255, cv2.THRESH_BINARY)[1], dtype=np.uint8)
    if cv2.countNonZero(mask) == 0:
        return mask, warmth
    rows, columns = np.nonzero(mask)
    y, blue, red = (plane[rows, columns].astype(np.float32) for plane in (small, u, v))
    y, blue, red = 1.164 * (y - 16.0), blue - 128.0, red - 128.0
    r, g, b = y + 1.596 * red, y - 0.391 * blue - 0.813 * red, y + 2.017 * blue
    burns = (r > 200.0) & (r >= g) & (g >= b) & (r - b > 60.0)
    mask[rows[~burns], columns[~burns]] = 0
    return mask, warmth
