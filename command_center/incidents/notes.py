"""Notes on an incident."""

from __future__ import annotations

from uuid import UUID

from camera_adapters.messages import LIVE_REALM
from command_center.alerts.handling import person_of
from command_center.audit import repository as audit
from command_center.audit.model import NOTE, Draft, Subject, Transition
from command_center.auth.model import Actor
from command_center.clock import Clock
from command_center.db import Database
from command_center.errors import NotFound
from command_center.incidents import repository


async def add_note(database: Database, clock: Clock, incident_id: UUID, text: str, actor: Actor) -> Transition:
    """A note is a transition that stays in the incident's state. Raises NotFound."""
    async with database.transaction() as connection:
        incident = await repository.lock_one(connection, LIVE_REALM, incident_id)
        if incident is None:
            raise NotFound("incident_not_found", "事件不存在", "There is no such incident")
        draft = Draft(
            Subject.INCIDENT, incident.id, str(incident.state), NOTE, clock.now(), person_of(actor), note=text
        )
        return (await audit.append(connection, LIVE_REALM, [draft]))[0]
