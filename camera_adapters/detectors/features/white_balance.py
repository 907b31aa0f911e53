"""Colours as by white light: in the evening sun and under sodium lamps all is orange, and nothing burns."""

from __future__ import annotations

import cv2
import numpy as np

from camera_adapters.detectors.features.order_statistics import median
from camera_adapters.video.frames import Plane

USUAL_CAST, MOST_CAST = 10.0, 40.0
"""Cr - Cb of the picture's middle pixel: what is above the first is the light (evening sun, sodium lamps) and is taken
out of every pixel's colour, up to the second."""


def without_cast(u: Plane, v: Plane) -> tuple[Plane, Plane]:
    """Chroma planes as they would be by white light, where the picture's middle pixel says that the light is warm."""
    cast = median(v[::4, ::4]) - median(u[::4, ::4])
    half = (min(MOST_CAST, cast) - USUAL_CAST) / 2
    if half < 1.0:
        return u, v
    return np.asarray(cv2.add(u, half), np.uint8), np.asarray(cv2.subtract(v, half), np.uint8)  # type: ignore[call-overload]
