"""Waiting for what another process will do: polled, bounded, and saying what was seen last."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def eventually(look: Callable[[], T], *, within: float, every: float = 0.1, what: str = "") -> T:
    """Return the first truthy value of ``look``; after ``within`` seconds raise with the last value or error seen."""
    deadline = time.monotonic() + within
    last: object = None
    while True:
        try:
            value = look()
            if value:
                return value
            last = value
        except Exception as error:  # noqa: BLE001 - whatever goes wrong while the other side starts is the news
            last = error
        if time.monotonic() > deadline:
            raise AssertionError(f"{what or look} did not happen within {within} s; last seen: {last!r}")
        time.sleep(every)
