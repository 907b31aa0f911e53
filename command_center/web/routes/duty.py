"""Duty over HTTP: seen by everybody, set by leaders and administrators."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import Field

from command_center.auth import journal
from command_center.auth.model import DUTY, LEADERS, Actor, Role
from command_center.base.away import REDIS_AWAY
from command_center.base.clock import Clock
from command_center.base.db import Database
from command_center.base.errors import Invalid
from command_center.base.schemas import Body, Reply
from command_center.duty import repository
from command_center.duty.consoles import Console, Consoles
from command_center.duty.model import Person
from command_center.web.guards import require
from command_center.web.ownership import Kind, anyones
from command_center.web.wiring import Wired
from common.text import FieldWords

router = APIRouter(prefix="/api/duty", tags=["duty"])

SignedIn = Annotated[Actor, Depends(require(of=anyones(Kind.DUTY_POST)))]
Setter = Annotated[Actor, Depends(require(*LEADERS, Role.ADMIN, of=anyones(Kind.DUTY_POST)))]
DutyRole = Literal[Role.DUTY_OFFICER, Role.DUTY_LEADER, Role.COMMANDER]
NOT_STAFF = FieldWords(zh="其中有人不是值守人员", en="names somebody who is no duty staff")


class DutyPersonReply(Reply):
    """Somebody who can be on duty."""

    id: UUID
    display_name: str
    role: Role


class DutyPostReply(Reply):
    """Somebody on duty; ``role`` is the one they stand in."""

    person: DutyPersonReply
    role: Role
    since: datetime
    set_by: str


class ConsoleReply(Reply):
    """An open page and whether its sound works."""

    display_name: str
    role: Role
    sound: Literal["on", "muted", "blocked"]
    visible: bool


class DutyReply(Reply):
    """The whole picture: ``consoles`` is None while nobody can say."""

    posts: list[DutyPostReply]
    candidates: list[DutyPersonReply]
    empty_roles: list[Role]
    consoles: list[ConsoleReply] | None


class DutyBody(Body):
    """Who stands in the role from now on; an empty list leaves it to every holder."""

    people: list[UUID] = Field(max_length=50)


@router.get("")
async def get_duty(_: SignedIn, database: Wired[Database], consoles: Wired[Consoles]) -> DutyReply:
    """Who is on duty, who could be, and whose pages are open."""
    return await _picture(database, consoles)


@router.put("/{role}")
async def put_duty(
    actor: Setter,
    clock: Wired[Clock],
    database: Wired[Database],
    consoles: Wired[Consoles],
    role: DutyRole,
    body: DutyBody,
) -> DutyReply:
    """Set who stands in a role. A holder of any duty role may stand in each of them."""
    now = clock.now()
    async with database.transaction() as connection:
        known = {person.id for person in await repository.holders(connection, DUTY)}
        if not known.issuperset(body.people):
            raise Invalid("not_duty_staff", "所选人员不是值守人员", "Not duty staff", fields={"people": NOT_STAFF})
        come, gone = await repository.replace(connection, role, body.people, now, actor.display_name)
        detail = {"come": [str(one) for one in come], "gone": [str(one) for one in gone]}
        await journal.append(connection, journal.Note(now, actor.id, "duty_set", "duty", role.value, detail))
    return await _picture(database, consoles)


async def _picture(database: Database, consoles: Consoles) -> DutyReply:
    async with database.read() as connection:
        posts = await repository.posts(connection)
        staff = await repository.staff(connection)
    return DutyReply(
        posts=[
            DutyPostReply(person=_person(one.person), role=one.person.role, since=one.since, set_by=one.set_by)
            for one in posts
        ],
        candidates=[_person(person) for person in staff.holders],
        empty_roles=staff.empty_roles,
        consoles=await _consoles(consoles),
    )


async def _consoles(consoles: Consoles) -> list[ConsoleReply] | None:
    try:
        present = await consoles.present()
    except REDIS_AWAY:
        return None
    return [_console(console) for console in present]


def _console(console: Console) -> ConsoleReply:
    return ConsoleReply.model_validate(
        {
            "display_name": console.name,
            "role": console.role,
            "sound": console.sound,
            "visible": console.visible,
        }
    )


def _person(person: Person) -> DutyPersonReply:
    return DutyPersonReply(id=person.id, display_name=person.name, role=person.role)
