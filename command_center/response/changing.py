"""Changing what is known of an incident: its level, kind, place and times. Every change is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from command_center.auth.model import Actor
from command_center.chain import repository as audit
from command_center.chain.model import CHANGED, LEVEL, Draft, Subject
from command_center.incidents import repository
from command_center.incidents.model import Incident
from command_center.incidents.transaction import IncidentTransactions, LockedIncident
from command_center.reports.first_reports import FirstReports

CHANGEABLE = frozenset(
    {"level", "kind", "title", "hotspot", "position", "occurred_at", "response_level", "warning_colour"}
)


async def change(
    work: IncidentTransactions,
    first_reports: FirstReports,
    wanted: tuple[UUID, Mapping[str, Any]],
    note: str | None,
    actor: Actor,
) -> Incident:
    """Set these values of this incident; what is the same already is no change. Raises NotFound, OverError."""
    incident_id, values = wanted
    async with work.turn(incident_id, actor) as turn:
        before = turn.incident
        changed = replace(before, **{name: value for name, value in values.items() if name in CHANGEABLE})
        drafts = _drafts(turn, changed, note)
        if drafts:
            await repository.update_one(turn.connection, changed)
            if changed.level != before.level:
                await first_reports.due_again(turn.connection, changed)
            await audit.append(turn.connection, work.realm, drafts)
        return changed


def _drafts(turn: LockedIncident, changed: Incident, note: str | None) -> list[Draft]:
    """One row for the level, which others look for by its name, and one for the rest."""
    before = turn.incident
    rest: dict[str, Any] = {
        one.name: {"before": _plain(getattr(before, one.name)), "after": _plain(getattr(changed, one.name))}
        for one in fields(Incident)
        if one.name != "level" and getattr(before, one.name) != getattr(changed, one.name)
    }
    level = {"level": changed.level, "level_before": before.level}
    found = [(LEVEL, level)] if changed.level != before.level else []
    found += [(CHANGED, rest)] if rest else []
    state = str(before.state)
    return [
        Draft(Subject.INCIDENT, before.id, state, to, at=turn.now, actor=turn.who, note=note, data=data)
        for to, data in found
    ]


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return dict(value) if isinstance(value, Mapping) else value
