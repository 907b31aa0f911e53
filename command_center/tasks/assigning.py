"""Assigning of tasks: one by hand, or all tasks of a response plan at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from command_center.auth import repository as accounts
from command_center.auth.model import Account, Actor, Role
from command_center.base.errors import Invalid, NotFound
from command_center.chain import repository as audit
from command_center.chain.model import PLAN, Draft, Subject
from command_center.incidents.model import Incident
from command_center.incidents.transaction import IncidentTransactions, LockedIncident
from command_center.plans.model import Plan, Units
from command_center.tasks import repository
from command_center.tasks.errors import plan_is_open
from command_center.tasks.model import Names, Task, TaskState
from command_center.tasks.orders import Orders
from common.text import FieldWords


@dataclass(frozen=True, slots=True)
class Assignment:
    """A task that an officer wants done. ``unit``, ``person_id`` or both are set; ``due_at`` is aware.

    ``title`` and ``detail`` are texts by language; ``plan`` is the id of the plan that the task comes from.
    """

    title: Names
    detail: Names | None = None
    unit: str | None = None
    person_id: UUID | None = None
    due_at: datetime | None = None
    plan: str | None = None


@dataclass(frozen=True, slots=True)
class Assigning:
    """Use cases that give tasks; each is one transaction, and posts the orders to those who must do them.

    The caller has checked that the role of ``actor`` may give tasks.
    """

    work: IncidentTransactions
    units: Units
    orders: Orders

    async def assign(self, incident_id: UUID, wanted: Assignment, actor: Actor) -> Task:
        """Give one task; answers it.

        Raises:
            NotFound: there is no such incident, or no enabled responder with this id.
            Invalid: neither unit nor person is named, or the unit is unknown.
            OverError: the incident is over.
        """
        async with self.work.turn(incident_id, actor) as turn:
            task = self._task(turn, wanted, await self._person(turn, wanted.person_id))
            await self.write(turn, [task], [])
            return task

    def planned(self, turn: LockedIncident, plan: Plan) -> tuple[Incident, list[Task], Draft]:
        """The incident with this plan, every task of it, and the transition that tells of it; the caller writes them.

        An incident has one plan. Raises Conflict where one is open already.
        """
        incident = turn.incident
        if incident.plan is not None:
            raise plan_is_open(incident.plan)
        tasks = [self._task(turn, one, None) for one in _planned(plan, turn.now)]
        data = {"plan": plan.id, "response_level": plan.level, "tasks": len(tasks)}
        state = str(incident.state)
        told = Draft(Subject.INCIDENT, incident.id, state, PLAN, turn.now, turn.who, note=plan.name.zh, data=data)
        return replace(incident, plan=plan.id, response_level=plan.level), tasks, told

    async def reassign(self, turn: LockedIncident, task: Task, wanted: Assignment) -> Task:
        """The same task for somebody else, in the caller's transaction; the caller writes it and its transition.

        Raises NotFound, Invalid.
        """
        given = self._task(turn, wanted, await self._person(turn, wanted.person_id))
        return replace(given, id=task.id, plan=task.plan, title=task.title, detail=task.detail)

    async def _person(self, turn: LockedIncident, person_id: UUID | None) -> Account | None:
        if person_id is None:
            return None
        account = await accounts.find_account_by_id(turn.connection, person_id)
        if account is None or account.disabled_at is not None or account.role is not Role.RESPONDER:
            raise NotFound("no_such_responder", "没有这名处置人员", "There is no such responder")
        return account

    def _task(self, turn: LockedIncident, wanted: Assignment, person: Account | None) -> Task:
        unit = self.units.get(wanted.unit) if wanted.unit else None
        if wanted.unit and unit is None:
            raise Invalid(fields={"unit": FieldWords(zh="没有这支队伍", en="there is no such unit")})
        if unit is None and person is None:
            raise Invalid(fields={"unit": FieldWords(zh="请指定队伍或人员", en="name a unit or a person")})
        return Task(
            realm=turn.incident.realm,
            id=self.work.new_id(),
            incident_id=turn.incident.id,
            state=TaskState.ASSIGNED,
            title=wanted.title,
            detail=wanted.detail,
            unit=unit.id if unit else None,
            unit_name=unit.name.model_dump() if unit else None,
            person=_as_person(person),
            plan=wanted.plan,
            assigned_at=turn.now,
            assigned_by=turn.who.as_dict(),
            state_since=turn.now,
            due_at=wanted.due_at,
        )

    async def write(self, turn: LockedIncident, tasks: Sequence[Task], before: Sequence[Draft]) -> None:
        """Write the tasks, post their orders, and append the transitions as the last step."""
        await repository.insert_many(turn.connection, tasks)
        await self.orders.post(turn.connection, turn.incident, tasks)
        await audit.append(turn.connection, self.work.realm, [*before, *(assigned(turn, task) for task in tasks)])


def _planned(plan: Plan, now: datetime) -> list[Assignment]:
    return [
        Assignment(
            title=task.title.model_dump(),
            detail=task.detail.model_dump() if task.detail else None,
            unit=task.unit,
            due_at=now + timedelta(minutes=task.within_minutes) if task.within_minutes else None,
            plan=plan.id,
        )
        for task in plan.tasks
    ]


def _as_person(account: Account | None) -> Mapping[str, str] | None:
    if account is None:
        return None
    return {
        "id": str(account.id),
        "name": account.display_name,
        "role": account.role.value,
        "username": account.username,
    }


def assigned(turn: LockedIncident, task: Task, from_state: TaskState | None = None) -> Draft:
    """The transition of a task that was given; ``from_state`` None means that the task is new."""
    data = {
        "incident_id": str(task.incident_id),
        "title": dict(task.title),
        "unit": task.unit,
        "person": task.person["name"] if task.person else None,
        "plan": task.plan,
    }
    before = str(from_state) if from_state else None
    return Draft(Subject.TASK, task.id, before, str(task.state), at=turn.now, actor=turn.who, data=data)
