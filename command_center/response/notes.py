"""Notes on an incident."""

from __future__ import annotations

from uuid import UUID

from command_center.auth.model import Actor
from command_center.chain import repository as audit
from command_center.chain.model import NOTE, Draft, Subject, Transition
from command_center.incidents.transaction import IncidentTransactions


async def add_note(work: IncidentTransactions, incident_id: UUID, text: str, actor: Actor) -> Transition:
    """Add a note to the timeline of an incident, also of one that is over; answers its transition. Raises NotFound."""
    async with work.turn(incident_id, actor, active=False) as turn:
        incident = turn.incident
        draft = Draft(Subject.INCIDENT, incident.id, str(incident.state), NOTE, turn.now, turn.who, note=text)
        return (await audit.append(turn.connection, work.realm, [draft]))[0]
