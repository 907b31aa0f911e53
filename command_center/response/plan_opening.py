"""Opening of a response plan: its tasks are given, and the response has begun, in one act."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from command_center.auth.model import Actor, Role
from command_center.incidents import repository
from command_center.incidents.model import IncidentState
from command_center.plans.model import Plan
from command_center.response.moving import Ask, moving
from command_center.tasks.assigning import Assigning
from command_center.tasks.model import Task


async def open_plan(assigning: Assigning, incident_id: UUID, plan: Plan, actor: Actor) -> list[Task]:
    """Give every task of the plan; answers them.

    A verified incident whose plan an officer or a leader opens is being responded to from then on (先期处置). The
    commander leads tasks that somebody has accepted, and says so by a move of their own.

    Raises:
        NotFound: there is no such incident.
        OverError: it is over.
        Conflict: it has a plan already.
    """
    async with assigning.work.turn(incident_id, actor) as turn:
        incident, tasks, told = assigning.planned(turn, plan)
        drafts = [told]
        if incident.state is IncidentState.VERIFIED and actor.role is not Role.COMMANDER:
            incident, begun = await moving(
                replace(turn, incident=incident), Ask(IncidentState.RESPONDING, data={"plan": plan.id}), actor.role
            )
            drafts.append(begun)
        await repository.update_one(turn.connection, incident)
        await assigning.write(turn, tasks, drafts)
        return tasks
