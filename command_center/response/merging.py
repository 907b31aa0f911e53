"""Merging of two incidents that are the same event: one takes over the alerts and unfinished tasks of the other."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from command_center.alerts import repository as alerts
from command_center.auth.model import Actor, person_of
from command_center.base.errors import Invalid
from command_center.chain import repository as audit
from command_center.chain.model import JOINED, LEVEL, Draft, Subject
from command_center.incidents import repository
from command_center.incidents.errors import OverError, incident_missing
from command_center.incidents.model import Incident, IncidentState
from command_center.incidents.transaction import IncidentTransactions, LockedIncident
from command_center.reports.first_reports import FirstReports
from command_center.response.moving import Ask, moving
from command_center.tasks import repository as tasks
from common.text import FieldWords


async def merge(
    work: IncidentTransactions, first_reports: FirstReports, pair: tuple[UUID, UUID], note: str | None, actor: Actor
) -> Incident:
    """Merge the first incident of the pair into the second; answers the first in its final state.

    The second gets the graver of both levels, and the earlier time at which the event became known.

    Raises NotFound, Invalid where both are one, MovedError, OverError where the second is over, and WrongRoleError.
    """
    if pair[0] == pair[1]:
        raise Invalid(fields={"into": FieldWords(zh="不能并入自身", en="is the same incident")})
    async with work.database.transaction() as connection:
        # In order of id: two officers who merge the same two the other way round must wait for one another.
        locked = {one.id: one for one in await repository.lock_many(connection, work.realm, pair)}
        if len(locked) < len(pair):
            raise incident_missing()
        turn = LockedIncident(connection, locked[pair[0]], person_of(actor), work.clock.now())
        into = locked[pair[1]]
        ask = Ask(IncidentState.MERGED, note, {"into": str(into.id), "into_number": into.number})
        moved, draft = await moving(turn, ask, actor.role)
        if not into.is_active:
            raise OverError(into.state)
        moved = replace(moved, merged_into=into.id)
        await repository.update_one(connection, moved)
        drafts = [draft, *await _take_over(turn, into, first_reports)]
        await audit.append(connection, work.realm, drafts)
        return moved


async def _take_over(turn: LockedIncident, into: Incident, first_reports: FirstReports) -> list[Draft]:
    """Move alerts and unfinished tasks to ``into``; answers its transitions, which the caller appends."""
    source = turn.incident
    moved_alerts = await alerts.move_to_incident(turn.connection, source.realm, source.id, into.id)
    moved_tasks = await tasks.move_to(turn.connection, source.realm, source.id, into.id)
    graver = min(into.level, source.level)
    taken = replace(into, level=graver, learned_at=min(into.learned_at, source.learned_at))
    await repository.update_one(turn.connection, taken)
    await first_reports.due_again(turn.connection, taken)
    joined = {
        "incident_id": str(source.id),
        "number": source.number,
        "alert_ids": [str(one) for one in moved_alerts],
        "task_ids": [str(one) for one in moved_tasks],
    }
    state = str(into.state)
    drafts = [Draft(Subject.INCIDENT, into.id, state, JOINED, at=turn.now, actor=turn.who, data=joined)]
    if graver < into.level:
        data = {"level": graver, "level_before": into.level}
        drafts.append(Draft(Subject.INCIDENT, into.id, state, LEVEL, at=turn.now, actor=turn.who, data=data))
    return drafts
