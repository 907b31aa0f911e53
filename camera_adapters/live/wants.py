"""Announcements of the centre: a thread that reads the ``commands`` stream, and the table of who wants to see what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import redis
import structlog
from pydantic import ValidationError

from camera_adapters.base.connection import Entry, append, last_id, read_after
from camera_adapters.base.loop import Loop
from camera_adapters.messages import (
    COMMAND,
    COMMANDS_KEY,
    PAYLOAD_FIELD,
    CanaryRequest,
    DesiredStateChanged,
    Stream,
    TrialCancel,
    TrialRequest,
    Want,
    canary_claim_key,
    dead_letters_key,
)

BLOCK_MS = 1_000
CANARY_CLAIM_SECONDS = 600
LONGEST_WANT = timedelta(minutes=2)
"""A viewer renews every few seconds; a clock that runs ahead must not keep a stream open for hours."""
logger = structlog.get_logger(__name__)


class Wants:
    """Which streams viewers want, and until when; used by all threads of a worker."""

    def __init__(self) -> None:
        self._until: dict[tuple[str, Stream], datetime] = {}

    def want(self, want: Want, now: datetime) -> None:
        """Take a viewer's wish, or its renewal."""
        key = (want.camera_id, want.stream)
        until = min(want.until, now + LONGEST_WANT)
        self._until[key] = max(until, self._until.get(key, until))

    def active(self, camera_id: str, stream: Stream, now: datetime) -> bool:
        """Whether anybody wants ``stream`` of the camera now."""
        until = self._until.get((camera_id, stream))
        return until is not None and now < until


class CommandReader:
    """Reads every announcement made since it was started; those before do not matter, they are renewed or re-read."""

    def __init__(
        self,
        client: redis.Redis,
        wants: Wants,
        *,
        on_changed: Callable[[], None],
        on_canary: Callable[[str], None],
        on_trial: Callable[[TrialRequest | TrialCancel], None],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._redis = client
        self._wants = wants
        self._on_changed = on_changed
        self._on_canary = on_canary
        self._on_trial = on_trial
        self._now = now
        self._position: bytes | None = None
        self._loop = Loop("commands", self.run_once)
        self.unreadable = 0

    def start(self) -> None:
        self._loop.start()

    def close(self) -> None:
        """Stop within a second or so; the thread holds nothing that must be kept."""
        self._loop.stop()

    def run_once(self) -> None:
        """Wait up to a second for announcements and act on them. Raises ``redis.RedisError``."""
        if self._position is None:
            self._position = last_id(self._redis, COMMANDS_KEY)
            self._on_changed()  # what was announced before is read from the state itself
        for entry in read_after(self._redis, COMMANDS_KEY, self._position, count=200, block_ms=BLOCK_MS):
            self._position = entry[0]
            self._handle(entry)

    def _handle(self, entry: Entry) -> None:
        try:
            command = COMMAND.validate_json(entry[1][PAYLOAD_FIELD])
        except (KeyError, ValidationError) as error:
            self._bury(entry, error)
            return
        match command:
            case DesiredStateChanged():
                self._on_changed()
            case Want():
                self._wants.want(command, self._now())
            case CanaryRequest():
                self._answer(command)
            case TrialRequest() | TrialCancel():
                self._on_trial(command)

    def _answer(self, request: CanaryRequest) -> None:
        if self._redis.set(canary_claim_key(request.token), b"1", nx=True, ex=CANARY_CLAIM_SECONDS):
            self._on_canary(request.token)

    def _bury(self, entry: Entry, error: Exception) -> None:
        """Every worker reads every announcement; the first one to see an unreadable one keeps it for a person."""
        self.unreadable += 1
        entry_id, fields = entry
        if not self._redis.set(f"buried:{COMMANDS_KEY}:{entry_id.decode()}", b"1", nx=True, ex=CANARY_CLAIM_SECONDS):
            return
        reason = type(error).__name__
        logger.warning("command_unreadable", entry=entry_id.decode(), reason=reason)
        labels = {b"stream": COMMANDS_KEY.encode(), b"entry": entry_id, b"reason": reason.encode()}
        append(self._redis, dead_letters_key(), {**fields, **labels}, cap=10_000)
