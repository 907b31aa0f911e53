"""Steps of a task: accepted, en route, on the scene, done. A step that is sent twice counts once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from command_center.auth.model import Actor
from command_center.base.clock import milliseconds
from command_center.base.errors import Conflict
from command_center.chain import repository as audit
from command_center.chain.model import Draft, Subject
from command_center.incidents.errors import OverError
from command_center.incidents.transaction import IncidentTransactions, LockedIncident
from command_center.plans.model import Units
from command_center.tasks import repository
from command_center.tasks.errors import key_reused, not_theirs, task_missing, task_moved
from command_center.tasks.model import STATES, TIMED, Task, TaskState, may_step
from common.states import IllegalMoveError

TAPPED_WITHIN = timedelta(hours=12)
"""Oldest ``tapped_at`` that is believed: a phone without a network sends a step later, with the time of the tap."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step as a page asks for it."""

    key: UUID
    """Made by the page for this step; the page sends the same key again when it got no answer."""
    to_state: TaskState
    note: str | None = None
    position: Mapping[str, float] | None = None
    """``lon`` and ``lat``, degrees, WGS84."""
    tapped_at: datetime | None = None
    """When the button was pressed, aware, by the phone's clock."""


@dataclass(frozen=True, slots=True)
class TaskSteps:
    """Use case of a step, by a responder or by duty staff in their place."""

    work: IncidentTransactions
    units: Units

    async def step(self, task_id: UUID, step: Step, actor: Actor) -> Task:
        """Take a step in a transaction of its own; answers the task as it stands afterwards.

        The same step with the same key again changes nothing.

        Raises:
            NotFound: there is no such task.
            Forbidden: the actor may not move it.
            MovedError: its state allows no such move, or its incident is over.
            Conflict: the key was used for another step, or the task has just moved with its incident.
        """
        async with self.work.database.read() as connection:
            seen = await repository.get_one(connection, self.work.realm, task_id)
        if seen is None:
            raise task_missing()
        async with self.work.turn(seen.incident_id, actor, active=False) as turn:
            task = await self._locked(turn, task_id)
            if not may_step(task, step.to_state, actor.role, str(actor.id), self.units.of_person(actor.username)):
                raise not_theirs()
            if not await repository.take_key(turn.connection, task, step.key, step.to_state):
                await self._same(turn, task, step)
                return task
            return await self._take(turn, task, step)

    async def _locked(self, turn: LockedIncident, task_id: UUID) -> Task:
        task = await repository.get_one(turn.connection, self.work.realm, task_id, lock=True)
        if task is None:
            raise task_missing()
        if task.incident_id != turn.incident.id:
            raise Conflict("task_merged", "任务刚随事件合并，请重试", "The task has just been merged, try again")
        return task

    async def _same(self, turn: LockedIncident, task: Task, step: Step) -> None:
        if await repository.step_of_key(turn.connection, self.work.realm, step.key) != (task.id, step.to_state):
            raise key_reused()

    async def _take(self, turn: LockedIncident, task: Task, step: Step) -> Task:
        try:
            STATES.move(task.state, step.to_state)
        except IllegalMoveError as error:
            raise task_moved(task.state, step.to_state) from error
        if not turn.incident.is_active:
            raise OverError(turn.incident.state)
        at = _moment(step, task, turn.now)
        moved = _moved(task, step, turn, at)
        await repository.update_one(turn.connection, moved)
        await audit.append(turn.connection, self.work.realm, [_draft(turn, task, step, at)])
        return moved


def _moment(step: Step, task: Task, now: datetime) -> datetime:
    """The time of the step: when the button was pressed, but not before the last step and not in the future."""
    if step.tapped_at is None or now - step.tapped_at > TAPPED_WITHIN:
        return now
    return min(now, max(step.tapped_at, task.state_since))


def _moved(task: Task, step: Step, turn: LockedIncident, at: datetime) -> Task:
    moved = replace(task, state=step.to_state, state_since=at, position=step.position or task.position)
    if step.to_state is TaskState.ACCEPTED:
        moved = replace(moved, accepted_by=turn.who.as_dict())
    times: dict[str, Any] = {f"{step.to_state}_at": at} if step.to_state in TIMED else {}
    return replace(moved, **times)


def _draft(turn: LockedIncident, task: Task, step: Step, at: datetime) -> Draft:
    data: dict[str, Any] = {"incident_id": str(task.incident_id), "title": dict(task.title), "key": str(step.key)}
    if step.position:
        data["position"] = dict(step.position)
    if at != turn.now:
        data["tapped_at"] = at.isoformat()
    return Draft(
        Subject.TASK,
        task.id,
        str(task.state),
        str(step.to_state),
        at=turn.now,
        actor=turn.who,
        elapsed_ms=milliseconds(task.state_since, at),
        note=step.note,
        data=data,
    )
