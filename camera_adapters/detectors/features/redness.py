"""Redness: skin, a cap, a life jacket are redder than the water around them.

Waves, glints, shadows, rain and fog make water brighter and darker but hardly change its hue. On rendered water, in
every weather, no pixel becomes 5 levels redder than usual; of a swimmer a dozen pixels do by 8 to 15, although the
swimmer's brightness hardly differs. Redness needs colour, so by infrared light it finds nobody. A picture costs 0.05 ms
where a sixth of it is water.
"""

from __future__ import annotations

from dataclasses import replace
from math import exp

import cv2
import numpy as np
from numpy.typing import NDArray

from camera_adapters.detectors.features.tracks import Blob
from camera_adapters.video.frames import Plane

REDDER = 5.0
"""Levels of V by which a body is redder than usual, once the change of all the water is taken off."""
LEAST, MOST = 4, 400
"""Pixels of a 320-wide picture: a head with shoulders, and what is too large for somebody who swims."""
USUAL_SECONDS, BODY_SECONDS = 40.0, 300.0
"""How fast the usual hue follows, and what is redder is taken into it: a buoy that was put out, in minutes."""
PRIOR = 1.0
GAP_SECONDS = 30.0

_NEXT = np.ones((3, 3), dtype=np.uint8)


class RednessModel:
    """The usual hue of one camera's water; one thread only."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Learn anew from the next picture."""
        self._usual: NDArray[np.float32] | None = None
        self._at, self._pictures = 0.0, 0

    def redder(self, red: Plane, water: Plane, now: float) -> tuple[Blob, ...]:
        """What is redder in a picture's V plane (h, 320) than is usual there, within ``water`` (255 on 0)."""
        left, top, width, height = cv2.boundingRect(water)
        part = np.s_[top : top + height, left : left + width]
        return tuple(_moved(blob, left, top, red.shape[1]) for blob in self._within(red[part], water[part], now))

    def _within(self, red: Plane, water: Plane, now: float) -> tuple[Blob, ...]:
        """The same in pixels of a part of the picture."""
        if self._usual is None or self._usual.shape != red.shape or now - self._at > GAP_SECONDS:
            self._usual, self._at, self._pictures = red.astype(np.float32), now, 1
            return ()
        elapsed, self._at = now - self._at, now
        self._pictures += 1
        change = cv2.subtract(red, self._usual, dtype=cv2.CV_32F)
        step = cv2.mean(change, mask=water)[0]
        body = np.where(change > step + REDDER, water, np.uint8(0))
        self._learn(red, body, elapsed)
        return _blobs(body) if cv2.countNonZero(body) >= LEAST else ()

    def _learn(self, red: Plane, body: Plane, elapsed: float) -> None:
        usual = self._usual
        if usual is None:
            return
        first = 1.0 / (self._pictures + PRIOR)
        cv2.accumulateWeighted(red, usual, max(first, 1.0 - exp(-elapsed / USUAL_SECONDS)), cv2.bitwise_not(body))
        cv2.accumulateWeighted(red, usual, max(first, 1.0 - exp(-elapsed / BODY_SECONDS)), body)


def _blobs(body: Plane) -> tuple[Blob, ...]:
    """Regions; an arm that comes out of the water belongs to its head."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(cv2.morphologyEx(body, cv2.MORPH_CLOSE, _NEXT))
    return tuple(
        Blob(x, y, w, h, area / (w * h)) for x, y, w, h, area in stats[1:count].tolist() if LEAST <= area <= MOST
    )


def _moved(blob: Blob, left: int, top: int, width: int) -> Blob:
    """From pixels of a part to widths of the picture."""
    return replace(blob, x=(blob.x + left) / width, y=(blob.y + top) / width, w=blob.w / width, h=blob.h / width)
