"""CPU time and memory of families of processes, from the operating system's own accounts."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import psutil


@dataclass(frozen=True, slots=True)
class Usage:
    """Cores used on average over ``seconds``, and proportional memory at the end, MiB."""

    cores: float
    memory: float
    processes: int
    seconds: float


def family(pids: Iterable[int]) -> list[psutil.Process]:
    """These processes and everything below them."""
    found: dict[int, psutil.Process] = {}
    for pid in pids:
        with contextlib.suppress(psutil.NoSuchProcess):
            root = psutil.Process(pid)
            for process in [root, *root.children(recursive=True)]:
                found[process.pid] = process
    return list(found.values())


def cpu_seconds(processes: Iterable[psutil.Process]) -> float:
    """User and system time used so far by the living ones."""
    total = 0.0
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            total += times.user + times.system
    return total


def memory(processes: Iterable[psutil.Process]) -> float:
    """Proportional set size, MiB: shared pages are counted once over all."""
    total = 0
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            total += process.memory_full_info().pss
    return total / 2**20


def measure(pids: Callable[[], Iterable[int]], seconds: float) -> Usage:
    """Watch a family for some seconds. Processes that end meanwhile are not expected and drop out of the sum."""
    processes = family(pids())
    before, start = cpu_seconds(processes), time.monotonic()
    time.sleep(seconds)
    elapsed = time.monotonic() - start
    used = cpu_seconds(processes) - before
    return Usage(used / elapsed, memory(processes), len(processes), elapsed)
