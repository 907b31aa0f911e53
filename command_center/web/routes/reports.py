"""HTTP interface of reports."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import Field

from camera_adapters.messages import LIVE_REALM
from command_center.auth.model import DUTY, LEADERS, READERS, Actor
from command_center.base.db import Database
from command_center.base.schemas import Body, Moment, ReasonBody, Words
from command_center.incidents import repository as incidents
from command_center.reports import repository
from command_center.reports.model import Report, ReportField, ReportKind
from command_center.reports.service import ReportService
from command_center.web.changes import ChangeReplies
from command_center.web.guards import require
from command_center.web.ownership import Kind, anyones
from command_center.web.views.privacy import body_for
from command_center.web.views.reports import (
    DeskReply,
    OwedReply,
    ReportDetailReply,
    desk_reply,
    owed_reply,
    report_detail,
)
from command_center.web.wiring import Wired

router = APIRouter(prefix="/api", tags=["reports"])

Reader = Annotated[Actor, Depends(require(*READERS, of=anyones(Kind.REPORT)))]
Officer = Annotated[Actor, Depends(require(*DUTY, of=anyones(Kind.REPORT)))]
Beginner = Annotated[Actor, Depends(require(*DUTY, of=anyones(Kind.INCIDENT)))]
Signer = Annotated[Actor, Depends(require(*LEADERS, of=anyones(Kind.REPORT)))]
Line = Annotated[Words, Field(min_length=1, max_length=120)]
Text = Annotated[Words, Field(max_length=4000)]


class BeginBody(Body):
    """Which report; the first one is there already."""

    kind: Literal[ReportKind.FOLLOW_UP, ReportKind.FINAL]


class WriteBody(Body):
    """The text, and the revision it was written on."""

    revision: int = Field(ge=0)
    body: dict[ReportField, Text]
    touched: frozenset[ReportField] = frozenset()
    """Fields that the writer changed or confirmed: the others stay marked as filled in by the centre."""


class PhonedBody(Body):
    """Who was told."""

    to: Line
    late_reason: Text | None = None


class SendBody(Body):
    """Sent; why it is late, where it is."""

    late_reason: Text | None = None


class SignBody(Body):
    """Signed; why by one of those who wrote it, where there was nobody else."""

    alone_reason: Annotated[Words, Field(min_length=1, max_length=2000)] | None = None


class ReceiptBody(Body):
    """Who has it, and since when."""

    by: Line
    at: Moment | None = None


@router.get("/reports/owed")
async def owed(_: Reader, database: Wired[Database]) -> list[OwedReply]:
    """What is owed upward by a time, the next due first: every screen counts it down."""
    async with database.read() as connection:
        found = await repository.owed(connection, LIVE_REALM)
        ids = {report.incident_id for report in found}
        known = {one.id: one for one in await incidents.by_ids(connection, LIVE_REALM, ids)}
    replies = (owed_reply(report, known[report.incident_id]) for report in found)
    return sorted((reply for reply in replies if reply), key=lambda reply: reply.due.at)


@router.get("/reports/desks")
async def on_desks(actor: Reader, use: Wired[ReportService]) -> list[DeskReply]:
    """What waits for a signature, came back from it, or is signed and has not gone out, the oldest first."""
    return [desk_reply(sheet, actor) for sheet in await use.on_desks()]


@router.get("/reports/{report_id}")
async def get_report(actor: Reader, use: Wired[ReportService], report_id: UUID) -> ReportDetailReply:
    """One report with its text."""
    return await _detail(use, report_id, actor)


@router.post("/incidents/{incident_id}/reports", status_code=201)
async def begin(
    actor: Beginner, changes: Wired[ChangeReplies], use: Wired[ReportService], incident_id: UUID, body: BeginBody
) -> ReportDetailReply:
    """Begin a follow-up or the final report."""
    return await _told(changes, use, actor, await use.begin(incident_id, ReportKind(body.kind), actor))


@router.put("/reports/{report_id}")
async def write(
    actor: Officer, changes: Wired[ChangeReplies], use: Wired[ReportService], report_id: UUID, body: WriteBody
) -> ReportDetailReply:
    """Save the text of a draft."""
    text = {str(name): said for name, said in body.body.items()}
    return await _told(changes, use, actor, await use.write(report_id, body.revision, text, actor, body.touched))


@router.post("/reports/{report_id}/submit")
async def submit(
    actor: Officer, changes: Wired[ChangeReplies], use: Wired[ReportService], report_id: UUID
) -> ReportDetailReply:
    """Ask for the signature."""
    return await _told(changes, use, actor, await use.submit(report_id, actor))


@router.post("/reports/{report_id}/return")
async def give_back(
    actor: Signer, changes: Wired[ChangeReplies], use: Wired[ReportService], report_id: UUID, body: ReasonBody
) -> ReportDetailReply:
    """Give it back to be written otherwise."""
    return await _told(changes, use, actor, await use.give_back(report_id, body.reason, actor))


@router.post("/reports/{report_id}/sign")
async def sign(
    actor: Signer,
    changes: Wired[ChangeReplies],
    use: Wired[ReportService],
    report_id: UUID,
    body: SignBody | None = None,
) -> ReportDetailReply:
    """签发: by somebody else than who wrote or submitted it, or alone with a reason."""
    return await _told(changes, use, actor, await use.sign(report_id, actor, body.alone_reason if body else None))


@router.post("/reports/{report_id}/phoned")
async def phoned(
    actor: Officer, changes: Wired[ChangeReplies], use: Wired[ReportService], report_id: UUID, body: PhonedBody
) -> ReportDetailReply:
    """It was told by phone."""
    return await _told(changes, use, actor, await use.phoned(report_id, body.to, body.late_reason, actor))


@router.post("/reports/{report_id}/send")
async def send(
    actor: Officer,
    changes: Wired[ChangeReplies],
    use: Wired[ReportService],
    report_id: UUID,
    body: SendBody | None = None,
) -> ReportDetailReply:
    """It went out in writing."""
    return await _told(changes, use, actor, await use.send(report_id, body.late_reason if body else None, actor))


@router.post("/reports/{report_id}/receipt")
async def receipt(
    actor: Officer, changes: Wired[ChangeReplies], use: Wired[ReportService], report_id: UUID, body: ReceiptBody
) -> ReportDetailReply:
    """Those above have it."""
    return await _told(changes, use, actor, await use.receipt(report_id, body.by, body.at, actor))


async def _detail(use: ReportService, report_id: UUID, actor: Actor) -> ReportDetailReply:
    sheet = await use.read(report_id)
    shown = body_for(actor.role, sheet.body, sheet.incident)
    text = {name: shown.get(name, "") for name in ReportField}
    return report_detail(sheet, text, use.work.clock.now())


async def _told(changes: ChangeReplies, use: ReportService, actor: Actor, report: Report) -> ReportDetailReply:
    """Wake every process, then answer."""
    await changes.wake(report.realm)
    return await _detail(use, report.id, actor)
