"""Rows of the record of viewings as pages see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from camera_adapters.messages import LIVE_REALM, CameraSpec
from command_center.base.schemas import Reply, TextReply
from command_center.incidents import repository as incidents
from command_center.viewings.listing import Listed
from command_center.viewings.model import Act, Span, Thing
from command_center.web.views.transitions import PersonReply


class SpanReply(Reply):
    """Pictures from a moment up to another one."""

    from_: datetime = Field(serialization_alias="from")
    to: datetime


class ViewingReply(Reply):
    """Who watched, downloaded or exported what. ``act`` is ``watching_began`` while it goes on, or was broken off."""

    number: int
    at: datetime
    last_at: datetime
    person: PersonReply
    session_id: UUID
    address: str
    act: Act
    goes_on: bool
    thing: Thing
    thing_id: str
    camera: TextReply | None
    incident_id: UUID | None
    incident_number: str | None
    spans: list[SpanReply]
    file_name: str | None
    sha256: str | None
    hash: str


async def viewing_replies(
    connection: AsyncConnection, rows: Sequence[Listed], cameras: Mapping[str, CameraSpec]
) -> list[ViewingReply]:
    """Views of rows, in the order given."""
    ids = {row.entry.viewing.incident_id for row in rows} - {None}
    known = await incidents.by_ids(connection, LIVE_REALM, [one for one in ids if one])
    numbers = {one.id: one.number for one in known}
    return [_reply(row, cameras, numbers) for row in rows]


def _reply(row: Listed, cameras: Mapping[str, CameraSpec], numbers: Mapping[UUID, str]) -> ViewingReply:
    one = row.entry.viewing
    who, spec = one.viewer.who, cameras.get(one.thing_id) if one.thing is Thing.RECORDING else None
    return ViewingReply(
        number=row.entry.number,
        at=one.began_at or one.at,
        last_at=row.last_at,
        person=PersonReply(id=who.id, display_name=who.name, role=who.role),
        session_id=one.viewer.session_id,
        address=one.viewer.address,
        act=one.act,
        goes_on=row.goes_on,
        thing=one.thing,
        thing_id=one.thing_id,
        camera=TextReply(zh=spec.name.zh, en=spec.name.en) if spec else None,
        incident_id=one.incident_id,
        incident_number=numbers.get(one.incident_id) if one.incident_id else None,
        spans=[_span(each) for each in row.spans],
        file_name=one.file.name if one.file else None,
        sha256=one.file.sha256 if one.file else None,
        hash=row.entry.hash.hex(),
    )


def _span(span: Span) -> SpanReply:
    return SpanReply(from_=span[0], to=span[1])
