"""HTTP interface of tasks, and of the plans that make them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from pydantic import Field

from camera_adapters.messages import LIVE_REALM
from command_center.alerts import repository as alerts
from command_center.auth.model import DUTY, READERS, Actor, Role
from command_center.base.datum import to_gcj02
from command_center.base.db import Database
from command_center.base.errors import NotFound
from command_center.base.schemas import Body, Level, Moment, Place, PositionReply, Reply, TextReply, Words
from command_center.chain import repository as audit
from command_center.chain.model import Subject, Transition
from command_center.duty.repository import holders
from command_center.incidents import repository as incidents
from command_center.incidents.model import Incident
from command_center.plans.model import Plans, Units
from command_center.reports.on_record import on_record
from command_center.response.plan_opening import open_plan as begin_with
from command_center.tasks import repository
from command_center.tasks.assigning import Assigning, Assignment
from command_center.tasks.errors import not_theirs, task_missing
from command_center.tasks.model import Task, TaskState
from command_center.tasks.reassigning import reassign
from command_center.tasks.steps import Step, TaskSteps
from command_center.web.changes import ChangeReplies
from command_center.web.downloads import SnapshotAnswers
from command_center.web.guards import require, viewer_of
from command_center.web.ownership import OWN_TASK, Kind, Ownership, anyones
from command_center.web.refusals import file_of
from command_center.web.views.plans import PlanReply, plan_replies
from command_center.web.views.tasks import TaskReply, task_reply
from command_center.web.wiring import Wired

router = APIRouter(prefix="/api", tags=["tasks"])

MINE = Ownership(Kind.TASK, "their tasks", (*DUTY, Role.RESPONDER))
Officer = Annotated[Actor, Depends(require(*DUTY, of=anyones(Kind.INCIDENT)))]
TaskOfficer = Annotated[Actor, Depends(require(*DUTY, of=anyones(Kind.TASK)))]
TaskReader = Annotated[Actor, Depends(require(*READERS, of=anyones(Kind.TASK)))]
Owner = Annotated[Actor, Depends(require(*DUTY, Role.RESPONDER, of=MINE))]
Mover = Annotated[Actor, Depends(require(*DUTY, Role.RESPONDER, of=OWN_TASK))]
Line = Annotated[Words, Field(min_length=1, max_length=120)]
Lines = Annotated[Words, Field(max_length=2000)]


class AssigneeBody(Body):
    """A unit, a person, or a person of a unit."""

    unit: Line | None = None
    person_id: UUID | None = None
    due_at: Moment | None = None


class TaskBody(AssigneeBody):
    """What is to be done, and by whom."""

    title: Line
    detail: Lines | None = None


class OpenPlanBody(Body):
    """Which plan."""

    plan: Line


class StepBody(Body):
    """One step; ``key`` is made by the page, once a step, and repeated with every repetition."""

    key: UUID
    to: Literal[
        TaskState.ACCEPTED,
        TaskState.EN_ROUTE,
        TaskState.ON_SCENE,
        TaskState.DONE,
        TaskState.DECLINED,
        TaskState.CANCELLED,
    ]
    note: Lines | None = None
    position: Place | None = None
    tapped_at: Moment | None = None


class OpenTaskReply(Reply):
    """A task that is not finished, with the incident that it belongs to."""

    task: TaskReply
    incident_number: str
    incident_title: TextReply
    level: Level


class MyTaskReply(OpenTaskReply):
    """A task as its responder sees it, with as much of the incident as they need."""

    kind: str
    hotspot: str | None
    position: PositionReply | None
    position_gcj02: PositionReply | None
    """The same place in the datum of Chinese map apps."""
    placed: bool
    """Somebody said where it is; else the position is that of the camera which saw it."""
    unit_phone: str | None
    has_picture: bool


class ResponderReply(Reply):
    """Somebody who can be given a task."""

    id: UUID
    display_name: str


class UnitReply(Reply):
    id: str
    name: TextReply
    phone: str
    leader: str | None


class CrewReply(Reply):
    """Everybody whom a task can be given to."""

    units: list[UnitReply]
    people: list[ResponderReply]


@router.get("/crew")
async def crew(_: TaskOfficer, database: Wired[Database], units: Wired[Units]) -> CrewReply:
    """Units and responders."""
    async with database.read() as connection:
        people = await holders(connection, [Role.RESPONDER])
    teams = [UnitReply.model_validate(unit) for unit in units.units]
    return CrewReply(units=teams, people=[ResponderReply(id=one.id, display_name=one.name) for one in people])


@router.get("/incidents/{incident_id}/plans")
async def plans(
    _: Officer, database: Wired[Database], known_plans: Wired[Plans], units: Wired[Units], incident_id: UUID
) -> list[PlanReply]:
    """Every plan, those that fit the incident first."""
    async with database.read() as connection:
        found = await incidents.by_ids(connection, LIVE_REALM, [incident_id])
    if not found:
        raise NotFound("incident_not_found", "事件不存在", "There is no such incident")
    return plan_replies(known_plans, units, found[0])


@router.post("/incidents/{incident_id}/plan", status_code=201)
async def open_plan(
    actor: Officer,
    known_plans: Wired[Plans],
    changes: Wired[ChangeReplies],
    use: Wired[Assigning],
    incident_id: UUID,
    body: OpenPlanBody,
) -> list[TaskReply]:
    """Open a plan: its tasks are given at once, and the response to a verified incident has begun."""
    plan = known_plans.get(body.plan)
    if plan is None:
        raise NotFound("no_such_plan", "没有这个预案", "There is no such plan")
    given = await begin_with(use, incident_id, plan, actor)
    await changes.wake()
    return [task_reply(task) for task in given]


@router.post("/incidents/{incident_id}/tasks", status_code=201)
async def assign(
    actor: Officer, changes: Wired[ChangeReplies], use: Wired[Assigning], incident_id: UUID, body: TaskBody
) -> TaskReply:
    """Give a task."""
    detail = {"zh": body.detail, "en": body.detail} if body.detail else None
    wanted = Assignment({"zh": body.title, "en": body.title}, detail, body.unit, body.person_id, body.due_at)
    return await _told(changes, await use.assign(incident_id, wanted, actor))


@router.get("/tasks")
async def open_tasks(_: TaskReader, database: Wired[Database]) -> list[OpenTaskReply]:
    """Every unfinished task of the incidents that go on, in the order in which they were given."""
    async with database.read() as connection:
        known = {one.id: one for one in await incidents.active(connection, LIVE_REALM)}
        found = await repository.unfinished_in(connection, LIVE_REALM, known)
    return [OpenTaskReply.model_validate(_with_incident(task, known[task.incident_id])) for task in found]


@router.get("/tasks/mine")
async def my_tasks(actor: Owner, units: Wired[Units], database: Wired[Database]) -> list[MyTaskReply]:
    """What the person who asks has to do, alone or with their units; the most urgent first."""
    async with database.read() as connection:
        mine = await repository.unfinished_of(connection, LIVE_REALM, str(actor.id), units.of_person(actor.username))
        ids = {task.incident_id for task in mine}
        known = {one.id: one for one in await incidents.by_ids(connection, LIVE_REALM, ids)}
        seen = await alerts.of_incidents(connection, LIVE_REALM, ids)
        told = await audit.of_subjects(connection, LIVE_REALM, [(Subject.INCIDENT, identity) for identity in ids])
    placed = {identity for identity, one in known.items() if _placed(one, told)}
    pictures = {alert.incident_id for alert in seen if alert.has_snapshot}
    found = [(task, known[task.incident_id]) for task in mine if known[task.incident_id].is_active]
    found.sort(key=lambda pair: (pair[0].state is TaskState.ASSIGNED, pair[1].level, pair[0].assigned_at))
    return [my_task(units, task, one, picture=one.id in pictures, placed=one.id in placed) for task, one in found]


def _placed(incident: Incident, told: Sequence[Transition]) -> bool:
    return on_record(incident, [link for link in told if link.draft.subject_id == incident.id]).placed


@router.get("/tasks/{task_id}/picture.jpg", response_class=Response, responses=file_of("image/jpeg"))
async def picture(
    actor: Mover,
    request: Request,
    units: Wired[Units],
    database: Wired[Database],
    snapshots: Wired[SnapshotAnswers],
    task_id: UUID,
) -> Response:
    """The picture of the place: the first that the incident has."""
    async with database.read() as connection:
        task = await _task_of(units, task_id, actor, await repository.get_one(connection, LIVE_REALM, task_id))
        seen = await alerts.of_incidents(connection, LIVE_REALM, [task.incident_id])
        first = next((alert for alert in seen if alert.has_snapshot), None)
        jpeg = await alerts.snapshot(connection, LIVE_REALM, first.id) if first else None
    if jpeg is None or first is None:
        raise NotFound("no_snapshot", "没有截图", "There is no picture")
    return await snapshots.answer(request, viewer_of(request, actor), first, jpeg, "private, max-age=3600")


@router.post("/tasks/{task_id}/step")
async def step(
    actor: Mover, changes: Wired[ChangeReplies], use: Wired[TaskSteps], task_id: UUID, body: StepBody
) -> TaskReply:
    """Take one step; the same key again answers with the task as it is."""
    position = body.position.wgs84() if body.position else None
    taken = Step(body.key, TaskState(body.to), body.note, position, body.tapped_at)
    return await _told(changes, await use.step(task_id, taken, actor))


@router.post("/tasks/{task_id}/reassign")
async def give_again(
    actor: TaskOfficer, changes: Wired[ChangeReplies], use: Wired[Assigning], task_id: UUID, body: AssigneeBody
) -> TaskReply:
    """Give a declined task to somebody else."""
    wanted = Assignment({}, None, body.unit, body.person_id, body.due_at)
    return await _told(changes, await reassign(use, task_id, wanted, actor))


async def _task_of(units: Units, task_id: UUID, actor: Actor, task: Task | None) -> Task:
    if task is None or task.id != task_id:
        raise task_missing()
    own = task.belongs_to(str(actor.id), units.of_person(actor.username))
    if actor.role is Role.RESPONDER and not own:
        raise not_theirs()
    return task


def my_task(units: Units, task: Task, incident: Incident, *, picture: bool, placed: bool) -> MyTaskReply:
    """The view for its responder."""
    unit = units.get(task.unit) if task.unit else None
    return MyTaskReply(
        **_with_incident(task, incident),
        kind=incident.kind,
        hotspot=incident.hotspot,
        position=PositionReply(**incident.position) if incident.position else None,
        position_gcj02=_for_chinese_maps(incident.position) if incident.position else None,
        placed=placed,
        unit_phone=unit.phone if unit else None,
        has_picture=picture,
    )


def _for_chinese_maps(position: Mapping[str, float]) -> PositionReply:
    """Six digits, a tenth of a metre: no app takes more."""
    lon, lat = to_gcj02(position["lon"], position["lat"])
    return PositionReply(lon=round(lon, 6), lat=round(lat, 6))


def _with_incident(task: Task, incident: Incident) -> dict[str, Any]:
    return {
        "task": task_reply(task),
        "incident_number": incident.number,
        "incident_title": TextReply(**incident.title),
        "level": incident.level,
    }


async def _told(changes: ChangeReplies, task: Task) -> TaskReply:
    """Wake every process, then answer."""
    await changes.wake(task.realm)
    return task_reply(task)
