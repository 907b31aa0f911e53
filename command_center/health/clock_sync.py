"""Synchronisation of the machine's clock, as the kernel knows it."""

from __future__ import annotations

import ctypes
import sys
from dataclasses import dataclass

STA_UNSYNC = 0x0040
STA_NANO = 0x2000
TIME_ERROR = 5


class _Timex(ctypes.Structure):
    """``struct timex`` of adjtimex(2); what follows ``status`` is not read, the padding is longer than it."""

    _fields_ = (
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("esterror", ctypes.c_long),
        ("status", ctypes.c_int),
        ("rest", ctypes.c_byte * 256),
    )


@dataclass(frozen=True, slots=True)
class ClockSync:
    """None: not known."""

    synchronised: bool | None
    offset_ms: float | None


def read_clock_sync() -> ClockSync:
    """Ask the kernel; changes nothing (modes 0) and needs no privilege."""
    if not sys.platform.startswith("linux"):
        return ClockSync(None, None)
    facts = _Timex()
    try:
        state = ctypes.CDLL(None, use_errno=True).adjtimex(ctypes.byref(facts))
    except (OSError, AttributeError):
        return ClockSync(None, None)
    if state < 0:
        return ClockSync(None, None)
    if state == TIME_ERROR or facts.status & STA_UNSYNC:
        return ClockSync(synchronised=False, offset_ms=None)
    unit = 1e6 if facts.status & STA_NANO else 1e3
    return ClockSync(synchronised=True, offset_ms=facts.offset / unit)
