"""The median of a small plane: numpy's own looks for NaN and averages, which takes 40 µs where sorting takes 3."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def median(values: NDArray[Any]) -> float:
    """The middle value, of an even number the higher of the two in the middle. ``values``: any shape, not empty."""
    ordered = np.sort(values, axis=None)
    return float(ordered[ordered.size // 2])
