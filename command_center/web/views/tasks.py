"""Tasks as pages see them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from command_center.base.schemas import PositionReply, Reply, TextReply
from command_center.tasks.model import Task, TaskState
from command_center.web.views.transitions import PersonReply, known_person, row_person


class TaskReply(Reply):
    """One task."""

    id: UUID
    incident_id: UUID
    state: TaskState
    title: TextReply
    detail: TextReply | None
    unit: str | None
    unit_name: TextReply | None
    person: PersonReply | None
    plan: str | None
    assigned_at: datetime
    assigned_by: PersonReply
    state_since: datetime
    due_at: datetime | None
    accepted_at: datetime | None
    accepted_by: PersonReply | None
    en_route_at: datetime | None
    on_scene_at: datetime | None
    done_at: datetime | None
    position: PositionReply | None


def task_reply(task: Task) -> TaskReply:
    return TaskReply(
        id=task.id,
        incident_id=task.incident_id,
        state=task.state,
        title=TextReply(**task.title),
        detail=TextReply(**task.detail) if task.detail else None,
        unit=task.unit,
        unit_name=TextReply(**task.unit_name) if task.unit_name else None,
        person=row_person(task.person),
        plan=task.plan,
        assigned_at=task.assigned_at,
        assigned_by=known_person(task.assigned_by),
        state_since=task.state_since,
        due_at=task.due_at,
        accepted_at=task.accepted_at,
        accepted_by=row_person(task.accepted_by),
        en_route_at=task.en_route_at,
        on_scene_at=task.on_scene_at,
        done_at=task.done_at,
        position=PositionReply(**task.position) if task.position else None,
    )
