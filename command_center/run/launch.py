"""Become another program: drop privileges, die with the supervisor, then exec. Run by path, standard library only.

    python -I -S launch.py PARENT_PID DEATH_SIGNAL UID GID UMASK PROGRAM ARGUMENT…

A launcher instead of ``preexec_fn``: Python must not run between fork and exec while other threads hold locks. The
death signal is set after the change of user, which would clear it. UID -1 keeps the user.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1


def drop_to(uid: int, gid: int) -> None:
    """Give up root for good."""
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)


def die_with_parent(parent: int, signal_number: int) -> None:
    """Ask the kernel for a signal when the parent dies; leave at once where it is dead already."""
    with contextlib.suppress(OSError, AttributeError):  # no prctl outside Linux: pid files clean up there
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal_number, 0, 0, 0)
    if os.getppid() != parent:
        raise SystemExit(1)


def main(arguments: list[str]) -> None:
    """Exec the program; exit code 127 and a line of text when it cannot be executed."""
    parent, signal_number, uid, gid, umask = (int(argument) for argument in arguments[:5])
    if uid >= 0:
        drop_to(uid, gid)
    os.umask(umask)
    die_with_parent(parent, signal_number)
    try:
        os.execv(arguments[5], arguments[5:])  # noqa: S606 - no shell is wanted
    except OSError as error:
        sys.stderr.write(f"cannot execute {arguments[5]}: {error.strerror}\n")
        raise SystemExit(127) from None


if __name__ == "__main__":
    main(sys.argv[1:])
