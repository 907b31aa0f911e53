"""HTTP interface of plans for known works."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import Field

from camera_adapters.messages import LIVE_REALM
from command_center.alerts import shelf_plans
from command_center.alerts.shelving import LONGEST_PLAN, ShelfPlan
from command_center.auth import journal
from command_center.auth.model import LEADERS, READERS, Actor, person_of
from command_center.base.clock import Clock, NewId
from command_center.base.db import Database
from command_center.base.errors import Invalid, NotFound
from command_center.base.schemas import Body, Moment, Reply, Words
from command_center.web.guards import require
from command_center.web.ownership import Kind, anyones
from command_center.web.views.transitions import PersonReply, person
from command_center.web.wiring import Wired
from common.kinds import KnownKind
from common.text import FieldWords

router = APIRouter(prefix="/api/shelf-plans", tags=["alerts"])

Reader = Annotated[Actor, Depends(require(*READERS, of=anyones(Kind.SHELF_PLAN)))]
Leader = Annotated[Actor, Depends(require(*LEADERS, of=anyones(Kind.SHELF_PLAN)))]
Name = Annotated[Words, Field(min_length=1, max_length=100)]


class ShelfPlanBody(Body):
    """What it covers, at least one of four, from when to when, and why."""

    camera_id: Name | None = None
    zone: Name | None = None
    kind: KnownKind | None = None
    hotspot: Name | None = None
    starts_at: Moment
    ends_at: Moment
    reason: Words = Field(min_length=1, max_length=200)


class ShelfPlanReply(Reply):
    """Known works."""

    id: UUID
    camera_id: str | None
    zone: str | None
    kind: str | None
    hotspot: str | None
    starts_at: datetime
    ends_at: datetime
    reason: str
    made_by: PersonReply | None
    made_at: datetime


@router.get("")
async def list_plans(_: Reader, database: Wired[Database], clock: Wired[Clock]) -> list[ShelfPlanReply]:
    """Plans that hold now or will."""
    async with database.read() as connection:
        plans = await shelf_plans.standing(connection, LIVE_REALM, clock.now())
    return [_reply(plan) for plan in plans]


@router.post("", status_code=201)
async def make_plan(
    actor: Leader, clock: Wired[Clock], new_id: Wired[NewId], database: Wired[Database], body: ShelfPlanBody
) -> ShelfPlanReply:
    """Plan known works: new alerts of levels Ⅲ and Ⅳ that it covers are shelved when they are raised."""
    now = clock.now()
    if (body.camera_id, body.zone, body.kind, body.hotspot) == (None,) * 4:
        raise Invalid(
            "plan_covers_all",
            "请至少指定一项范围",
            "Name at least one thing",
            fields={"kind": FieldWords(zh="必须填写", en="is missing")},
        )
    if not max(body.starts_at, now) < body.ends_at <= body.starts_at + LONGEST_PLAN:
        raise Invalid(
            "plan_times",
            "时间有误，最长 7 天",
            "The times are wrong; 7 days at most",
            fields={"ends_at": FieldWords(zh="最长 7 天", en="7 days at most")},
        )
    plan = ShelfPlan(
        LIVE_REALM, new_id(), body.camera_id, body.zone, body.kind, body.hotspot,
        body.starts_at, body.ends_at, body.reason, person_of(actor), now,
    )  # fmt: skip
    async with database.transaction() as connection:
        await shelf_plans.insert(connection, plan)
        detail = body.model_dump(mode="json")
        await journal.append(
            connection, journal.Note(now, actor.id, "shelf_planned", "shelf_plan", str(plan.id), detail)
        )
    return _reply(plan)


@router.delete("/{plan_id}", status_code=204)
async def cancel_plan(actor: Leader, clock: Wired[Clock], database: Wired[Database], plan_id: UUID) -> None:
    """End a plan early; what it has shelved stays so until its time or until somebody takes it off."""
    now = clock.now()
    async with database.transaction() as connection:
        if not await shelf_plans.cancel(connection, LIVE_REALM, plan_id, person_of(actor), now):
            raise NotFound("plan_not_found", "没有这个计划", "There is no such plan")
        await journal.append(
            connection, journal.Note(now, actor.id, "shelf_plan_ended", "shelf_plan", str(plan_id), {})
        )


def _reply(plan: ShelfPlan) -> ShelfPlanReply:
    names = ("id", "camera_id", "zone", "kind", "hotspot", "starts_at", "ends_at", "reason", "made_at")
    return ShelfPlanReply(made_by=person(plan.made_by), **{name: getattr(plan, name) for name in names})
