"""Incident and its states. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from common.states import StateTable


class IncidentState(StrEnum):
    DISCOVERED = "discovered"
    VERIFIED = "verified"
    RESPONDING = "responding"
    CONTROLLED = "controlled"
    CLOSED = "closed"
    REVIEWED = "reviewed"
    CANCELLED = "cancelled"
    MERGED = "merged"


class SourceChannel(StrEnum):
    """By which way the centre learned of an incident."""

    ALERT = "alert"
    PHONE = "phone"
    PATROL = "patrol"
    MESSAGE = "message"
    CAP = "cap"


class WarningColour(StrEnum):
    """红 橙 黄 蓝: what the weather or water service has warned of. Neither the event's level nor the response's."""

    RED = "red"
    ORANGE = "orange"
    YELLOW = "yellow"
    BLUE = "blue"


_UNDER_WAY = frozenset({IncidentState.CANCELLED, IncidentState.MERGED})

STATES = StateTable(
    "an incident",
    {
        IncidentState.DISCOVERED: _UNDER_WAY | {IncidentState.VERIFIED},
        IncidentState.VERIFIED: _UNDER_WAY | {IncidentState.RESPONDING},
        IncidentState.RESPONDING: _UNDER_WAY | {IncidentState.CONTROLLED},
        IncidentState.CONTROLLED: frozenset({IncidentState.RESPONDING, IncidentState.CLOSED, IncidentState.MERGED}),
        IncidentState.CLOSED: frozenset({IncidentState.REVIEWED}),
        IncidentState.REVIEWED: frozenset(),
        IncidentState.CANCELLED: frozenset(),
        IncidentState.MERGED: frozenset(),
    },
)

ACTIVE = frozenset(
    {IncidentState.DISCOVERED, IncidentState.VERIFIED, IncidentState.RESPONDING, IncidentState.CONTROLLED}
)
"""States in which alerts may join and recordings stay protected without an end."""


def number_text(year: int, serial: int) -> str:
    """``2026-0001``: counted from 1 in each year of the site's time zone."""
    return f"{year}-{serial:04d}"


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident as it stands."""

    realm: str
    id: UUID
    number: str
    state: IncidentState
    level: int
    kind: str
    title: Mapping[str, str]
    hotspot: str | None
    position: Mapping[str, float] | None
    opened_at: datetime
    opened_by: Mapping[str, str]
    """``id``, ``name``, ``role`` of the person, as they were then."""
    state_since: datetime
    learned_at: datetime
    """When a person first knew of it, by acknowledging or by a call: the clock of the reports starts here."""
    occurred_at: datetime | None = None
    source: Mapping[str, str] = field(default_factory=dict)
    """``channel``, and where somebody told it: ``name``, ``phone``."""
    response_level: int | None = None
    warning_colour: str | None = None
    plan: str | None = None
    merged_into: UUID | None = None
    previous_incident_id: UUID | None = None
    closed_at: datetime | None = None

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE
