"""Priority on this machine: what watches and alerts goes before everything else, the rest can wait."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

import psutil

PRECEDENCE = -10
"""Niceness of adapters and centre: before a browser on the same machine, behind what the system itself needs."""
SESSION_PRECEDENCE = -3
"""The same for the whole session, of which the kernel shares the processor out before it looks at niceness (autogroup,
on most desktops and where servers are started by hand): twice a browser's share. Without it a worker beside a page that
decodes 44 tiles waits up to 1.6 s for its turn, whatever its niceness (decision 0014)."""
AUTOGROUP = Path("/proc/self/autogroup")
LATER, LAST = 10, 19


def go_first() -> None:
    """Take precedence for this process and its later children, where the system grants it.

    Root may, and a unit with ``Nice=``. Without it a page that is busy decoding 44 tiles beside the adapters holds back
    the very pictures that it shows.
    """
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, min(PRECEDENCE, os.getpriority(os.PRIO_PROCESS, 0)))
    with contextlib.suppress(OSError):  # no such thing where a unit or a container has its own share
        AUTOGROUP.write_text(str(SESSION_PRECEDENCE))


def go_later() -> None:
    """Let people's work go first. An absolute place: a child of the centre would inherit its precedence."""
    os.setpriority(os.PRIO_PROCESS, 0, LATER)


def go_last() -> None:
    """Let every live camera go first, on the processor and on the disk."""
    os.setpriority(os.PRIO_PROCESS, 0, LAST)
    if sys.platform == "linux":
        with contextlib.suppress(OSError):  # a container may forbid it; nice stays
            os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
        with contextlib.suppress(psutil.Error):
            psutil.Process().ionice(psutil.IOPRIO_CLASS_IDLE)
