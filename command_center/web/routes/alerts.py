"""HTTP interface of alerts."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field

from camera_adapters.messages import LIVE_REALM
from command_center.alerts import repository, tables
from command_center.alerts.feedback import send_confirmed_case
from command_center.alerts.model import AlertState, DismissReason
from command_center.alerts.raising import AlertRaising, RaisedHazard
from command_center.auth.model import DUTY, LEADERS, READERS, Actor, person_of
from command_center.base.db import Database
from command_center.base.errors import Invalid, NotFound
from command_center.base.redis_bus import Bus
from command_center.base.schemas import Body, Grade, Moment, Words
from command_center.cameras.repository import named_like
from command_center.response.alert_decisions import AlertDecisions
from command_center.site.model import Hotspots
from command_center.web.changes import ChangeReplies
from command_center.web.downloads import SnapshotAnswers
from command_center.web.guards import require, viewer_of
from command_center.web.ownership import Kind, anyones
from command_center.web.paging import FilterWord, Page, PagingDep, conditions, given, page_of
from command_center.web.refusals import file_of
from command_center.web.views.alerts import AlertReply, alert_replies
from command_center.web.wiring import Wired
from common.kinds import KnownKind
from common.kinds.reported import REPORT
from common.text import FieldWords

router = APIRouter(prefix="/api/alerts", tags=["alerts"])

Reader = Annotated[Actor, Depends(require(*READERS, of=anyones(Kind.ALERT)))]
Leader = Annotated[Actor, Depends(require(*LEADERS, of=anyones(Kind.ALERT)))]
Officer = Annotated[Actor, Depends(require(*DUTY, of=anyones(Kind.ALERT)))]


class AcknowledgeBody(Body):
    """Nothing to say."""


class ConfirmBody(Body):
    """``incident_id`` names the incident to join; without it one is opened."""

    incident_id: UUID | None = None
    note: Words | None = Field(default=None, max_length=2000)


class DismissBody(Body):
    """Why no response is needed."""

    reason: DismissReason
    note: Words | None = Field(default=None, max_length=2000)


class ShelveBody(Body):
    """Until when, at most 8 h, and why."""

    until: Moment
    reason: Words = Field(min_length=1, max_length=200)


class ReportBody(Body):
    """A person says: look here. Without a camera, ``hotspot`` or the note says where."""

    kind: KnownKind = REPORT.name
    camera_id: str | None = Field(default=None, max_length=100)
    hotspot: str | None = Field(default=None, max_length=48)
    level: Grade | None = None
    note: Words = Field(min_length=1, max_length=2000)


class Filters:
    """The filters of the list, as conditions."""

    def __init__(
        self,
        *,
        open: Annotated[bool | None, Query()] = None,  # noqa: A002 - the name of the parameter in the address
        state: Annotated[list[AlertState] | None, Query()] = None,
        level: Annotated[list[Grade] | None, Query()] = None,
        kind: FilterWord | None = None,
        camera: FilterWord | None = None,
        station: FilterWord | None = None,
        hotspot: FilterWord | None = None,
        from_: Annotated[Moment | None, Query(alias="from")] = None,
        to: Annotated[Moment | None, Query()] = None,
        q: FilterWord | None = None,
    ) -> None:
        table = tables.alert.c
        self.conditions = conditions(
            {None: None, True: tables.IS_OPEN, False: sa.not_(tables.IS_OPEN)}[open],
            given(state, lambda states: table.state.in_([str(one) for one in states])),
            given(level, table.level.in_),
            given(kind, table.kind.__eq__),
            given(camera, _of_camera),
            given(station, table.station_id.__eq__),
            given(hotspot, table.hotspot.__eq__),
            given(from_, table.raised_at.__ge__),
            given(to, table.raised_at.__lt__),
            given(q.strip() if q else None, _matches),
        )


def _matches(words: str) -> sa.ColumnElement[bool]:
    """The camera's name or id, the station, the zone's name or what a person wrote contains the words."""
    table = tables.alert.c
    texts = (table.station_id, table.zone_name["zh"].astext, table.zone_name["en"].astext, table.note)
    written = (text.icontains(words, autoescape=True) for text in texts)
    return sa.or_(table.camera_id.in_(named_like(words)), *written)


def _of_camera(camera: str) -> sa.ColumnElement[bool]:
    """The camera that raised it, or a member of a group."""
    return sa.or_(tables.alert.c.camera_id == camera, tables.alert.c.members.contains([{"origin": camera}]))


@router.get("")
async def list_alerts(
    _: Reader, database: Wired[Database], filters: Annotated[Filters, Depends()], paging: PagingDep
) -> Page[AlertReply]:
    """Alerts, newest first."""
    return await page_of(database, repository.search, filters.conditions, paging, alert_replies)


@router.get("/{alert_id}")
async def get_alert(_: Reader, database: Wired[Database], alert_id: UUID) -> AlertReply:
    """One alert."""
    async with database.read() as connection:
        found = await alert_replies(connection, await repository.by_ids(connection, LIVE_REALM, [alert_id]))
    if not found:
        raise NotFound("alert_not_found", "预警不存在", "There is no such alert")
    return found[0]


@router.get("/{alert_id}/snapshot.jpg", response_class=Response, responses=file_of("image/jpeg"))
async def get_snapshot(
    actor: Reader, request: Request, database: Wired[Database], snapshots: Wired[SnapshotAnswers], alert_id: UUID
) -> Response:
    """The picture on which the alert was raised; it never changes."""
    async with database.read() as connection:
        jpeg = await repository.snapshot(connection, LIVE_REALM, alert_id)
        found = await repository.by_ids(connection, LIVE_REALM, [alert_id]) if jpeg else []
    if jpeg is None or not found:
        raise NotFound("no_snapshot", "没有截图", "There is no picture")
    cache = "private, max-age=86400, immutable"
    return await snapshots.answer(request, viewer_of(request, actor), found[0], jpeg, cache)


@router.post("", status_code=201)
async def raise_alert(
    actor: Officer,
    hotspots: Wired[Hotspots],
    raising: Wired[AlertRaising],
    changes: Wired[ChangeReplies],
    body: ReportBody,
) -> AlertReply:
    """Raise an alert by hand."""
    if body.hotspot is not None and body.hotspot not in hotspots.ids:
        raise Invalid(fields={"hotspot": FieldWords(zh="没有这个重点区域", en="there is no such hotspot")})
    report = RaisedHazard(body.kind, body.note, body.camera_id, body.hotspot, body.level)
    return await changes.reply(await raising.raise_one(report, person_of(actor)), alert_replies)


@router.post("/{alert_id}/shelve")
async def shelve(
    actor: Leader, changes: Wired[ChangeReplies], use: Wired[AlertDecisions], alert_id: UUID, body: ShelveBody
) -> AlertReply:
    """Put the alert aside for a while."""
    return await changes.reply(await use.shelve(alert_id, body.until, body.reason, actor), alert_replies)


@router.post("/{alert_id}/unshelve")
async def unshelve(
    actor: Leader, changes: Wired[ChangeReplies], use: Wired[AlertDecisions], alert_id: UUID
) -> AlertReply:
    """Take the alert off the shelf before its time."""
    return await changes.reply(await use.unshelve(alert_id, actor), alert_replies)


@router.post("/{alert_id}/acknowledge")
async def acknowledge(
    actor: Officer,
    changes: Wired[ChangeReplies],
    use: Wired[AlertDecisions],
    alert_id: UUID,
    _: AcknowledgeBody | None = None,
) -> AlertReply:
    """Take the alert."""
    return await changes.reply(await use.acknowledge(alert_id, actor), alert_replies)


@router.post("/{alert_id}/confirm")
async def confirm(
    actor: Officer,
    bus: Wired[Bus],
    changes: Wired[ChangeReplies],
    use: Wired[AlertDecisions],
    alert_id: UUID,
    body: ConfirmBody | None = None,
) -> AlertReply:
    """It is real: open an incident or join one."""
    said = body or ConfirmBody()
    alert = await use.confirm(alert_id, said.incident_id, said.note, actor)
    await send_confirmed_case(bus.control, alert)
    return await changes.reply(alert, alert_replies)


@router.post("/{alert_id}/dismiss")
async def dismiss(
    actor: Officer, changes: Wired[ChangeReplies], use: Wired[AlertDecisions], alert_id: UUID, body: DismissBody
) -> AlertReply:
    """It needs no response."""
    return await changes.reply(await use.dismiss(alert_id, body.reason, body.note, actor), alert_replies)
