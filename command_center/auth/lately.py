"""Sessions that held a moment ago: for the few answers that must go on while the database is away."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta

from command_center.auth.model import Actor

KEPT = timedelta(minutes=15)
"""A session that ended meanwhile is believed no longer than this, and only while nobody can be asked."""
MOST = 1000
"""Of one process; it bounds memory."""


class LatelySeen:
    """Who held each session, by the hash of its token, and when it was last found valid."""

    def __init__(self) -> None:
        self._seen: OrderedDict[bytes, tuple[Actor, datetime]] = OrderedDict()

    def add(self, digest: bytes, actor: Actor, now: datetime) -> None:
        """The session was valid now."""
        self._seen[digest] = actor, now
        self._seen.move_to_end(digest)
        if len(self._seen) > MOST:
            self._seen.popitem(last=False)

    def drop(self, digest: bytes) -> None:
        """The session is valid no more."""
        self._seen.pop(digest, None)

    def find(self, digest: bytes, now: datetime) -> Actor | None:
        """Who held the session lately, as they were then."""
        actor, seen_at = self._seen.get(digest, (None, now))
        return actor if now - seen_at <= KEPT else None
