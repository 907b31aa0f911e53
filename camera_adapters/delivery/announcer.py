"""News of recording files → Redis, at least once: kept in a folder until the server has taken them."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import redis

from camera_adapters.base.connection import append
from camera_adapters.base.loop import Loop
from camera_adapters.delivery.spool import Spool, SpoolEntry
from camera_adapters.messages import LIVE_REALM, PAYLOAD_FIELD, SegmentMessage, segments_key

LOOK_EVERY = 1.0
"""Seconds between two looks where nothing was announced."""


def send_news(spool: Spool, client: redis.Redis) -> None:
    """Send what is in the spool, in order. Raises ``redis.RedisError`` and then keeps what was not taken."""
    for key in spool:
        letter = spool.read(key)
        if letter is not None:
            append(client, segments_key(LIVE_REALM), {PAYLOAD_FIELD: letter.message})
            spool.remove(key)


class SegmentAnnouncer:
    """Takes news from any thread without waiting; a thread of its own sends them in order.

    The spool is given as not durable: it survives the death of the process. What the death of the machine takes while
    Redis is away too is found again as a file without an end and repaired.
    """

    def __init__(self, spool: Spool, client: redis.Redis, new_id: Callable[[], UUID]) -> None:
        self._spool = spool
        self._redis = client
        self._new_id = new_id
        self._loop = Loop("segments", self.run_once, LOOK_EVERY, finish=self.run_once)

    @property
    def waiting(self) -> int:
        """How many announcements have not been sent yet."""
        return len(self._spool)

    def start(self) -> None:
        """Begin to send, first of all what an earlier life left behind."""
        self._loop.start()

    def announce(self, message: SegmentMessage) -> None:
        """Queue an announcement; any thread may call it. Never raises, and waits for no server."""
        self._spool.put(SpoolEntry(str(self._new_id()), message.model_dump_json(exclude_none=True).encode()))
        self._loop.wake()

    def close(self, timeout: float = 1.0) -> None:
        """Send what is left if the server answers, and stop within ``timeout`` seconds; the rest stays on disk."""
        self._loop.stop(timeout)

    def run_once(self) -> None:
        """Send what waits. Raises ``redis.RedisError`` and then keeps what was not taken."""
        send_news(self._spool, self._redis)
