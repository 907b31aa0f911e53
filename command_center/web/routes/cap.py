"""HTTP interface of CAP: a message comes in by a token or by a duty officer's hand; what an alert came of is shown."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Request, Response

from camera_adapters.messages import LIVE_REALM
from command_center.alerts import intake_repository
from command_center.alerts import repository as alerts
from command_center.auth.model import DUTY, READERS, Actor
from command_center.base.clock import Clock
from command_center.base.db import Database
from command_center.base.errors import NotFound
from command_center.base.schemas import PositionReply, Reply
from command_center.base.settings import Settings
from command_center.base.uploads import read_body
from command_center.cap import repository
from command_center.cap.messages import of_alert
from command_center.cap.reading import LARGEST, RefusedError
from command_center.cap.receiving import Receiving, SendingRight
from command_center.cap.writing import write
from command_center.chain import repository as audit
from command_center.chain.model import Subject
from command_center.reports.config import Reporting
from command_center.viewings.model import Thing
from command_center.viewings.service import Viewings
from command_center.web.changes import ChangeReplies
from command_center.web.downloads import MadeFile, exported
from command_center.web.guards import allowed_session, bearer_matches, own_site, require, viewer_of
from command_center.web.ownership import Kind, anyones
from command_center.web.refusals import body_of, file_of, refusals
from command_center.web.wiring import Wired

router = APIRouter(prefix="/api", tags=["cap"])

Reader = Annotated[Actor, Depends(require(*READERS, of=anyones(Kind.ALERT)))]
XML = "application/cap+xml"


class CapReceiptReply(Reply):
    """The message is stored, and is an alert."""

    identifier: str
    alert_id: UUID | None


class CapMessageReply(Reply):
    """A message that an alert came of."""

    identifier: str
    sender: str
    sent: datetime
    message_type: str
    headline: str
    event: str
    severity: str
    certainty: str
    description: str
    area: str
    position: PositionReply | None


async def may_send(request: Request, settings: Wired[Settings], receiving: Wired[Receiving]) -> SendingRight:
    """Another system by its token; somebody on duty by their session, from our own page. Raises TooMany."""
    right = await _right(request, settings)
    receiving.limiter.check(right.name)
    receiving.limiter.count(right.name)
    return right


async def _right(request: Request, settings: Settings) -> SendingRight:
    token, senders = settings.cap_token, settings.cap_senders
    for sender, secret in senders.items():
        if bearer_matches(request, secret.get_secret_value()):
            return SendingRight(f"sender {sender}", only=sender)
    if bearer_matches(request, token.get_secret_value() if token else None):
        return SendingRight("token", never=frozenset(senders))
    await own_site(request, settings)
    actor = await allowed_session(request, DUTY)
    return SendingRight(f"account {actor.id}", never=frozenset(senders))


@router.post("/cap", status_code=201, responses=refusals(429), openapi_extra=body_of(XML))
async def receive(
    right: Annotated[SendingRight, Depends(may_send)],
    request: Request,
    receiving: Wired[Receiving],
    database: Wired[Database],
    changes: Wired[ChangeReplies],
) -> CapReceiptReply:
    """Take a message: the body is its XML."""
    data = await read_body(request, LARGEST, RefusedError("message", "has more than 1 MB", "超过 1 MB"))
    incoming, message = await receiving.receive(data, right)
    await changes.wake()
    async with database.read() as connection:
        episodes = await intake_repository.episodes(connection, LIVE_REALM, [message.episode_id])
    return CapReceiptReply(identifier=incoming.identifier, alert_id=episodes[0].alert_id if episodes else None)


@router.get("/alerts/{alert_id}/cap")
async def cap_of_alert(_: Reader, database: Wired[Database], alert_id: UUID) -> list[CapMessageReply]:
    """The messages that an alert came of; of one that cameras saw there are none."""
    async with database.read() as connection:
        found = await alerts.by_ids(connection, LIVE_REALM, [alert_id])
        if not found:
            raise NotFound("alert_not_found", "预警不存在", "There is no such alert")
        episodes = [member.episode_id for member in found[0].members]
        rows = [row for one in episodes for row in await repository.of_episode(connection, LIVE_REALM, one)]
    return [CapMessageReply.model_validate({**row, **row["facts"]}) for row in rows]


@router.get("/alerts/{alert_id}/cap.xml", response_class=Response, responses=file_of(XML))
async def alert_as_cap(
    actor: Reader,
    request: Request,
    viewings: Wired[Viewings],
    database: Wired[Database],
    reporting: Wired[Reporting],
    clock: Wired[Clock],
    settings: Wired[Settings],
    alert_id: UUID,
) -> Response:
    """An alert as a CAP message: what it says now updates what it said before; a dismissed one cancels it."""
    async with database.read() as connection:
        found = await alerts.by_ids(connection, LIVE_REALM, [alert_id])
        timeline = await audit.of_subjects(connection, LIVE_REALM, [(Subject.ALERT, alert_id)])
    if not found:
        raise NotFound("alert_not_found", "预警不存在", "There is no such alert")
    message = of_alert(found[0], timeline, reporting.organisation.zh, clock.now())
    xml = write(message, reporting.cap, ZoneInfo(settings.time_zone))
    made, thing = MadeFile(f"{message.identifier}.xml", XML, xml), (Thing.ALERT, str(alert_id))
    return await exported(viewings, viewer_of(request, actor), thing, made, incident_id=found[0].incident_id)
