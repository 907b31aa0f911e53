"""Clock and identifiers, which are passed as parameters so that tests can bring their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol
from uuid import UUID

from uuid_utils.compat import uuid7

NewId = Callable[[], UUID]


class Clock(Protocol):
    """Source of the time; every use case takes it from here."""

    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        return datetime.now(UTC)


def new_id() -> UUID:
    """A UUIDv7: unique for ever, and greater than those made earlier (to the millisecond)."""
    return uuid7()


def milliseconds(since: datetime, until: datetime) -> int:
    """Whole milliseconds between two aware moments; 0 where ``until`` is earlier, as after a corrected clock."""
    return max(0, round((until - since) / timedelta(milliseconds=1)))
