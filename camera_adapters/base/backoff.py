"""How long to wait before the next attempt: an endless generator that is passed in."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

Backoff = Callable[[], Iterator[float]]
"""Makes a fresh generator of waiting times in seconds."""

FIRST = 1.0
CAP = 20.0
"""A third above it is the longest wait, below the 30 s after which a camera that is back must be tried again."""


def jittered(source: random.Random, first: float = FIRST, cap: float = CAP) -> Iterator[float]:
    """1, 2, 4 … ``cap`` seconds, each a third shorter or longer by chance, so that 44 cameras do not knock at once."""
    delay = first
    while True:
        yield delay * source.uniform(2 / 3, 4 / 3)
        delay = min(cap, delay * 2)
