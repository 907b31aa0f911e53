"""A worker keeps to its core while that is enough for it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

import pytest

from camera_adapters.home_core import ENOUGH, TOO_MUCH, WINDOW, HomeCore, home_of, stays_home
from tests.support.stack import CHECKOUT


@pytest.mark.parametrize(
    ("slot", "workers", "cores", "home"),
    [
        (0, 2, {0, 1}, {0}),
        (1, 2, {0, 1}, {1}),
        (2, 3, {0, 1}, {0}),
        (1, 2, {5, 3}, {5}),
        (1, 2, {0, 1, 2, 3}, None),
        (0, 1, {0}, None),
    ],
)
def test_each_worker_has_a_core_where_there_are_workers_for_all(
    slot: int, workers: int, cores: set[int], home: set[int] | None
) -> None:
    assert home_of(slot, workers, cores) == home


def test_between_the_two_shares_a_worker_stays_where_it_is() -> None:
    between = (ENOUGH + TOO_MUCH) / 2
    assert [stays_home(True, between), stays_home(False, between)] == [True, False]
    assert [stays_home(True, TOO_MUCH), stays_home(False, ENOUGH - 0.01)] == [False, True]


class Clocks:
    """Time, and the processor time used in it, set by the test."""

    def __init__(self) -> None:
        self.now = self.used = 0.0

    def spend(self, share: float) -> None:
        self.now += WINDOW
        self.used += WINDOW * share


@pytest.mark.skipif(
    not hasattr(os, "sched_getaffinity") or len(os.sched_getaffinity(0)) < 2,
    reason="needs two cores and an operating system that places threads",
)
def test_all_threads_leave_a_core_that_is_too_small_and_come_back() -> None:
    cores = os.sched_getaffinity(0)
    clocks = Clocks()
    home = HomeCore(1, len(cores), lambda: clocks.now, lambda: clocks.used)
    at, told, done = threading.Barrier(2), [], threading.Event()

    def other() -> None:
        while True:
            at.wait()
            if done.is_set():
                return
            told.append(os.sched_getaffinity(0))
            at.wait()

    def placed() -> set[int]:
        at.wait()
        at.wait()
        return told[-1]

    thread = threading.Thread(target=other)
    thread.start()
    try:
        home.settle()
        own = {sorted(cores)[1]}
        assert placed() == own
        clocks.spend(0.95)
        home.look()
        assert placed() == cores
        clocks.spend(0.5)
        home.look()
        assert placed() == own
    finally:
        done.set()
        at.wait()
        thread.join()
        os.sched_setaffinity(0, cores)


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="threads cannot be placed here")
def test_a_child_of_a_worker_may_use_every_core() -> None:
    code = (
        "import os; from camera_adapters.home_core import roam; all = os.sched_getaffinity(0);"
        "os.sched_setaffinity(0, {min(all)}); roam(); print(os.sched_getaffinity(0) == all)"
    )
    found = subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "True"
