"""The record of viewings over HTTP: all of it for administrators, what belongs to an incident on its page."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Annotated
from uuid import UUID

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Query
from sqlalchemy.ext.asyncio import AsyncConnection

from camera_adapters.messages import LIVE_REALM
from command_center.alerts import repository as alerts
from command_center.auth.model import ADMINS, LEADERS, Actor, Role
from command_center.base.clock import Clock
from command_center.base.db import Database
from command_center.base.schemas import Moment
from command_center.cameras.repository import by_hotspot
from command_center.cameras.service import Cameras
from command_center.incidents import repository as incidents
from command_center.incidents.errors import incident_missing
from command_center.incidents.model import Incident
from command_center.viewings import listing
from command_center.viewings.model import Act, Span
from command_center.viewings.repository import viewing
from command_center.web.guards import require
from command_center.web.ownership import Kind, anyones
from command_center.web.paging import FilterWord, Page, PagingDep, conditions, given
from command_center.web.views.incidents import VIDEO_BEFORE, video_ranges
from command_center.web.views.viewings import ViewingReply, viewing_replies
from command_center.web.wiring import Wired

router = APIRouter(prefix="/api", tags=["operation"])
AdminActor = Annotated[Actor, Depends(require(*ADMINS))]
Examiner = Annotated[Actor, Depends(require(*LEADERS, Role.REVIEWER, *ADMINS, of=anyones(Kind.INCIDENT)))]
"""Who answers for an incident, reviews it, or runs the centre."""


class Filters:
    """The filters of the list."""

    def __init__(
        self,
        *,
        act: Annotated[list[Act] | None, Query()] = None,
        person: FilterWord | None = None,
        what: FilterWord | None = None,
        from_: Annotated[Moment | None, Query(alias="from")] = None,
        to: Annotated[Moment | None, Query()] = None,
    ) -> None:
        self.what = what.strip() if what else ""
        self.conditions = conditions(
            given(act, _of_acts),
            given(person.strip() if person else None, listing.by_person),
            given(from_, viewing.c.at.__ge__),
            given(to, viewing.c.at.__lt__),
        )


def _of_acts(acts: Collection[Act]) -> listing.Condition:
    """Watched is also what goes on."""
    going = {Act.WATCHING_BEGAN} if Act.WATCHED in acts else set()
    return viewing.c.act.in_([str(one) for one in {*acts, *going}])


@router.get("/audit/viewings")
async def list_viewings(
    _: AdminActor,
    database: Wired[Database],
    cameras: Wired[Cameras],
    filters: Annotated[Filters, Depends()],
    paging: PagingDep,
) -> Page[ViewingReply]:
    """Who watched, downloaded or exported what, newest first. ``what``: a camera, file, SHA-256, id or incident."""
    wanted = list(filters.conditions)
    async with database.read() as connection:
        if filters.what:
            named = [one.id for one in cameras.roster().values() if _names(filters.what, one.name.zh, one.name.en)]
            wanted.append(listing.about(filters.what, named, await _numbered(connection, filters.what)))
        rows, total = await listing.listed(connection, wanted, paging.offset, paging.page_size)
        return paging.of(await viewing_replies(connection, rows, cameras.roster()), total)


@router.get("/incidents/{incident_id}/viewings")
async def list_viewings_of_incident(
    _: Examiner,
    database: Wired[Database],
    cameras: Wired[Cameras],
    clock: Wired[Clock],
    paging: PagingDep,
    incident_id: UUID,
) -> Page[ViewingReply]:
    """Who watched, downloaded or exported what belongs to an incident: its cameras in its time, files and reports."""
    async with database.read() as connection:
        found = await incidents.by_ids(connection, LIVE_REALM, [incident_id])
        if not found:
            raise incident_missing()
        evidence = await _evidence(connection, found[0], clock.now())
        rows, total = await listing.listed(connection, [evidence], paging.offset, paging.page_size)
        return paging.of(await viewing_replies(connection, rows, cameras.roster()), total)


async def _evidence(connection: AsyncConnection, incident: Incident, now: datetime) -> listing.Condition:
    """The cameras of its alerts in their time, and those of its hotspot while it went on."""
    joined = await alerts.of_incidents(connection, LIVE_REALM, [incident.id])
    videos = [(one.camera_id, (one.from_, one.to)) for one in video_ranges(joined, now)]
    there: Collection[str] = (await by_hotspot(connection)).get(incident.hotspot or "", ())
    span: Span = (min(incident.learned_at, incident.opened_at) - VIDEO_BEFORE, incident.closed_at or now)
    videos += [(camera, span) for camera in there]
    return listing.of_evidence(incident.id, [str(one.id) for one in joined], videos)


async def _numbered(connection: AsyncConnection, words: str) -> Collection[UUID]:
    """Incidents whose number contains the words."""
    table = incidents.incident.c
    query = sa.select(table.id).where(table.realm == LIVE_REALM, table.number.icontains(words, autoescape=True))
    return (await connection.scalars(query.limit(100))).all()


def _names(words: str, *names: str) -> bool:
    return any(words.casefold() in name.casefold() for name in names)
