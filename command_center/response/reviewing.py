"""Review of a closed incident: figures from its transitions, what was learned, who corrects what until when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from command_center.auth.model import Actor
from command_center.base.clock import milliseconds
from command_center.chain import repository as audit
from command_center.chain.model import Subject, Transition
from command_center.incidents import repository
from command_center.incidents.model import Incident, IncidentState
from command_center.incidents.transaction import IncidentTransactions
from command_center.reports import repository as reports
from command_center.reports.model import Report, is_late
from command_center.response.moving import Ask, moving
from command_center.tasks import repository as tasks
from command_center.tasks.model import Task


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction that a review asks for: what, by whom, until which day."""

    text: str
    owner: str
    due_on: date


def figures(
    incident: Incident, timeline: Sequence[Transition], given: Sequence[Task], told: Sequence[Report]
) -> dict[str, int | None]:
    """Figures of an incident: times in milliseconds from its opening, and counts. Pure.

    ``learned_to_opened_ms`` alone ends at the opening. None stands where a state was never reached.
    """
    reached = _first_times(incident, timeline)
    on_scene = [task.on_scene_at for task in given if task.on_scene_at]
    reported = [report.told_at for report in told if report.told_at]
    return {
        "learned_to_opened_ms": milliseconds(incident.learned_at, incident.opened_at),
        "to_verified_ms": reached.get("verified"),
        "to_responding_ms": reached.get("responding"),
        "to_on_scene_ms": milliseconds(incident.opened_at, min(on_scene)) if on_scene else None,
        "to_first_report_ms": milliseconds(incident.opened_at, min(reported)) if reported else None,
        "to_controlled_ms": reached.get("controlled"),
        "to_closed_ms": reached.get("closed"),
        "flare_ups": sum((link.draft.from_state, link.draft.to_state) == FLARE_UP for link in timeline),
        "tasks": len(given),
        "reports": len(told),
        "late_reports": sum(is_late(report, incident.state_since) for report in told),
    }


FLARE_UP = (str(IncidentState.CONTROLLED), str(IncidentState.RESPONDING))


def _first_times(incident: Incident, timeline: Sequence[Transition]) -> dict[str, int]:
    """Milliseconds from the opening until each state was first reached, by state."""
    times: dict[str, int] = {}
    for link in timeline:
        draft = link.draft
        if draft.subject is Subject.INCIDENT and draft.from_state != draft.to_state:
            times.setdefault(draft.to_state, milliseconds(incident.opened_at, draft.at))
    return times


async def review(
    work: IncidentTransactions, incident_id: UUID, conclusion: str, corrections: Sequence[Correction], actor: Actor
) -> Incident:
    """Review a closed incident. Raises NotFound, MovedError, WrongRoleError."""
    async with work.turn(incident_id, actor, active=False) as turn:
        incident, connection = turn.incident, turn.connection
        actions = [asdict(one) | {"due_on": one.due_on.isoformat()} for one in corrections]
        ask = Ask(IncidentState.REVIEWED, conclusion, {"actions": actions})
        moved, draft = await moving(turn, ask, actor.role)
        timeline = await audit.of_subjects(connection, work.realm, [(Subject.INCIDENT, incident.id)])
        given = await tasks.of_incidents(connection, work.realm, [incident.id])
        told = await reports.of_incidents(connection, work.realm, [incident.id])
        row: Mapping[str, Any] = {
            "conclusion": conclusion,
            "figures": figures(incident, timeline, given, told),
            "actions": actions,
            "reviewer": turn.who.as_dict(),
            "at": turn.now,
        }
        await repository.insert_review(connection, incident, row)
        await repository.update_one(connection, moved)
        await audit.append(connection, work.realm, [draft])
        return moved
