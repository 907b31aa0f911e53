"""Opening of an incident by hand, after a phone call, a patrol's report or a message."""

from __future__ import annotations

from dataclasses import replace

from command_center.auth.model import Actor, person_of
from command_center.chain import repository as audit
from command_center.incidents import repository
from command_center.incidents.errors import incident_missing, refuse_future
from command_center.incidents.model import Incident
from command_center.incidents.transaction import IncidentTransactions
from command_center.response.opening import EventFacts, IncidentOpening
from command_center.words.titles import title


async def open_by_hand(
    work: IncidentTransactions, opening: IncidentOpening, finding: EventFacts, note: str | None, actor: Actor
) -> Incident:
    """Open an incident from what an officer entered; a missing title is made from the kind.

    Raises Invalid where the event happened or became known in the future, and NotFound where ``previous_incident_id``
    names none.
    """
    now = work.clock.now()
    refuse_future(now, told_at=finding.learned_at, occurred_at=finding.occurred_at)
    if not finding.title.get("zh"):
        finding = replace(finding, title=title(finding.kind, None, None))
    async with work.database.transaction() as connection:
        if finding.previous_incident_id is not None:
            before = await repository.by_ids(connection, work.realm, [finding.previous_incident_id])
            if not before:
                raise incident_missing()
        opened, draft = await opening.open(connection, work.realm, finding, person_of(actor), now)
        await audit.append(connection, work.realm, [replace(draft, note=note)])
        return opened
