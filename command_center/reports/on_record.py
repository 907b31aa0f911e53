"""Facts of an incident that stand on record: what its transitions say, for the words of its reports. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from command_center.chain.model import CHANGED, Transition
from command_center.incidents.model import Incident, IncidentState, SourceChannel
from common.kinds import kind_of


@dataclass(frozen=True, slots=True)
class Verified:
    """When it was verified, and how: ``picture``, ``call_back`` or ``patrol``."""

    at: datetime
    how: str


@dataclass(frozen=True, slots=True)
class Controlled:
    """When it came under control, on which basis, and what was lost by then; empty: nobody said."""

    at: datetime
    basis: str
    losses: str


@dataclass(frozen=True, slots=True)
class OnRecord:
    """What persons did to an incident, as far as a report tells it."""

    verified: Verified | None = None
    controlled: Controlled | None = None
    titled: bool = False
    """A person or the message of a sender gave its title; else it is made of a camera's name."""
    placed: bool = False
    """A person or the message of a sender gave its position; else it is that of the camera."""


def on_record(incident: Incident, links: Sequence[Transition]) -> OnRecord:
    """What the transitions of this incident say, oldest first."""
    drafts = [link.draft for link in links]
    verified = [one for one in drafts if one.to_state == IncidentState.VERIFIED]
    controlled = [one for one in drafts if one.to_state == IncidentState.CONTROLLED]
    changed = {name for one in drafts if one.to_state == CHANGED for name in one.data}
    told = incident.source.get("channel", SourceChannel.ALERT) != SourceChannel.ALERT
    return OnRecord(
        verified=Verified(verified[-1].at, str(verified[-1].data.get("how", ""))) if verified else None,
        controlled=Controlled(controlled[-1].at, controlled[-1].note or "", str(controlled[-1].data.get("losses", "")))
        if controlled
        else None,
        titled=told or "title" in changed,
        placed=told or "position" in changed,
    )


def event_name(incident: Incident, facts: OnRecord, hotspot: str | None) -> str:
    """The event in an official title: as a person called it, else the hotspot and the kind, never a camera's name."""
    return incident.title["zh"] if facts.titled else f"{hotspot or ''}{kind_of(incident.kind).words.zh}"
