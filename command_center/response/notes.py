"""Notes on an incident."""

from __future__ import annotations

from uuid import UUID

from command_center.auth.model import Actor, Role
from command_center.chain import repository as audit
from command_center.chain.model import NOTE, Draft, Subject, Transition
from command_center.incidents.transaction import IncidentTransactions
from command_center.tasks.visibility import Visibility


async def add_note(
    work: IncidentTransactions, visibility: Visibility, incident_id: UUID, text: str, actor: Actor
) -> Transition:
    """Add a note to the timeline, also of an incident that is over; a responder to their own while it goes on.

    Answers its transition. Raises NotFound and OverError.
    """
    async with work.turn(incident_id, actor, active=actor.role is Role.RESPONDER) as turn:
        await visibility.incident(turn.connection, actor, incident_id)
        incident = turn.incident
        draft = Draft(Subject.INCIDENT, incident.id, str(incident.state), NOTE, turn.now, turn.who, note=text)
        return (await audit.append(turn.connection, work.realm, [draft]))[0]
