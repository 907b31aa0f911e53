"""Scar of a slide: a part of a slope that looks different from before, and stays so.

Compared is texture alone, each place divided by its own contrast, so that neither shadow nor dusk makes a scar. What
is learnt are minutes; what changes everywhere is weather.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

import cv2
import numpy as np
from numpy.typing import NDArray

from camera_adapters.video.frames import Plane

Grey = NDArray[np.float32]
SIZE = (160, 90)
WINDOW = (15, 15)
EVERY_SECONDS = 2.0
APART_SECONDS = 10.0
"""Of pictures further apart nothing is said: everything may have happened between two."""
FOLLOW_SECONDS = 300.0
LEARN_SECONDS = 60.0
QUIET = 6.0
"""Grey levels of contrast below which a place has no face."""
OTHER = 1.0
"""Difference from the usual face, in its own contrast, from which it is another one."""
STABLE_SECONDS = 60.0
LEAST_SHARE = 0.003
MOST_SHARE = 0.1
EVERYWHERE = 0.12


@dataclass(frozen=True, slots=True)
class Scar:
    """The largest changed part, stable for a minute: its share of the picture and box as fractions."""

    share: float
    box: tuple[float, float, float, float]


class ScarModel:
    """The usual face of one slope; one thread only."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Learn the usual view of the slope anew."""
        self._usual: Grey | None = None
        self._for: Grey = np.zeros(SIZE[::-1], np.float32)
        self._at = self._since = 0.0

    def extract(self, steady: Plane, inside: Plane, now: float) -> Scar | None:
        """Take a picture (h, 320) and the pixels that count (255); the scar, where there is one."""
        if self._usual is not None and now - self._at < EVERY_SECONDS:
            return None if self._since + LEARN_SECONDS > now else self._largest()
        face = _face(steady)
        if self._usual is None or now - self._at > APART_SECONDS:
            self._usual, self._at, self._since = face, now, now
            self._for[:] = 0.0
            return None
        elapsed, self._at = now - self._at, now
        part = cv2.resize(inside, SIZE, interpolation=cv2.INTER_NEAREST) > 0
        other = (cv2.blur(np.abs(face - self._usual), (5, 5)) > OTHER) & part
        self._for = np.where(other, self._for + np.float32(elapsed), np.float32(0.0))
        young = now - self._since < LEARN_SECONDS
        share = 0.2 if young else 1.0 - exp(-elapsed / FOLLOW_SECONDS)
        self._usual += np.where(self._for > 0.0, 0.0 if not young else share, share) * (face - self._usual)
        if young or float(other.mean()) > EVERYWHERE:
            self._for[:] = 0.0
            return None
        return self._largest()

    def _largest(self) -> Scar | None:
        stable = (self._for >= STABLE_SECONDS).astype(np.uint8)
        count, _, stats, _ = cv2.connectedComponentsWithStats(stable)
        if count < 2:
            return None
        x, y, w, h, area = (int(value) for value in max(stats[1:], key=lambda each: int(each[cv2.CC_STAT_AREA])))
        share = area / stable.size
        if not LEAST_SHARE <= share <= MOST_SHARE:
            return None
        return Scar(share, (x / SIZE[0], y / SIZE[1], w / SIZE[0], h / SIZE[1]))


def _face(steady: Plane) -> Grey:
    grey = np.asarray(cv2.resize(steady, SIZE, interpolation=cv2.INTER_AREA), np.float32)
    mean = cv2.blur(grey, WINDOW)
    contrast = np.sqrt(np.maximum(cv2.blur(grey * grey, WINDOW) - mean * mean, 0.0))
    return np.asarray((grey - mean) / (contrast + QUIET), np.float32)
