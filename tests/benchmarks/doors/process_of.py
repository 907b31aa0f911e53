"""Process that listens on a port of this machine."""

from __future__ import annotations

import psutil


def process_of(port: int) -> psutil.Process:
    """The one that listens there; AssertionError where there is none."""
    for one in psutil.net_connections("tcp"):
        if one.status == psutil.CONN_LISTEN and one.laddr.port == port and one.pid:
            return psutil.Process(one.pid)
    raise AssertionError(f"nobody listens on {port}")
