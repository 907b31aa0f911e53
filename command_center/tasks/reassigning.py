"""Reassigning of a declined task to another unit or person."""

from __future__ import annotations

from uuid import UUID

from command_center.auth.model import Actor
from command_center.chain import repository as audit
from command_center.tasks import repository
from command_center.tasks.assigning import Assigning, Assignment, assigned
from command_center.tasks.errors import task_missing, task_moved
from command_center.tasks.model import STATES, Task, TaskState
from common.states import IllegalMoveError


async def reassign(assigning: Assigning, task_id: UUID, wanted: Assignment, actor: Actor) -> Task:
    """Give a declined task to another unit or person; answers it.

    Raises:
        NotFound: there is no such task, or no enabled responder with this id.
        MovedError: the task is not declined.
        Invalid: neither unit nor person is named, or the unit is unknown.
        OverError: the incident is over.
    """
    work = assigning.work
    async with work.database.read() as connection:
        seen = await repository.get_one(connection, work.realm, task_id)
    if seen is None:
        raise task_missing()
    async with work.turn(seen.incident_id, actor) as turn:
        task = await repository.get_one(turn.connection, work.realm, task_id, lock=True)
        if task is None or task.incident_id != turn.incident.id:
            raise task_missing()
        try:
            STATES.move(task.state, TaskState.ASSIGNED)
        except IllegalMoveError as error:
            raise task_moved(task.state, TaskState.ASSIGNED) from error
        given = await assigning.reassign(turn, task, wanted)
        await repository.update_one(turn.connection, given)
        await assigning.orders.post(turn.connection, turn.incident, [given])
        await audit.append(turn.connection, work.realm, [assigned(turn, given, task.state)])
        return given
