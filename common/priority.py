"""Priority of processes on this machine: watching and alerting come first, all other work can wait."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

import psutil

PRECEDENCE = -10
"""Niceness of adapters and centre: before a browser on the same machine, behind what the system itself needs."""
SESSION_PRECEDENCE = -3
"""Niceness of the whole session: twice a browser's share. With autogroup (most desktops, and servers that are started
by hand) the kernel divides the processor among sessions before it looks at niceness. Without this a worker beside a
page that decodes 44 tiles waits up to 1.6 s for its turn, whatever its niceness (decision 0014)."""
AUTOGROUP = Path("/proc/self/autogroup")
LATER, LAST = 10, 19


def go_first() -> None:
    """Raise the priority of this process and its later children; where the system refuses, nothing happens.

    Root may raise it, and so may a unit with ``Nice=``. Without it a page that decodes 44 tiles on the same machine
    delays the adapters, and so the pictures that it shows.
    """
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, min(PRECEDENCE, os.getpriority(os.PRIO_PROCESS, 0)))
    with contextlib.suppress(OSError):  # no such thing where a unit or a container has its own share
        AUTOGROUP.write_text(str(SESSION_PRECEDENCE))


def go_later() -> None:
    """Lower the priority of this process below people's work, whatever it inherited from the centre."""
    os.setpriority(os.PRIO_PROCESS, 0, LATER)


def go_last() -> None:
    """Give this process the lowest priority, on the processor and on the disk, below every live camera."""
    os.setpriority(os.PRIO_PROCESS, 0, LAST)
    if sys.platform == "linux":
        with contextlib.suppress(OSError):  # a container may forbid it; nice stays
            os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
        with contextlib.suppress(psutil.Error):
            psutil.Process().ionice(psutil.IOPRIO_CLASS_IDLE)
