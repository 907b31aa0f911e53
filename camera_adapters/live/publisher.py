"""Publisher of live fragments: one writer thread for each worker process, so that cameras share each round trip.

Nothing here may hold up a camera. Fragments wait in one bounded queue. When the queue is full or the server is away
they are dropped and counted, and a stream that has lost one continues with its next keyframe.

Commands are packed here and sent between ``CLIENT REPLY OFF`` and ``ON``, so that the server answers once for each
round trip: through the client's pipeline an entry would cost 0.3 ms, a sixth of the cost of decoding its pictures.
"""

from __future__ import annotations

import threading
from collections import deque
from datetime import datetime
from functools import partial
from time import monotonic
from typing import Any

import redis
import structlog

from camera_adapters.base.loop import Loop
from camera_adapters.messages import LiveFields, LiveInit, Stream, ViewNote, init_key, live_key, utc_micros
from camera_adapters.video.fragments import Fragment, InitSegment
from common.backoff import stepped

MAX_QUEUE_BYTES = 16_000_000
"""Most bytes that may wait for the server: three seconds of 44 cameras at 1 Mbit/s."""
MAX_STREAM_BYTES = 4_000_000
"""Most bytes that the server keeps of one stream. A larger GOP loses its keyframe there; viewers wait for the next."""
EXPIRE_SECONDS = 60
"""Seconds after its last fragment until a stream disappears from the server, so that no page shows an old picture."""
INIT_EXPIRE_SECONDS = 3600
RENEW_SECONDS = 10.0
"""How often the expiry of a stream with a long GOP is renewed between its keyframes."""
BATCH_SECONDS = 0.02
"""How long the first fragment of a round trip waits for others."""
BACK_OFF_SECONDS = (0.1, 0.2, 0.5, 1.0, 2.0)

Fields = dict[bytes, bytes]
logger = structlog.get_logger(__name__)


class _Stream:
    """Sizes of the entries that the server holds of one stream, for trimming, and whether a keyframe is awaited."""

    def __init__(self) -> None:
        self.awaiting_keyframe = True
        self.renewed = 0.0
        self._sizes: deque[tuple[int, bool]] = deque()
        self._bytes = self._keyframes = 0

    def add(self, size: int, keyframe: bool) -> int:
        """Count a new entry of ``size`` bytes; answers how many of the newest entries the server is to keep.

        They reach back to the last keyframe but one, within ``MAX_STREAM_BYTES``: the GOP before the last is kept for
        readers who have not read its end yet.
        """
        self._sizes.append((size, keyframe))
        self._bytes += size
        self._keyframes += keyframe
        while len(self._sizes) > 1 and (self._bytes > MAX_STREAM_BYTES or self._surplus()):
            gone, was_keyframe = self._sizes.popleft()
            self._bytes -= gone
            self._keyframes -= was_keyframe
        return len(self._sizes)

    def _surplus(self) -> bool:
        return self._keyframes > 2 or (self._keyframes == 2 and not self._sizes[0][1])


class _Entry:
    """One XADD command that waits in the queue, with the init segment and the expiry that go with it."""

    __slots__ = ("fields", "init", "keep", "key", "renew")

    def __init__(self, key: str, fields: Fields, keep: int, init: InitSegment | None, renew: bool) -> None:
        self.key, self.fields, self.keep, self.init, self.renew = key, fields, keep, init, renew


class LivePublisher:
    """Publishes for all cameras of a process. The ``publish…`` methods may be called by any thread; they take
    microseconds and never raise.

    ``client`` needs a socket time-out and belongs to this publisher, which closes it. ``published`` counts fragments
    that were sent, ``dropped`` those that were not. The writer thread starts with the publisher.
    """

    def __init__(self, client: redis.Redis) -> None:
        self._client = client
        self._streams: dict[str, _Stream] = {}
        self._queue: deque[_Entry] = deque()
        self._queued = 0
        self._away = False
        self._lock = threading.Lock()
        self.dropped = 0
        self.published = 0
        self._connection: Any = None  # the client's own connection class, whose methods are not typed
        self._loop = Loop("live", self._step, None, retry=partial(stepped, *BACK_OFF_SECONDS), finish=self._step)
        self._loop.start()

    @property
    def away(self) -> bool:
        """Whether the live server cannot be reached now."""
        return self._away

    def publish(self, camera_id: str, stream: Stream, fragment: Fragment) -> None:
        """Queue one fragment of a ``main`` or ``sub`` stream, or drop and count it."""
        fields: Fields = {
            LiveFields.INIT_ID: fragment.init.init_id.encode(),
            LiveFields.KEYFRAME: b"1" if fragment.keyframe else b"0",
            LiveFields.PTS: b"%d" % fragment.pts_us,
            LiveFields.DTS: b"%d" % fragment.dts_us,
            LiveFields.STEP: b"%d" % fragment.step_us,
            LiveFields.DURATION: b"%d" % fragment.duration_us,
            LiveFields.CAPTURED_AT: b"%d" % utc_micros(fragment.captured_at),
            LiveFields.DATA: fragment.data,
        }
        self._put(live_key(camera_id, stream), fields, len(fragment.data), fragment.keyframe, fragment.init)

    def publish_jpeg(self, camera_id: str, jpeg: bytes, captured_at: datetime) -> None:
        """Queue one still picture, for browsers that cannot play the video. ``captured_at`` is aware UTC."""
        self._put(live_key(camera_id, Stream.JPEG), _still(jpeg, captured_at), len(jpeg), True, None)

    def publish_view(self, camera_id: str, jpeg: bytes, captured_at: datetime, note: ViewNote) -> None:
        """Queue one picture of what the detectors see, with their scores, for the page on which they are set up."""
        fields = _still(jpeg, captured_at) | {LiveFields.NOTE: note.model_dump_json().encode()}
        self._put(live_key(camera_id, Stream.VIEW), fields, len(jpeg), True, None)

    def close(self) -> None:
        """Send what waits, for at most two seconds, end the thread and close the client."""
        self._loop.stop(2.0)
        if self._connection is not None:
            self._connection.disconnect()
        self._client.close()

    def _put(self, key: str, fields: Fields, size: int, keyframe: bool, init: InitSegment | None) -> None:
        with self._lock:
            state = self._streams.setdefault(key, _Stream())
            full = self._away or self._queued + size > MAX_QUEUE_BYTES
            if full or (state.awaiting_keyframe and not keyframe):
                state.awaiting_keyframe = True
                self.dropped += 1
                return
            state.awaiting_keyframe = False
            now = monotonic()
            renew = keyframe or now - state.renewed > RENEW_SECONDS
            if renew:
                state.renewed = now
            self._queue.append(_Entry(key, fields, state.add(size, keyframe), init if renew else None, renew))
            self._queued += size
        self._loop.wake()

    def _step(self) -> None:
        """Send what waits. Raises ``redis.RedisError``; while the server counts as away it is pinged first."""
        if self._away:
            self._client.ping()
            self._away = False
        self._loop.rest(BATCH_SECONDS)
        batch = self._take()
        if not batch:
            return
        try:
            self._send(batch)
        except Exception:
            self._lose(batch)
            raise
        self.published += len(batch)

    def _take(self) -> list[_Entry]:
        with self._lock:
            batch = list(self._queue)
            self._queue.clear()
            self._queued = 0
        return batch

    def _send(self, batch: list[_Entry]) -> None:
        """Send all entries in one round trip. Raises ``redis.RedisError``; the next batch then opens a connection."""
        parts = [_REPLY_OFF]
        for entry in batch:
            parts += _commands(entry)
        parts.append(_REPLY_ON)
        connection = self._connection
        if connection is None:
            connection = self._connection = self._client.connection_pool.get_connection()
        try:
            connection.send_packed_command([b"".join(parts)])
            connection.read_response()
        except (redis.RedisError, OSError) as error:
            connection.disconnect()
            raise redis.ConnectionError(str(error)) from error

    def _lose(self, batch: list[_Entry]) -> None:
        """Drop the batch and the queue: the server is away, and every stream must begin with a keyframe again."""
        with self._lock:
            self._away = True
            self.dropped += len(batch) + len(self._queue)
            self._queue.clear()
            self._queued = 0
            for state in self._streams.values():
                state.awaiting_keyframe = True


def _still(jpeg: bytes, captured_at: datetime) -> Fields:
    return {
        LiveFields.KEYFRAME: b"1",
        LiveFields.CAPTURED_AT: b"%d" % utc_micros(captured_at),
        LiveFields.DATA: jpeg,
    }


def _pack(*parts: bytes) -> bytes:
    """One command as the Redis protocol writes it."""
    return b"*%d\r\n" % len(parts) + b"".join([b"$%d\r\n%b\r\n" % (len(part), part) for part in parts])


_REPLY_OFF = _pack(b"CLIENT", b"REPLY", b"OFF")
_REPLY_ON = _pack(b"CLIENT", b"REPLY", b"ON")


def _commands(entry: _Entry) -> list[bytes]:
    """XADD, and what goes with a keyframe: expiry, and the init segment, as the server keeps nothing over a restart."""
    fields = [part for pair in entry.fields.items() for part in pair]
    key = entry.key.encode()
    packed = [_pack(b"XADD", key, b"MAXLEN", b"=", b"%d" % entry.keep, b"*", *fields)]
    if entry.renew:
        packed.append(_pack(b"EXPIRE", key, b"%d" % EXPIRE_SECONDS))
    if entry.init is not None:
        packed += _init_commands(entry.init)
    return packed


def _init_commands(init: InitSegment) -> list[bytes]:
    key = init_key(init.init_id).encode()
    record = LiveInit(init.codec, init.width, init.height, init.data)
    fields = [part for pair in record.fields().items() for part in pair]
    return [_pack(b"HSET", key, *fields), _pack(b"EXPIRE", key, b"%d" % INIT_EXPIRE_SECONDS)]
