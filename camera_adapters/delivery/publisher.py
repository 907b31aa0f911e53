"""Alerts → Redis by way of the spool: on disk first, sent in order, forgotten only when the centre confirms them."""

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
"""Seconds between two looks at the confirmations."""
IDLE_POLL = 1.0
"""The same while none is awaited."""
_CHUNK = 200
_THERE = """
local there = {}
for i, id in ipairs(ARGV) do there[i] = #redis.call('XRANGE', KEYS[1], id, id) end
return there
"""
logger = structlog.get_logger(__name__)


class SentEntry(NamedTuple):
    """As which entry of the stream a letter was sent, and when that was last looked at (monotonic seconds)."""

    entry: bytes
    at: float


class SpoolSender:
    """The spool of one adapter name and what is known of it: sent as what, confirmed up to which entry.

    Not thread-safe but for ``spool.put``; I/O errors of Redis leave it as it was.
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
        """Send in spool order what was never sent, or sent and lost; how many. Raises ``redis.RedisError``."""
        self._keep_waiting()
        due = [key for key in self.spool if key not in self._sent]
        for key in due:
            letter = self.spool.read(key)
            if letter is not None:
                entry = append(self._redis, alerts_key(LIVE_REALM), _fields(letter))
                self._sent[key] = SentEntry(entry, self._clock())
        return len(due)

    def take_acks(self) -> int:
        """Forget what is confirmed; how many letters that was. Raises ``redis.RedisError``."""
        removed = 0
        for entry_id, fields in read_after(self._redis, self._acks, self._position):
            removed += sum(self._confirm(str(event_id)) for event_id in _event_ids(fields))
            self._position = entry_id
        return removed

    def check_all(self) -> None:
        """Look at everything sent at once instead of when it is due: the server may have lost it."""
        self._sent = {key: SentEntry(sent.entry, float("-inf")) for key, sent in self._sent.items()}

    def _keep_waiting(self) -> None:
        """Unconfirmed for too long: what still stands in the stream waits on (sending it again would only fill the
        server while the centre is away), what is gone from it counts as never sent."""
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

    ``publish`` returns when the alert is on disk; a Redis that is away or stalled is never waited for.
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
        """Begin to send, first of all what an earlier life left in the spool."""
        self._loop.start()

    def publish(self, message: AlertMessage, jpeg: bytes | None = None) -> None:
        """Keep the alert on disk and have it sent; never raises, never drops."""
        text = message.model_dump_json(exclude_none=True).encode()
        self._outbox.spool.put(SpoolEntry(str(message.event_id), text, jpeg))
        self._loop.wake()

    def close(self, timeout: float = 2.0) -> None:
        """Send what is due once more and stop; what is not confirmed stays in the spool."""
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
        """Seconds until the next look, where no alert comes before."""
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
