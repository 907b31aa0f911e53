"""States of a task, and who may move it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from command_center.auth.model import DUTY, Role
from common.states import StateTable

Names = Mapping[str, str]


class TaskState(StrEnum):
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    EN_ROUTE = "en_route"
    ON_SCENE = "on_scene"
    DONE = "done"
    DECLINED = "declined"
    CANCELLED = "cancelled"


STATES = StateTable(
    "a task",
    {
        TaskState.ASSIGNED: frozenset({TaskState.ACCEPTED, TaskState.DECLINED, TaskState.CANCELLED}),
        TaskState.ACCEPTED: frozenset({TaskState.EN_ROUTE, TaskState.CANCELLED}),
        TaskState.EN_ROUTE: frozenset({TaskState.ON_SCENE, TaskState.CANCELLED}),
        TaskState.ON_SCENE: frozenset({TaskState.DONE, TaskState.CANCELLED}),
        # Somebody must decide about a task that was declined: it goes to somebody else, or nobody needs to do it.
        TaskState.DECLINED: frozenset({TaskState.ASSIGNED, TaskState.CANCELLED}),
        TaskState.DONE: frozenset(),
        TaskState.CANCELLED: frozenset(),
    },
)

FINISHED = STATES.final
TIMED = (TaskState.ACCEPTED, TaskState.EN_ROUTE, TaskState.ON_SCENE, TaskState.DONE)
"""States whose time the task keeps (``accepted_at`` …), in their order."""
COMMAND = frozenset({TaskState.ASSIGNED, TaskState.CANCELLED})
"""Moves that only duty staff make."""


@dataclass(frozen=True, slots=True)
class Task:
    """One task as it stands. It is given to a unit, to a person, or to a person of a unit."""

    realm: str
    id: UUID
    incident_id: UUID
    state: TaskState
    title: Names
    detail: Names | None
    unit: str | None
    unit_name: Names | None
    person: Mapping[str, str] | None
    plan: str | None
    assigned_at: datetime
    assigned_by: Mapping[str, str]
    state_since: datetime
    due_at: datetime | None = None
    """When the person or unit should be on the scene."""
    accepted_at: datetime | None = None
    accepted_by: Mapping[str, str] | None = None
    en_route_at: datetime | None = None
    on_scene_at: datetime | None = None
    done_at: datetime | None = None
    position: Mapping[str, float] | None = None
    """Last known position of those who do it: ``lon`` and ``lat``, degrees, WGS84."""

    @property
    def is_finished(self) -> bool:
        return self.state in FINISHED

    def belongs_to(self, person_id: str, units: Collection[str]) -> bool:
        """Whether the task was given to this person, or to one of their units without naming a person."""
        if self.person is not None:
            return self.person["id"] == person_id
        return self.unit in units


def may_step(task: Task, to_state: TaskState, role: Role, person_id: str, units: Collection[str]) -> bool:
    """Whether a person may move the task: duty staff any task, also for those who report by radio; a responder their
    own ones, except to the states of ``COMMAND``."""
    if role in DUTY:
        return True
    return role is Role.RESPONDER and to_state not in COMMAND and task.belongs_to(person_id, units)
