"""Moves of an incident to another state: the guards judge, the state changes, one transition says who and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.auth.model import DUTY, Actor, Role
from command_center.base.clock import milliseconds
from command_center.chain import repository as audit
from command_center.chain.model import Draft, Subject
from command_center.incidents import repository
from command_center.incidents.errors import GuardError, WrongRoleError, incident_moved
from command_center.incidents.guards import Facts, MoveVerdict, NotForRoleError, judge
from command_center.incidents.model import Incident, IncidentState
from command_center.incidents.transaction import IncidentTransactions, LockedIncident
from command_center.reports import repository as reports
from command_center.reports.model import Report, ReportKind
from command_center.tasks import repository as tasks
from command_center.tasks.model import Task, TaskState
from common.states import IllegalMoveError


@dataclass(frozen=True, slots=True)
class Ask:
    """A move that an officer asks for; ``note`` and ``data`` (JSON values) go into its transition."""

    to_state: IncidentState
    note: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    only_from: IncidentState | None = None
    """State from which the move must start, where moves from two states lead to ``to_state``; None: from any."""


async def move(work: IncidentTransactions, incident_id: UUID, ask: Ask, actor: Actor) -> Incident:
    """Move the incident in a transaction of its own; answers it in its new state.

    Raises:
        NotFound: there is no such incident.
        MovedError: its state allows no such move.
        GuardError: something is missing that must be done first; it carries what.
        WrongRoleError: the actor's role may not make this move.
    """
    async with work.turn(incident_id, actor, active=False) as turn:
        moved, draft = await moving(turn, ask, actor.role)
        await repository.update_one(turn.connection, moved)
        await audit.append(turn.connection, work.realm, [draft])
        return moved


async def moving(turn: LockedIncident, ask: Ask, role: Role) -> tuple[Incident, Draft]:
    """The incident in its new state, and the transition; the caller writes both. Raises as ``move`` does."""
    incident = turn.incident
    verdict = _verdict(turn, ask, role, await gather(turn.connection, incident))
    data = dict(ask.data) | ({"late": True} if verdict.late else {})
    if ask.to_state is IncidentState.RESPONDING and role in DUTY and role is not Role.COMMANDER:
        data["early"] = True  # 先期处置: begun before the commander leads
    draft = Draft(
        Subject.INCIDENT,
        incident.id,
        str(incident.state),
        str(ask.to_state),
        at=turn.now,
        actor=turn.who,
        elapsed_ms=milliseconds(incident.state_since, turn.now),
        note=ask.note,
        data=data | {"since_opened_ms": milliseconds(incident.opened_at, turn.now), "level": incident.level},
    )
    closed_at = turn.now if ask.to_state is IncidentState.CLOSED else incident.closed_at
    return replace(incident, state=ask.to_state, state_since=turn.now, closed_at=closed_at), draft


def _verdict(turn: LockedIncident, ask: Ask, role: Role, facts: Facts) -> MoveVerdict:
    incident = turn.incident
    states = (incident.state, ask.to_state)
    if ask.only_from not in (None, incident.state):
        raise incident_moved(*states)
    try:
        verdict = judge(states, role, facts, turn.now - incident.state_since)
    except IllegalMoveError as error:
        raise incident_moved(*states) from error
    except NotForRoleError as error:
        raise WrongRoleError(error.who) from error
    if verdict.missing:
        raise GuardError(*states, verdict.missing)
    return verdict


async def gather(connection: AsyncConnection, incident: Incident) -> Facts:
    """Tasks and reports of the incident as the guards see them, read from the database now."""
    given = await tasks.of_incidents(connection, incident.realm, [incident.id])
    told = await reports.of_incidents(connection, incident.realm, [incident.id])
    return facts_of(given, told)


def facts_of(given: Sequence[Task], told: Sequence[Report]) -> Facts:
    """Tasks and reports as the guards see them. Pure."""
    first = next((report for report in told if report.kind is ReportKind.FIRST), None)
    return Facts(
        accepted_tasks=sum(task.accepted_at is not None and task.state is not TaskState.CANCELLED for task in given),
        unfinished_tasks=sum(not task.is_finished for task in given),
        first_sent=any(report.told_at is not None for report in told),  # whichever told them first
        first_receipted=first is not None and first.receipt_at is not None,
        final_receipted=any(report.kind is ReportKind.FINAL and report.receipt_at is not None for report in told),
    )
