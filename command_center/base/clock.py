"""Time and identifiers, as parameters: tests bring their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol
from uuid import UUID

from uuid_utils.compat import uuid7

NewId = Callable[[], UUID]


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


def new_id() -> UUID:
    """A UUIDv7: unique for ever and growing with time."""
    return uuid7()


def milliseconds(since: datetime, until: datetime) -> int:
    """Whole milliseconds between two moments, never negative: clocks are corrected while people wait."""
    return max(0, round((until - since) / timedelta(milliseconds=1)))
