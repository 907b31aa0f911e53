"""HTTP interface of incidents."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Query
from pydantic import AwareDatetime, Field, field_validator

from camera_adapters.messages import LIVE_REALM
from command_center.audit.views import TransitionReply, transition_reply
from command_center.auth.dependencies import require
from command_center.auth.model import DUTY, EVERYONE, Actor, Role
from command_center.container import ContainerDep
from command_center.errors import NotFound
from command_center.events.wake import wake
from command_center.incidents import repository
from command_center.incidents.model import IncidentState
from command_center.incidents.notes import add_note
from command_center.incidents.views import IncidentDetailReply, IncidentReply, incident_detail, incident_replies
from command_center.schemas import Body, FilterWord, Grade, Page, PagingDep, Words

router = APIRouter(prefix="/api/incidents", tags=["incidents"])

Reader = Annotated[Actor, Depends(require(*EVERYONE))]
Writer = Annotated[Actor, Depends(require(*DUTY, Role.RESPONDER, Role.REVIEWER))]


class NoteBody(Body):
    """What somebody wants to be remembered."""

    text: Words = Field(min_length=1, max_length=4000)

    @field_validator("text")
    @classmethod
    def _says_something(cls, value: str) -> str:
        text = value.strip()
        if not text:
            raise ValueError("must not be empty")
        return text


class Filters:
    """The filters of the list, as conditions."""

    def __init__(
        self,
        *,
        state: Annotated[list[IncidentState] | None, Query()] = None,
        level: Annotated[list[Grade] | None, Query()] = None,
        hotspot: FilterWord | None = None,
        kind: FilterWord | None = None,
        from_: Annotated[AwareDatetime | None, Query(alias="from")] = None,
        to: Annotated[AwareDatetime | None, Query()] = None,
        q: FilterWord | None = None,
    ) -> None:
        table = repository.incident.c
        self.conditions: list[sa.ColumnElement[bool]] = [
            *([table.state.in_([str(one) for one in state])] if state else []),
            *([table.level.in_(level)] if level else []),
            *([table.hotspot == hotspot] if hotspot else []),
            *([table.kind == kind] if kind else []),
            *([table.opened_at >= from_] if from_ else []),
            *([table.opened_at < to] if to else []),
            *([_matches(q)] if q and q.strip() else []),
        ]


def _matches(words: str) -> sa.ColumnElement[bool]:
    """Number or title in either language contains the words."""
    table = repository.incident.c
    wanted = words.strip()
    return sa.or_(
        table.number.icontains(wanted, autoescape=True),
        table.title["zh"].astext.icontains(wanted, autoescape=True),
        table.title["en"].astext.icontains(wanted, autoescape=True),
    )


@router.get("")
async def list_incidents(
    _: Reader, container: ContainerDep, filters: Annotated[Filters, Depends()], paging: PagingDep
) -> Page[IncidentReply]:
    """Incidents, newest first."""
    async with container.database.read() as connection:
        found, total = await repository.search(
            connection, LIVE_REALM, filters.conditions, paging.offset, paging.page_size
        )
        items = await incident_replies(connection, found)
    return Page(items=items, total=total, page=paging.page, page_size=paging.page_size)


@router.get("/{incident_id}")
async def get_incident(_: Reader, container: ContainerDep, incident_id: UUID) -> IncidentDetailReply:
    """One incident with its timeline, alerts and video."""
    async with container.database.read() as connection:
        found = await repository.by_ids(connection, LIVE_REALM, [incident_id])
        if not found:
            raise NotFound("incident_not_found", "事件不存在", "There is no such incident")
        return await incident_detail(connection, found[0], container.clock.now())


@router.post("/{incident_id}/notes", status_code=201)
async def post_note(actor: Writer, container: ContainerDep, incident_id: UUID, body: NoteBody) -> TransitionReply:
    """Add a note to the timeline."""
    link = await add_note(container.database, container.clock, incident_id, body.text, actor)
    await wake(container.bus.control, LIVE_REALM)
    return transition_reply(link)
