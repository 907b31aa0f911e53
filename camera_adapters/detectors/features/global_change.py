"""Global change: lightning, exposure, infrared switch, a turned camera; from such a picture nothing is concluded.

A named veto, held for some seconds after the last step, so that slow models can settle; it is recorded like every veto.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import exp

import cv2
import numpy as np
from numpy.typing import NDArray

from camera_adapters.video.frames import Plane

CELLS = (32, 18)
FOLLOW_SECONDS = 10.0
"""What is usual follows the picture this fast: dusk is slower, a step is faster."""
HOLD_SECONDS = 10.0
GREY = 14.0
"""A cell has changed when it differs from the usual by more than this after the step of the median is removed."""
CHANGED_SHARE = 0.45
LIGHT_RATIO = 1.28
CONTRAST_RATIO = 1.2


class Reason(StrEnum):
    """Why nothing may be concluded; stands as the veto of observations."""

    LIGHT = "light_step"
    CONTRAST = "contrast_step"
    CELLS = "global_change"
    NIGHT = "day_night"


@dataclass(frozen=True, slots=True)
class GlobalChange:
    """How one picture stands against the usual ones. Ratios are 1 when nothing changed."""

    veto: Reason | None
    """Set while a step is younger than ``HOLD_SECONDS``."""
    cells: float = 0.0
    """Share of coarse cells that changed against the rest."""
    light: float = 1.0
    """Median ratio of luminance."""
    contrast: float = 1.0
    """Ratio of the picture's fine contrast."""


class GlobalChangeModel:
    """The usual coarse picture and contrast of one camera; one thread only."""

    def __init__(self) -> None:
        self._cells: NDArray[np.float32] | None = None
        self._contrast = 0.0
        self._at = 0.0
        self._reason: Reason | None = None
        self._until = float("-inf")

    def forget(self) -> None:
        """Forget the usual picture; the next one is taken as usual."""
        self._cells, self._reason = None, None

    def judge(self, small: Plane, now: float) -> GlobalChange:
        """Compare a picture (h, 320) with the usual, then learn from it; ``now`` in monotonic seconds."""
        cells = np.asarray(cv2.resize(small, CELLS, interpolation=cv2.INTER_AREA), dtype=np.float32)
        contrast = _contrast(small)
        if self._cells is None:
            self._take(cells, contrast, now)
            return GlobalChange(None)
        change = _compare(self._cells, cells, contrast / self._contrast)
        reason = judge(change)
        if reason is not None:
            self._reason, self._until = reason, now + HOLD_SECONDS
            self._take(cells, contrast, now)
        else:
            share = 1.0 - exp((self._at - now) / FOLLOW_SECONDS)
            cv2.accumulateWeighted(cells, self._cells, share)
            self._contrast += share * (contrast - self._contrast)
            self._at = now
        held = self._reason if now < self._until else None
        return GlobalChange(held, change.cells, change.light, change.contrast)

    def _take(self, cells: NDArray[np.float32], contrast: float, now: float) -> None:
        self._cells, self._contrast, self._at = cells, contrast, now


def judge(change: GlobalChange) -> Reason | None:
    """Which kind of step this is, the most telling first; pure."""
    if not 1.0 / LIGHT_RATIO <= change.light <= LIGHT_RATIO:
        return Reason.LIGHT
    if change.cells > CHANGED_SHARE:
        return Reason.CELLS
    if not 1.0 / CONTRAST_RATIO <= change.contrast <= CONTRAST_RATIO:
        return Reason.CONTRAST
    return None


def _compare(usual: NDArray[np.float32], cells: NDArray[np.float32], contrast: float) -> GlobalChange:
    light = float(np.median((cells + 4.0) / (usual + 4.0)))  # 4: near black a ratio of noise says nothing
    changed = float(np.mean(np.abs(cells - usual * light) > GREY))
    return GlobalChange(None, changed, light, contrast)


def _contrast(small: Plane) -> float:
    """Mean absolute step between neighbours, after division by the mean: gain and exposure do not count."""
    steps = cv2.norm(small[:, 1:], small[:, :-1], cv2.NORM_L1) / small.size
    return float(max(steps, 0.5) / (cv2.mean(small)[0] + 4.0))
