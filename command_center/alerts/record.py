"""Records of an alert and of the episodes that belong to it. Frozen values, no I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from camera_adapters.messages import STATION_PREFIX, AlertMessage, station_origin
from command_center.alerts.escalation import USUAL, Policy
from command_center.alerts.model import OPEN, TERMINAL, AlertState
from command_center.chain.model import Who


@dataclass(frozen=True, slots=True)
class Member:
    """A camera or station of an alert and its latest episode; several of cameras lost together, and of one gauge for
    each mark that was reached."""

    origin: str
    """As in ``AlertMessage.origin``."""
    episode_id: UUID
    ended: bool = False
    mark: str = ""
    """As in ``AlertMessage.mark``."""

    @property
    def camera_id(self) -> str | None:
        """Id of the camera; None where the member is a station."""
        return None if self.origin.startswith(STATION_PREFIX) else self.origin


@dataclass(frozen=True, slots=True)
class Shelf:
    """Put aside until a time, by a leader or by a plan for known works."""

    until: datetime
    reason: str
    by: Who | None = None
    plan_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertFacts:
    """Facts of an alert that are carried through: brought by a message under the same names, stored, shown as they are.

    The alert's columns, what the intake takes over and what the page gets are all made of these fields.
    """

    place: str = ""
    """As in ``AlertMessage.place``."""
    detector: str
    score: float
    value: float | None = None
    unit: str | None = None

    @staticmethod
    def of(message: AlertMessage) -> dict[str, Any]:
        """The facts that a message brings, by name."""
        return {each.name: getattr(message, each.name) for each in fields(AlertFacts)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert(AlertFacts):
    """One alert as it stands."""

    realm: str
    id: UUID
    state: AlertState
    level: int
    kind: str
    dedup_key: str
    camera_id: str | None
    hotspot: str | None
    zone: str | None
    zone_name: Mapping[str, str] | None
    box: Mapping[str, float] | None
    evidence: Mapping[str, float]
    raised_at: datetime
    started_at: datetime
    captured_at: datetime
    last_seen_at: datetime
    state_since: datetime
    """When the state last changed: what ``elapsed_ms`` of the next transition is measured from."""
    ended_at: datetime | None = None
    next_step_at: datetime | None = None
    """When its time is up, while it is open: the next call, the decision, the end of the shelf."""
    count: int = 1
    members: tuple[Member, ...] = ()
    joined_at: datetime | None = None
    """When the last camera joined a group, by the adapters' clock."""
    has_snapshot: bool = False
    handled_by: Who | None = None
    acknowledged_at: datetime | None = None
    decided_at: datetime | None = None
    reason: str | None = None
    incident_id: UUID | None = None
    previous_alert_id: UUID | None = None
    station_id: str | None = None
    """Of camera and station at most one is given: who raised it, unless it was a person or the centre itself."""
    policy: Policy = USUAL
    """Copied when it is raised: who is called after how long."""
    calls: int = 1
    """How often somebody was called since it was raised."""
    widened: bool = False
    """Whether the last call went beyond the open pages."""
    shelf: Shelf | None = None
    note: str | None = None
    """What the person who raised it says."""

    @property
    def origin(self) -> str:
        """As in ``AlertMessage.origin``; empty where a person or the centre itself raised it without a camera."""
        return self.camera_id or (station_origin(self.station_id) if self.station_id else "")

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_decided(self) -> bool:
        return self.state in TERMINAL

    def member(self, origin: str, mark: str = "") -> Member | None:
        """The membership of this camera or station, at this mark, if it has one."""
        return next((member for member in self.members if (member.origin, member.mark) == (origin, mark)), None)

    @property
    def camera_ids(self) -> tuple[str, ...]:
        """Ids of the cameras among its members, each once."""
        return tuple(dict.fromkeys(member.camera_id for member in self.members if member.camera_id))


@dataclass(frozen=True, slots=True)
class Stretch:
    """When an alert was and where: what is needed of each of thousands to say which recordings are kept."""

    started_at: datetime
    captured_at: datetime
    raised_at: datetime
    last_seen_at: datetime
    ended_at: datetime | None
    incident_id: UUID | None
    camera_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Episode:
    """Which alert an episode belongs to, and the newest step of it that was taken."""

    realm: str
    episode_id: UUID
    alert_id: UUID
    origin: str
    dedup_key: str
    last_seq: int
    ended_at: datetime | None = None
    epoch: int = 0
    """The fencing epoch of whoever watched the camera; 0 is not known."""


@dataclass(frozen=True, slots=True)
class Signal:
    """A message with what the site's configuration says about it."""

    message: AlertMessage
    level: int
    received_at: datetime
    hotspot: str | None = None
    zone_name: Mapping[str, str] | None = None
    snapshot: bytes | None = None
    policy: Policy = USUAL
    """Of its level."""
    shelf: Shelf | None = None
    """A plan for known works that this would fall under."""
