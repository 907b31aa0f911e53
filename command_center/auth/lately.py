"""Sessions that held a moment ago: for the few answers that must go on while the database is away."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta

KEPT = timedelta(minutes=15)
"""A session that ended meanwhile is believed no longer than this, and only while nobody can be asked."""
MOST = 1000
"""Of one process; it bounds memory."""


class LatelySeen:
    """Hashes of session tokens, by when each was last found valid; a person's page asks many times a minute."""

    def __init__(self) -> None:
        self._seen: OrderedDict[bytes, datetime] = OrderedDict()

    def add(self, digest: bytes, now: datetime) -> None:
        """The session was valid now."""
        self._seen[digest] = now
        self._seen.move_to_end(digest)
        if len(self._seen) > MOST:
            self._seen.popitem(last=False)

    def drop(self, digest: bytes) -> None:
        """The session is valid no more."""
        self._seen.pop(digest, None)

    def holds(self, digest: bytes, now: datetime) -> bool:
        """Whether the session was valid lately."""
        seen = self._seen.get(digest)
        return seen is not None and now - seen <= KEPT
