"""Back-off: how long to wait before the next attempt, as an endless generator that is passed in."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

Backoff = Callable[[], Iterator[float]]
"""Makes a fresh generator of waiting times in seconds."""

CAP = 20.0
"""Of a camera: a third above is the longest wait, below the 30 s after which one that is back must be tried again."""


def doubling(first: float = 0.1, cap: float = 5.0) -> Iterator[float]:
    """``first`` seconds, then twice as long each time, ``cap`` at most."""
    delay = first
    while True:
        yield delay
        delay = min(cap, delay * 2)


def jittered(source: random.Random, first: float = 1.0, cap: float = CAP) -> Iterator[float]:
    """The same, each a third shorter or longer by chance, so that 44 cameras do not knock at once."""
    for delay in doubling(first, cap):
        yield delay * source.uniform(2 / 3, 4 / 3)


def stepped(*delays: float) -> Iterator[float]:
    """These seconds in order, and the last of them for ever."""
    yield from delays
    while True:
        yield delays[-1]
