"""A worker keeps to a core of its own while that core is enough for it.

The threads of a worker hand the interpreter's lock to each other thousands of times a second. Spread over the machine,
each hand-over wakes another core and finds its cache cold: 44 streams of 640×360 at 25 fps cost 1.28 cores spread and
1.16 at home, and beside a browser that fills the machine 0.72 and 0.50 (two workers on two cores, alternating windows).
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path

import structlog

TOO_MUCH = 0.9
"""Share of a core that a worker needs when it is to have all of them."""
ENOUGH = 0.7
"""And with which it goes home again."""
WINDOW = 5.0
"""Seconds over which the share is measured."""
TASKS = Path("/proc/self/task")
logger = structlog.get_logger(__name__)


def home_of(slot: int, workers: int, cores: Collection[int]) -> frozenset[int] | None:
    """The core of the worker in this slot; None where fewer workers than cores leave each more than one."""
    if workers < len(cores) or len(cores) < 2:
        return None
    return frozenset({sorted(cores)[slot % len(cores)]})


def stays_home(at_home: bool, share: float) -> bool:
    """Whether a worker that needed this share of a core belongs at home now."""
    return share < (TOO_MUCH if at_home else ENOUGH)


class HomeCore:
    """Keeps this process to its core. ``settle`` before its threads are started, then ``look`` now and then."""

    def __init__(
        self,
        slot: int,
        workers: int,
        clock: Callable[[], float] = time.monotonic,
        used: Callable[[], float] = time.process_time,
    ) -> None:
        self._cores = _cores()
        self._home = home_of(slot, workers, self._cores)
        self._clock, self._used = clock, used
        self._at_home = False
        self._since, self._used_then = clock(), used()

    def settle(self) -> None:
        """Go home, where there is one."""
        if self._home is not None:
            self._go(at_home=True)

    def look(self) -> None:
        """Leave a core that has become too small, or return to it."""
        now = self._clock()
        if self._home is None or now - self._since < WINDOW:
            return
        used = self._used()
        share = (used - self._used_then) / (now - self._since)
        self._since, self._used_then = now, used
        if stays_home(self._at_home, share) != self._at_home:
            self._go(at_home=not self._at_home)
            logger.info("worker_core", at_home=self._at_home, share=round(share, 2))

    def _go(self, *, at_home: bool) -> None:
        self._at_home = at_home
        place = self._home if at_home and self._home is not None else self._cores
        for task in TASKS.iterdir():
            with suppress(OSError):  # a thread that has just ended, or a container that forbids it
                os.sched_setaffinity(int(task.name), place)


def roam() -> None:
    """Let this process, a child of a worker, run on every core that the machine gives it."""
    if hasattr(os, "sched_setaffinity"):
        with suppress(OSError):
            os.sched_setaffinity(0, range(os.cpu_count() or 1))


def _cores() -> frozenset[int]:
    return frozenset(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else frozenset({0})
