"""Drawn water gauges: a plain board and a striped staff before reeds, each with its mirror image in the water."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from camera_adapters.messages import Gauge
from common.text import Text

HEIGHT, WIDTH = 360, 640
BOARD = (300, 60, 80, 260)
STAFF = (180, 60, 30, 260)
"""Left, top, width, height in pixels."""
METRES = ((80, 4.0), (280, 2.0))
"""Rows and what they mean: a row is a centimetre."""

Picture = NDArray[np.uint8]


def metres(row: float) -> float:
    """The level of a row of the drawn gauges."""
    return 4.0 - (row - 80) / 100


def picture(row: int, *, light: float = 1.0, noise: float = 2.0, seed: int = 1) -> Picture:
    """Both gauges with the water at this row, shape (360, 640); ``light`` 0.1 is a night."""
    rng = np.random.default_rng(seed)
    scene = rng.normal(70, 18, (HEIGHT, WIDTH))
    _put(scene, BOARD, np.full((BOARD[3], BOARD[2]), 190.0))
    _put(scene, STAFF, _staff(STAFF[3], STAFF[2]))
    below = HEIGHT - row
    mirrored = scene[max(0, row - below) : row][::-1]
    waves = rng.normal(0, 3, (below, WIDTH))
    scene[row:] = 55 + waves
    scene[row : row + len(mirrored)] = 0.25 * mirrored + 40 + waves[: len(mirrored)]
    dimmed = scene * light + 4
    return np.clip(dimmed + rng.normal(0, noise, dimmed.shape), 0, 255).astype(np.uint8)


def nothing(seed: int = 2) -> Picture:
    """A wild river and no gauge at all."""
    return np.clip(np.random.default_rng(seed).normal(110, 25, (HEIGHT, WIDTH)), 0, 255).astype(np.uint8)


def gauge(kind: str = "board", **more: object) -> Gauge:
    """The drawn gauge as a site sets it up."""
    left, top, width, height = BOARD if kind != "staff" else STAFF
    values: dict[str, object] = {
        "id": "bridge",
        "name": Text(zh="桥墩水尺", en="Gauge at the bridge"),
        "kind": kind,
        "roi": (left / WIDTH, top / HEIGHT, width / WIDTH, height / HEIGHT),
        "points": () if kind == "bank" else tuple((row / HEIGHT, level) for row, level in METRES),
    }
    return Gauge.model_validate(values | more)


def _put(scene: NDArray[np.float64], place: tuple[int, int, int, int], drawn: NDArray[np.float64]) -> None:
    left, top, width, height = place
    scene[top : top + height, left : left + width] = drawn


def _staff(height: int, width: int) -> NDArray[np.float64]:
    """White, with a black tooth every 8 rows on its right half."""
    drawn = np.full((height, width), 200.0)
    teeth = (np.arange(height) // 4) % 2 == 1
    drawn[np.ix_(teeth, np.arange(width) > width * 0.55)] = 40.0
    return drawn
