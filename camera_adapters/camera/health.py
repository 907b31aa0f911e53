"""Health of a camera: its thread notes what arrives, the control thread judges that from outside.

The judge never asks the camera's thread, which may hang in a read; it compares the time of the last packet with now.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from time import monotonic

from camera_adapters.messages import CameraHealth, Link, Stream, StreamFacts

STALE_AFTER = 2.0
OFFLINE_AFTER = 8.0
LOST_AFTER = 10.0
"""Seconds without a packet; the last one raises ``camera_lost``."""
REPEAT_AFTER = 5.0
"""Seconds after which an unchanged state is told again."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """State of a camera at one moment; times in monotonic seconds."""

    since: float
    """When the camera was started."""
    last_packet: float | None = None
    last_packet_at: datetime | None = None
    """UTC."""
    failed: bool = False
    """The source has failed since the last packet."""
    reason: str | None = None
    detail: str | None = None
    reconnects: int = 0
    preparing: bool = False
    """The source is being made ready (rendered, transcoded): that it is silent is no fault."""

    def silent(self, now: float) -> float:
        """Seconds since the last packet."""
        return now - (self.since if self.last_packet is None else self.last_packet)


def judge(snapshot: Snapshot, now: float) -> Link:
    """The state of the link at ``now`` (monotonic seconds)."""
    if snapshot.failed:
        return Link.OFFLINE
    if snapshot.preparing:
        return Link.CONNECTING
    silent = snapshot.silent(now)
    if silent >= OFFLINE_AFTER:
        return Link.OFFLINE
    if snapshot.last_packet is None:
        return Link.CONNECTING
    return Link.STALE if silent >= STALE_AFTER else Link.ONLINE


def is_lost(snapshot: Snapshot, now: float) -> bool:
    """Whether the camera counts as lost: long enough without a picture that a person must look."""
    return not snapshot.preparing and snapshot.silent(now) >= LOST_AFTER


class CameraStatus:
    """What a camera's threads note about themselves; read by the control thread at any time."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._snapshot = Snapshot(since=clock())
        self._last: tuple[float | None, datetime | None] = (None, None)
        self._streams: dict[str, StreamFacts] = {}
        self._notes: dict[str, tuple[str, str]] = {}

    @property
    def snapshot(self) -> Snapshot:
        """The connection's state now, as one consistent value."""
        moment, at = self._last
        return replace(self._snapshot, last_packet=moment, last_packet_at=at)

    @property
    def streams(self) -> dict[str, StreamFacts]:
        """What each stream turned out to be."""
        return dict(self._streams)

    @property
    def note(self) -> tuple[str, str] | None:
        """A reason and its detail that hold although pictures arrive (a detector that fails, a long interval)."""
        return next(iter(self._notes.values()), None)

    def packet(self, moment: float, at: datetime) -> None:
        """A packet of the analysed stream has arrived. Called for each of them, so it locks only on a change."""
        self._last = (moment, at)
        if self._snapshot.failed or self._snapshot.preparing:
            with self._lock:
                self._snapshot = replace(self._snapshot, failed=False, preparing=False, reason=None, detail=None)

    def preparing(self, *, now_is: bool) -> None:
        """The source is being rendered or transcoded, or has been."""
        with self._lock:
            self._snapshot = replace(self._snapshot, preparing=now_is)

    def failure(self, reason: str, detail: str) -> bool:
        """The source has failed; whether the reason is another than before (the detail may name a port that varies)."""
        with self._lock:
            changed = reason != self._snapshot.reason
            self._snapshot = replace(self._snapshot, failed=True, reason=reason, detail=detail, preparing=False)
        return changed

    def reconnecting(self) -> None:
        """Note that the source is being opened again after a failure; it is counted."""
        with self._lock:
            self._snapshot = replace(self._snapshot, reconnects=self._snapshot.reconnects + 1)

    def facts(self, stream: Stream, facts: StreamFacts) -> None:
        """What a stream turned out to be."""
        with self._lock:
            self._streams = {**self._streams, stream: facts}

    def remark(self, key: str, note: tuple[str, str] | None) -> None:
        """Set or take back a note under ``key``."""
        with self._lock:
            notes = {name: value for name, value in self._notes.items() if name != key}
            self._notes = notes if note is None else {**notes, key: note}


@dataclass(slots=True)
class HealthSchedule:
    """Decides when a camera's health is worth a message: when it changes, and every five seconds."""

    told: CameraHealth | None = None
    told_at: float = float("-inf")

    def due(self, health: CameraHealth, now: float) -> bool:
        """Whether to send it now. Call ``sent`` once that has worked."""
        return self.told is None or now - self.told_at >= REPEAT_AFTER or _essence(self.told) != _essence(health)

    def sent(self, health: CameraHealth, now: float) -> None:
        """It is on its way."""
        self.told, self.told_at = health, now


def _essence(health: CameraHealth) -> tuple[object, ...]:
    """What counts as a change: not the clock readings."""
    return health.link, health.faults, health.reason, health.detail, health.epoch, tuple(sorted(health.streams))
