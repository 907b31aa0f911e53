"""Changes of the facts of an incident: level, kind, title, place and times. Each is recorded as a transition."""

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
from command_center.incidents.errors import refuse_future
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
    """Set facts of an incident; answers it as it stands afterwards.

    Args:
        work: Transactions of the realm.
        first_reports: Is told of a new level, which may move the time at which the first report is due.
        wanted: Id of the incident, and new values by name. Names outside ``CHANGEABLE`` are ignored, equal values are
            no change.
        note: Stands in the transition.
        actor: Who changes it.

    Raises:
        NotFound: there is no such incident.
        Invalid: it would have happened in the future.
        OverError: it is over.
    """
    incident_id, values = wanted
    async with work.turn(incident_id, actor) as turn:
        refuse_future(turn.now, occurred_at=values.get("occurred_at"))
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
    """One transition for the level, which is looked for by its name, and one for all other facts."""
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
