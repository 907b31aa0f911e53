"""Back-off: how long to wait before the next attempt, as an endless generator that is passed in."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

Backoff = Callable[[], Iterator[float]]
"""Makes a fresh generator of waiting times in seconds."""

CAP = 20.0
"""Longest wait in seconds before a camera is tried again. With the jitter it is a third longer and still below 30 s,
the time within which a camera that is back must be found."""


def doubling(first: float = 0.1, cap: float = 5.0) -> Iterator[float]:
    """``first`` seconds, then twice as long each time, ``cap`` at most."""
    delay = first
    while True:
        yield delay
        delay = min(cap, delay * 2)


def jittered(source: random.Random, first: float = 1.0, cap: float = CAP) -> Iterator[float]:
    """As ``doubling``, each wait up to a third shorter or longer at random, so that 44 cameras are not tried at once.

    A wait may be a third longer than ``cap`` seconds. ``source`` is the random source.
    """
    for delay in doubling(first, cap):
        yield delay * source.uniform(2 / 3, 4 / 3)


def stepped(*delays: float) -> Iterator[float]:
    """These waits in seconds, in order, then the last of them for ever. At least one must be given."""
    yield from delays
    while True:
        yield delays[-1]
