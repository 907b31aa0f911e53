"""HTTP interface of incidents."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Literal
from uuid import UUID

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Query
from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError
from sqlalchemy.ext.asyncio import AsyncConnection

from camera_adapters.messages import LIVE_REALM
from command_center.auth.model import DUTY, EVERYONE, Actor, Role
from command_center.base.clock import Clock
from command_center.base.db import Database
from command_center.base.errors import Invalid
from command_center.base.schemas import Body, Grade, Moment, Place, Words
from command_center.incidents import repository
from command_center.incidents.errors import incident_missing
from command_center.incidents.model import Incident, IncidentState, SourceChannel, WarningColour
from command_center.incidents.transaction import IncidentTransactions
from command_center.reports.first_reports import FirstReports
from command_center.response.changing import change
from command_center.response.notes import add_note
from command_center.response.opening import EventFacts, IncidentOpening
from command_center.response.opening_by_hand import open_by_hand
from command_center.site.model import Hotspots
from command_center.tasks.visibility import Visibility
from command_center.web.changes import ChangeReplies
from command_center.web.guards import require
from command_center.web.ownership import OWN_INCIDENT, Kind, anyones, responders_own
from command_center.web.paging import FilterWord, Page, PagingDep, conditions, given, page_of
from command_center.web.views.incidents import (
    IncidentDetailReply,
    IncidentReply,
    Restriction,
    incident_detail,
    incident_replies,
)
from command_center.web.views.privacy import incident_for
from command_center.web.views.transitions import TransitionReply, transition_reply
from command_center.web.wiring import Wired
from common.kinds import KnownKind
from common.text import FieldWords

router = APIRouter(prefix="/api/incidents", tags=["incidents"])

OWN_NOTES = responders_own(Kind.INCIDENT, "their incidents, while these go on")
Reader = Annotated[Actor, Depends(require(*EVERYONE, of=OWN_INCIDENT))]
Officer = Annotated[Actor, Depends(require(*DUTY, of=anyones(Kind.INCIDENT)))]
Writer = Annotated[Actor, Depends(require(*DUTY, Role.RESPONDER, Role.REVIEWER, of=OWN_NOTES))]


class NoteBody(Body):
    """What somebody wants to be remembered."""

    text: Words = Field(min_length=1, max_length=4000)

    @field_validator("text")
    @classmethod
    def _says_something(cls, value: str) -> str:
        text = value.strip()
        if not text:
            raise PydanticCustomError("empty", "must not be empty")
        return text


Line = Annotated[Words, Field(min_length=1, max_length=120)]
Note = Annotated[Words, Field(max_length=4000)]


class SourceBody(Body):
    """Who told it, and by which way."""

    channel: Literal[SourceChannel.PHONE, SourceChannel.PATROL, SourceChannel.MESSAGE]
    name: Annotated[Words, Field(max_length=60)] = ""
    phone: Annotated[Words, Field(max_length=40)] = ""


class OpenBody(Body):
    """An event that no alert told of. ``told_at``: when somebody called; the clock of the reports starts there."""

    kind: KnownKind
    level: Grade
    title: Line | None = None
    hotspot: Line | None = None
    position: Place | None = None
    source: SourceBody
    told_at: Moment | None = None
    occurred_at: Moment | None = None
    previous_incident_id: UUID | None = None
    note: Note | None = None


class ChangeBody(Body):
    """What is known better now; a key that is left out stays as it is."""

    level: Grade | None = None
    kind: KnownKind | None = None
    title: Line | None = None
    hotspot: Line | None = None
    position: Place | None = None
    occurred_at: Moment | None = None
    response_level: Grade | None = None
    warning_colour: WarningColour | None = None
    note: Note | None = None


class Filters:
    """The filters of the list, as conditions."""

    def __init__(
        self,
        *,
        state: Annotated[list[IncidentState] | None, Query()] = None,
        level: Annotated[list[Grade] | None, Query()] = None,
        hotspot: FilterWord | None = None,
        kind: FilterWord | None = None,
        from_: Annotated[Moment | None, Query(alias="from")] = None,
        to: Annotated[Moment | None, Query()] = None,
        q: FilterWord | None = None,
    ) -> None:
        table = repository.incident.c
        self.conditions = conditions(
            given(state, lambda states: table.state.in_([str(one) for one in states])),
            given(level, table.level.in_),
            given(hotspot, table.hotspot.__eq__),
            given(kind, table.kind.__eq__),
            given(from_, table.opened_at.__ge__),
            given(to, table.opened_at.__lt__),
            given(q.strip() if q else None, _matches),
        )


def _matches(words: str) -> sa.ColumnElement[bool]:
    """Number or title in either language contains the words."""
    table = repository.incident.c
    return sa.or_(
        table.number.icontains(words, autoescape=True),
        table.title["zh"].astext.icontains(words, autoescape=True),
        table.title["en"].astext.icontains(words, autoescape=True),
    )


@router.get("")
async def list_incidents(
    actor: Reader,
    database: Wired[Database],
    visibility: Wired[Visibility],
    filters: Annotated[Filters, Depends()],
    paging: PagingDep,
) -> Page[IncidentReply]:
    """Incidents, newest first; to a responder those in which they have a task."""

    async def replies(connection: AsyncConnection, found: Sequence[Incident]) -> list[IncidentReply]:
        return [incident_for(actor.role, reply) for reply in await incident_replies(connection, found)]

    shown = conditions(*filters.conditions, visibility.incidents(actor))
    return await page_of(database, repository.search, shown, paging, replies)


@router.post("", status_code=201)
async def open_incident(
    actor: Officer,
    clock: Wired[Clock],
    hotspots: Wired[Hotspots],
    changes: Wired[ChangeReplies],
    work: Wired[IncidentTransactions],
    opening: Wired[IncidentOpening],
    body: OpenBody,
) -> IncidentReply:
    """Open an incident by hand."""
    _known_hotspot(hotspots, body.hotspot)
    title = {"zh": body.title or "", "en": body.title or ""}
    finding = EventFacts(
        level=body.level,
        kind=body.kind,
        title=title,
        hotspot=body.hotspot,
        position=body.position.wgs84() if body.position else None,
        learned_at=body.told_at or clock.now(),
        source={name: value for name, value in body.source.model_dump(mode="json").items() if value},
        occurred_at=body.occurred_at,
        previous_incident_id=body.previous_incident_id,
    )
    return await changes.reply(await open_by_hand(work, opening, finding, body.note, actor), incident_replies)


@router.get("/{incident_id}")
async def get_incident(
    actor: Reader, database: Wired[Database], clock: Wired[Clock], visibility: Wired[Visibility], incident_id: UUID
) -> IncidentDetailReply:
    """One incident with its timeline, alerts, tasks and video; a responder sees of their own what concerns them."""
    cameras = await visibility.camera_ids(actor)
    restriction = None if cameras is None else Restriction(partial(visibility.own, actor), cameras)
    async with database.read() as connection:
        await visibility.incident(connection, actor, incident_id)
        found = await repository.by_ids(connection, LIVE_REALM, [incident_id])
        if not found:
            raise incident_missing()
        return incident_for(actor.role, await incident_detail(connection, found[0], clock.now(), restriction))


@router.patch("/{incident_id}")
async def change_incident(
    actor: Officer,
    hotspots: Wired[Hotspots],
    changes: Wired[ChangeReplies],
    work: Wired[IncidentTransactions],
    first: Wired[FirstReports],
    incident_id: UUID,
    body: ChangeBody,
) -> IncidentReply:
    """Change level, kind, place and the like."""
    _known_hotspot(hotspots, body.hotspot)
    values = {name: getattr(body, name) for name in body.model_fields_set - {"note"}}
    for name in ("level", "kind", "title"):
        if name in values and values[name] is None:
            raise Invalid(fields={name: FieldWords(zh="不能为空", en="cannot be empty")})
    if body.title is not None:
        values["title"] = {"zh": body.title, "en": body.title}
    if body.position is not None:
        values["position"] = body.position.wgs84()
    return await changes.reply(await change(work, first, (incident_id, values), body.note, actor), incident_replies)


@router.post("/{incident_id}/notes", status_code=201)
async def post_note(
    actor: Writer,
    changes: Wired[ChangeReplies],
    work: Wired[IncidentTransactions],
    visibility: Wired[Visibility],
    incident_id: UUID,
    body: NoteBody,
) -> TransitionReply:
    """Add a note to the timeline; a responder to their own incidents, while they go on."""
    link = await add_note(work, visibility, incident_id, body.text, actor)
    await changes.wake()
    return transition_reply(link)


def _known_hotspot(hotspots: Hotspots, hotspot: str | None) -> None:
    if hotspot is not None and hotspot not in hotspots.ids:
        raise Invalid(fields={"hotspot": FieldWords(zh="没有这个重点区域", en="there is no such hotspot")})
