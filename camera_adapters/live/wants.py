"""Commands of the centre: the thread that reads them, and the table of streams that viewers want."""

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
    ProbeRequest,
    Stream,
    TrialCancel,
    TrialRequest,
    Want,
    canary_claim_key,
    dead_letters_key,
)

BLOCK_MS = 1_000
"""Longest wait of one read; also how long ``close`` may take."""
CANARY_CLAIM_SECONDS = 600
LONGEST_WANT = timedelta(minutes=2)
"""Longest time that one wish counts. Viewers renew theirs every few seconds; a viewer whose clock runs ahead must not
keep a stream open for hours."""
logger = structlog.get_logger(__name__)


class Wants:
    """Table of the streams that viewers want, and until when; may be used by any thread."""

    def __init__(self) -> None:
        self._until: dict[tuple[str, Stream], datetime] = {}

    def want(self, want: Want, now: datetime) -> None:
        """Note a viewer's wish, or its renewal; it never shortens one that is known. ``now`` is aware UTC."""
        key = (want.camera_id, want.stream)
        until = min(want.until, now + LONGEST_WANT)
        self._until[key] = max(until, self._until.get(key, until))

    def active(self, camera_id: str, stream: Stream, now: datetime) -> bool:
        """Whether a viewer wants ``stream`` of the camera at ``now`` (aware UTC)."""
        until = self._until.get((camera_id, stream))
        return until is not None and now < until


class CommandReader:
    """Reads the commands that are sent after its start, in a thread of its own. Older ones need not be read: wishes are
    renewed, and the desired state is read once at the start.

    The callbacks are called by that thread and must return soon.

    Args:
        client: Redis; not closed here. Its socket time-out must be longer than ``BLOCK_MS``.
        wants: Gets the viewers' wishes.
        on_changed: Called at the start and when the desired state has changed.
        on_canary: Called with the token of a canary that this worker has claimed.
        on_trial: Called with every request for a trial and every cancellation.
        on_probe: Called with every request for a probe.
        now: Aware UTC.
    """

    def __init__(
        self,
        client: redis.Redis,
        wants: Wants,
        *,
        on_changed: Callable[[], None],
        on_canary: Callable[[str], None],
        on_trial: Callable[[TrialRequest | TrialCancel], None],
        on_probe: Callable[[ProbeRequest], None],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._redis = client
        self._wants = wants
        self._on_changed = on_changed
        self._on_canary = on_canary
        self._on_trial = on_trial
        self._on_probe = on_probe
        self._now = now
        self._position: bytes | None = None
        self._loop = Loop("commands", self.run_once)
        self.unreadable = 0

    def start(self) -> None:
        self._loop.start()

    def close(self) -> None:
        """Stop; the thread ends within ``BLOCK_MS`` and holds nothing that must be kept."""
        self._loop.stop()

    def run_once(self) -> None:
        """Wait up to ``BLOCK_MS`` for commands and act on them. Raises ``redis.RedisError``."""
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
            case ProbeRequest():
                self._on_probe(command)

    def _answer(self, request: CanaryRequest) -> None:
        if self._redis.set(canary_claim_key(request.token), b"1", nx=True, ex=CANARY_CLAIM_SECONDS):
            self._on_canary(request.token)

    def _bury(self, entry: Entry, error: Exception) -> None:
        """Copy an unreadable command to the dead letters. Every worker reads every command: the first one does it."""
        self.unreadable += 1
        entry_id, fields = entry
        if not self._redis.set(f"buried:{COMMANDS_KEY}:{entry_id.decode()}", b"1", nx=True, ex=CANARY_CLAIM_SECONDS):
            return
        reason = type(error).__name__
        logger.warning("command_unreadable", entry=entry_id.decode(), reason=reason)
        labels = {b"stream": COMMANDS_KEY.encode(), b"entry": entry_id, b"reason": reason.encode()}
        append(self._redis, dead_letters_key(), {**fields, **labels}, cap=10_000)
