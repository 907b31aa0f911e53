"""Tables of tasks and of the steps that were taken."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.base.db import metadata
from command_center.tasks.model import FINISHED, Task, TaskState

OPTIONAL_JSON = JSONB(none_as_null=True)

task = sa.Table(
    "task",
    metadata,
    sa.Column("realm", sa.Text, primary_key=True),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("incident_id", sa.Uuid, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("title", JSONB, nullable=False),
    sa.Column("detail", OPTIONAL_JSON),
    sa.Column("unit", sa.Text),
    sa.Column("unit_name", OPTIONAL_JSON),
    sa.Column("person", OPTIONAL_JSON),
    sa.Column("plan", sa.Text),
    sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("assigned_by", JSONB, nullable=False),
    sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
    sa.Column("due_at", sa.DateTime(timezone=True)),
    sa.Column("accepted_at", sa.DateTime(timezone=True)),
    sa.Column("accepted_by", OPTIONAL_JSON),
    sa.Column("en_route_at", sa.DateTime(timezone=True)),
    sa.Column("on_scene_at", sa.DateTime(timezone=True)),
    sa.Column("done_at", sa.DateTime(timezone=True)),
    sa.Column("position", OPTIONAL_JSON),
    sa.ForeignKeyConstraint(["realm", "incident_id"], ["incident.realm", "incident.id"], name="fk_task_incident"),
    sa.Index("ix_task_incident", "realm", "incident_id"),
    sa.Index("ix_task_unit", "realm", "unit"),
    sa.Index("ix_task_person", "realm", sa.text("(person ->> 'id')")),
)

task_step = sa.Table(
    "task_step",
    metadata,
    sa.Column("realm", sa.Text, primary_key=True),
    sa.Column("key", sa.Uuid, primary_key=True),
    sa.Column("task_id", sa.Uuid, nullable=False),
    sa.Column("to_state", sa.Text, nullable=False),
    sa.ForeignKeyConstraint(["realm", "task_id"], ["task.realm", "task.id"], name="fk_task_step_task"),
)
"""Keys that pages give to steps: a key that comes twice counts once. Append-only."""

UNFINISHED = task.c.state.not_in([str(state) for state in FINISHED])


async def insert_many(connection: AsyncConnection, tasks: Sequence[Task]) -> None:
    if tasks:
        await connection.execute(sa.insert(task), [_row(one) for one in tasks])


async def update_one(connection: AsyncConnection, one: Task) -> None:
    """Write a task back whole; the caller holds its lock."""
    values = _row(one)
    key = (task.c.realm == values.pop("realm"), task.c.id == values.pop("id"))
    await connection.execute(sa.update(task).where(*key).values(values))


async def get_one(connection: AsyncConnection, realm: str, identity: UUID, *, lock: bool = False) -> Task | None:
    """The task with this id; None without one. ``lock`` locks its row; lock the row of its incident before."""
    query = sa.select(task).where(task.c.realm == realm, task.c.id == identity)
    row = (await connection.execute(query.with_for_update() if lock else query)).mappings().first()
    return _task(row) if row else None


async def of_incidents(connection: AsyncConnection, realm: str, incidents: Collection[UUID]) -> list[Task]:
    """Every task of these incidents, in the order in which they were given."""
    query = sa.select(task).where(task.c.realm == realm, task.c.incident_id.in_(incidents))
    return [_task(row) for row in (await connection.execute(query.order_by(task.c.id))).mappings()]


async def by_ids(connection: AsyncConnection, realm: str, ids: Collection[UUID]) -> list[Task]:
    if not ids:
        return []
    query = sa.select(task).where(task.c.realm == realm, task.c.id.in_(ids))
    return [_task(row) for row in (await connection.execute(query)).mappings()]


async def unfinished_of(connection: AsyncConnection, realm: str, person_id: str, units: Collection[str]) -> list[Task]:
    """Tasks that a person still has to do, alone or with their units, oldest first; declined ones are left out."""
    waiting = task.c.state.not_in([str(state) for state in (*FINISHED, TaskState.DECLINED)])
    query = sa.select(task).where(task.c.realm == realm, waiting, _given_to(person_id, units)).order_by(task.c.id)
    return [_task(row) for row in (await connection.execute(query)).mappings()]


async def unfinished_in(connection: AsyncConnection, realm: str, incidents: Collection[UUID]) -> list[Task]:
    """Every task of these incidents that is neither done nor cancelled, also declined ones, oldest first."""
    query = sa.select(task).where(task.c.realm == realm, task.c.incident_id.in_(incidents), UNFINISHED)
    return [_task(row) for row in (await connection.execute(query.order_by(task.c.id))).mappings()]


def incidents_of(realm: str, person_id: str, units: Collection[str]) -> sa.Select[tuple[UUID]]:
    """The ids of the incidents in which a person has a task, alone or with their units, as a query. Whoever declined
    has none there."""
    kept = task.c.state != str(TaskState.DECLINED)
    return sa.select(task.c.incident_id).where(task.c.realm == realm, kept, _given_to(person_id, units))


def _given_to(person_id: str, units: Collection[str]) -> sa.ColumnElement[bool]:
    """What ``Task.belongs_to`` says of one task."""
    own = task.c.person["id"].astext == person_id
    return sa.or_(own, sa.and_(task.c.unit.in_(units), task.c.person.is_(None)))


async def move_to(connection: AsyncConnection, realm: str, source: UUID, target: UUID) -> list[UUID]:
    """Move the unfinished tasks of the incident ``source`` to ``target``; answers their ids."""
    statement = sa.update(task).where(task.c.realm == realm, task.c.incident_id == source, UNFINISHED)
    return list((await connection.scalars(statement.values(incident_id=target).returning(task.c.id))).all())


async def take_key(connection: AsyncConnection, one: Task, key: UUID, to_state: TaskState) -> bool:
    """Note that a key is used for this step; False when it was used before."""
    values = {"realm": one.realm, "key": key, "task_id": one.id, "to_state": str(to_state)}
    statement = insert(task_step).values(values).on_conflict_do_nothing().returning(task_step.c.key)
    return await connection.scalar(statement) is not None


async def step_of_key(connection: AsyncConnection, realm: str, key: UUID) -> tuple[UUID, TaskState] | None:
    """Task and state of the step that used this key; None where none did."""
    query = sa.select(task_step.c.task_id, task_step.c.to_state).where(task_step.c.realm == realm)
    row = (await connection.execute(query.where(task_step.c.key == key))).first()
    return (row.task_id, TaskState(row.to_state)) if row else None


def _row(one: Task) -> dict[str, Any]:
    return asdict(one) | {"state": str(one.state)}


def _task(row: sa.RowMapping) -> Task:
    values: dict[str, Any] = dict(row)
    values["state"] = TaskState(values["state"])
    return Task(**values)
