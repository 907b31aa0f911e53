"""State of each camera as known now. Pure: messages and moments in, states out.

Every replica of the centre reads the whole health stream: all see the same, none holds what another needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pydantic import Field

from camera_adapters.messages import CameraHealth, Heartbeat, Link
from command_center.base.schemas import Reply

ADAPTER_SILENT = 5.0
"""Seconds after an adapter's last heartbeat (one a second) from which on its word no longer counts."""
HEALTH_OLD = 16.0
"""Seconds after which a camera's own message (one every 5 s) is too old: three in a row are missing."""


class StreamFactsReply(Reply):
    codec: str
    width: int
    height: int
    fps: float | None
    gop_seconds: float | None
    bitrate: int | None


class CameraState(Reply):
    """``CameraState`` of the page."""

    link: Link
    faults: tuple[str, ...] = ()
    reason: str | None = None
    detail: str | None = None
    last_frame_at: datetime | None = None
    reconnects: int = 0
    adapter: str | None = None
    streams: dict[str, StreamFactsReply] = Field(default_factory=dict)
    changed_at: datetime | None = None

    @property
    def gist(self) -> tuple[object, ...]:
        """The part of the state whose change a page is told of: all but the age of the last picture."""
        streams = sorted((name, facts.codec, facts.width, facts.height) for name, facts in self.streams.items())
        return (self.link, self.faults, self.reason, self.detail, self.adapter, self.changed_at, streams)


UNKNOWN = CameraState(link=Link.CONNECTING)
DISABLED = CameraState(link=Link.OFFLINE)


@dataclass(frozen=True, slots=True)
class LinkChange:
    """Since when a camera's link is what it is."""

    link: Link
    at: datetime


@dataclass(frozen=True, slots=True)
class _Heard:
    message: CameraHealth
    heard: float
    since: LinkChange


@dataclass(frozen=True, slots=True)
class AdapterSeen:
    """An adapter's last sign of life; ``heard`` on this process's monotonic clock."""

    heartbeat: Heartbeat
    heard: float


@dataclass(frozen=True, slots=True)
class CameraWatch:
    """Watch over a camera: the fencing epoch and since when it reports, or since when nothing has been heard."""

    epoch: int
    since: datetime | None
    silent_since: datetime | None


class HealthBoard:
    """The last word of every camera and adapter. ``heard`` and ``now`` are monotonic seconds."""

    def __init__(self, since: Mapping[str, LinkChange] | None = None) -> None:
        self._since = dict(since or {})
        self._cameras: dict[str, _Heard] = {}
        self._adapters: dict[str, AdapterSeen] = {}

    def hear(self, message: CameraHealth | Heartbeat, heard: float) -> LinkChange | None:
        """Take a message in; answers the camera's new link where it changed."""
        if isinstance(message, Heartbeat):
            self._adapters[message.adapter] = AdapterSeen(message, heard)
            return None
        before = self._cameras.get(message.camera_id)
        if before is not None and message.epoch < before.message.epoch and not self._silent(before, heard):
            return None  # a former holder of the lease speaks
        known = self._since.get(message.camera_id)
        since = known if known and known.link is message.link else LinkChange(message.link, message.at)
        self._since[message.camera_id] = since
        self._cameras[message.camera_id] = _Heard(message, heard, since)
        return None if since is known else since

    def watch(self, camera_id: str, now: float) -> CameraWatch | None:
        """The watch over the camera at ``now`` (monotonic seconds); None when no adapter ever reported it."""
        heard = self._cameras.get(camera_id)
        if heard is None:
            return None
        state = self.state(camera_id, now)
        silent = state.reason == "adapter_silent"
        online = state.link is Link.ONLINE
        return CameraWatch(
            heard.message.epoch, state.changed_at if online else None, state.changed_at if silent else None
        )

    def state(self, camera_id: str, now: float) -> CameraState:
        """The camera's state as the centre must judge it at ``now``."""
        heard = self._cameras.get(camera_id)
        if heard is None:
            return UNKNOWN
        state = _as_said(heard)
        if not self._silent(heard, now):
            return state
        adapter = self._adapters.get(heard.message.adapter)
        last = adapter.heartbeat.at if adapter else heard.message.at
        return state.model_copy(
            update={
                "link": Link.OFFLINE,
                "reason": "adapter_silent",
                "detail": None,
                "changed_at": last + timedelta(seconds=ADAPTER_SILENT),
            }
        )

    def adapters(self, now: float, within: float = 60.0) -> list[AdapterSeen]:
        """Adapters heard of lately, by name."""
        lately = (seen for seen in self._adapters.values() if now - seen.heard <= within)
        return sorted(lately, key=lambda seen: seen.heartbeat.adapter)

    def _silent(self, heard: _Heard, now: float) -> bool:
        adapter = self._adapters.get(heard.message.adapter)
        alive = adapter is not None and now - adapter.heard <= ADAPTER_SILENT
        fresh = now - heard.heard <= (HEALTH_OLD if adapter else ADAPTER_SILENT)
        return not fresh or (adapter is not None and not alive)


def _as_said(heard: _Heard) -> CameraState:
    message = heard.message
    return CameraState(
        link=message.link,
        faults=message.faults,
        reason=message.reason,
        detail=message.detail,
        last_frame_at=message.last_frame_at,
        reconnects=message.reconnects,
        adapter=message.adapter,
        streams={name: StreamFactsReply.model_validate(facts) for name, facts in message.streams.items()},
        changed_at=heard.since.at,
    )


@dataclass(frozen=True, slots=True)
class LinkCounts:
    """How many cameras are in each state; ``connecting`` counts as offline, because there is no picture."""

    total: int = 0
    online: int = 0
    stale: int = 0
    offline: int = 0

    def add(self, link: Link) -> LinkCounts:
        name = {Link.ONLINE: "online", Link.STALE: "stale"}.get(link, "offline")
        return replace(self, total=self.total + 1, **{name: getattr(self, name) + 1})


def count_links(states: Iterable[CameraState]) -> LinkCounts:
    """Count the states of the enabled cameras."""
    counts = LinkCounts()
    for state in states:
        counts = counts.add(state.link)
    return counts
