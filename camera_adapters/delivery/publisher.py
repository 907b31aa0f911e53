"""Publisher of alerts: to the spool first, then to Redis in order, forgotten only when the centre confirms them."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import NamedTuple, cast

import redis
import structlog
from pydantic import ValidationError

from camera_adapters.base.connection import append, read_after
from camera_adapters.base.loop import Loop
from camera_adapters.delivery.spool import Spool, SpoolEntry
from camera_adapters.messages import (
    JPEG_FIELD,
    LIVE_REALM,
    PAYLOAD_FIELD,
    AckMessage,
    AlertMessage,
    acks_key,
    alerts_key,
)

RESEND_AFTER = 10.0
"""Seconds without a confirmation after which an alert is sent again."""
POLL = 0.25
"""Seconds between two reads of the confirmations while some are awaited."""
IDLE_POLL = 1.0
"""Seconds between two reads while none is awaited."""
_CHUNK = 200
_THERE = """
local there = {}
for i, id in ipairs(ARGV) do there[i] = #redis.call('XRANGE', KEYS[1], id, id) end
return there
"""
logger = structlog.get_logger(__name__)


class SentEntry(NamedTuple):
    """A letter that was sent and is not confirmed."""

    entry: bytes
    """Id of its entry in the stream."""
    at: float
    """Monotonic seconds of the last check that the entry is still in the stream."""


class SpoolSender:
    """Sends the letters of one spool to Redis and takes the centre's confirmations.

    Used by one thread; only ``spool.put`` may be called by others. After an error of Redis every method may simply be
    called again: a letter that is sent twice is stored once by the centre.

    Args:
        adapter: Name of the worker; selects the stream of confirmations.
        spool: Not closed here.
        client: Redis; needs a socket time-out. Not closed here.
        clock: Monotonic seconds.
    """

    def __init__(self, adapter: str, spool: Spool, client: redis.Redis, clock: Callable[[], float] = monotonic) -> None:
        self.spool = spool
        self._redis = client
        self._acks = acks_key(adapter)
        self._clock = clock
        self._there = client.register_script(_THERE)
        self._sent: dict[str, SentEntry] = {}
        self._position = b"0-0"

    def send_due(self) -> int:
        """Send in spool order the letters that were never sent, or whose entry the server has lost.

        Answers how many were due, unreadable ones included. Raises ``redis.RedisError``.
        """
        self._keep_waiting()
        due = [key for key in self.spool if key not in self._sent]
        for key in due:
            letter = self.spool.read(key)
            if letter is not None:
                entry = append(self._redis, alerts_key(LIVE_REALM), _fields(letter))
                self._sent[key] = SentEntry(entry, self._clock())
        return len(due)

    def take_acks(self) -> int:
        """Read new confirmations and delete the letters they name; answers how many. Raises ``redis.RedisError``."""
        removed = 0
        for entry_id, fields in read_after(self._redis, self._acks, self._position):
            removed += sum(self._confirm(str(event_id)) for event_id in _event_ids(fields))
            self._position = entry_id
        return removed

    def check_all(self) -> None:
        """Have the next ``send_due`` check every sent letter, not only overdue ones: the server may have lost them."""
        self._sent = {key: SentEntry(sent.entry, float("-inf")) for key, sent in self._sent.items()}

    def _keep_waiting(self) -> None:
        """Check letters that are unconfirmed for ``RESEND_AFTER``. One whose entry is still in the stream waits on:
        sending it again would only fill the server while the centre is away. Any other counts as never sent."""
        now = self._clock()
        overdue = [key for key, sent in self._sent.items() if now - sent.at >= RESEND_AFTER]
        for start in range(0, len(overdue), _CHUNK):
            chunk = overdue[start : start + _CHUNK]
            entries = [self._sent[key].entry for key in chunk]
            there = cast("list[int]", self._there(keys=[alerts_key(LIVE_REALM)], args=entries))
            for key, stands in zip(chunk, there, strict=True):
                if stands:
                    self._sent[key] = SentEntry(self._sent[key].entry, now)
                else:
                    del self._sent[key]

    def _confirm(self, key: str) -> bool:
        self._sent.pop(key, None)
        return self.spool.remove(key)


def _fields(letter: SpoolEntry) -> dict[bytes, bytes]:
    fields = {PAYLOAD_FIELD: letter.message}
    if letter.jpeg is not None:
        fields[JPEG_FIELD] = letter.jpeg
    return fields


def _event_ids(fields: dict[bytes, bytes]) -> tuple[object, ...]:
    try:
        return AckMessage.model_validate_json(fields[PAYLOAD_FIELD]).event_ids
    except (KeyError, ValidationError) as error:
        logger.warning("ack_unreadable", error=str(error))
        return ()


class AlertPublisher:
    """Takes alerts from any thread; a thread of its own sends them and reads the confirmations.

    ``publish`` returns when the alert is on disk; it never waits for Redis. ``away`` says whether Redis cannot be
    reached now. The ``outbox`` belongs to this publisher.
    """

    def __init__(self, outbox: SpoolSender) -> None:
        self._outbox = outbox
        self._loop = Loop("alerts", self._step, self._pause, finish=self._step)
        self.away = False

    @property
    def spooled(self) -> int:
        """Alerts that the centre has not confirmed yet."""
        return len(self._outbox.spool)

    def start(self) -> None:
        """Start the thread; letters that an earlier process left in the spool are sent first."""
        self._loop.start()

    def publish(self, message: AlertMessage, jpeg: bytes | None = None) -> None:
        """Keep the alert on disk and have it sent; never raises, never drops."""
        text = message.model_dump_json(exclude_none=True).encode()
        self._outbox.spool.put(SpoolEntry(str(message.event_id), text, jpeg))
        self._loop.wake()

    def close(self, timeout: float = 2.0) -> None:
        """Send what is due once more and stop, within ``timeout`` seconds; unconfirmed alerts stay in the spool."""
        self._loop.stop(timeout)

    def _step(self) -> None:
        try:
            self.run_once()
        except redis.RedisError as error:
            self._gone(error)
            raise
        self._back()

    def run_once(self) -> None:
        """Send, and read confirmations. Raises ``redis.RedisError``."""
        self._outbox.send_due()
        if len(self._outbox.spool):
            self._outbox.take_acks()
            self._outbox.spool.settle()

    def _pause(self) -> float:
        """Seconds until the next step; a new alert wakes the thread earlier."""
        return POLL if len(self._outbox.spool) else IDLE_POLL

    def _gone(self, error: redis.RedisError) -> None:
        if not self.away:
            logger.warning("redis_away", error=str(error), spooled=self.spooled)
        self.away = True

    def _back(self) -> None:
        if self.away:
            logger.info("redis_back", spooled=self.spooled)
            self._outbox.check_all()
        self.away = False
