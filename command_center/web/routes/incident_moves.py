"""HTTP interface of an incident's life: one route a move, each for those whom the table of rules names."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import Field

from command_center.auth.model import Actor
from command_center.base.schemas import Body, ReasonBody, Words
from command_center.incidents.guards import COMMANDER, LEADER, ON_DUTY, RULES
from command_center.incidents.model import IncidentState
from command_center.incidents.transaction import IncidentTransactions
from command_center.notifications.outbox import Outbox
from command_center.reports.first_reports import FirstReports
from command_center.response.asking import Move, ask_for
from command_center.response.merging import merge
from command_center.response.moving import Ask, move
from command_center.response.reviewing import Correction, review
from command_center.web.changes import ChangeReplies
from command_center.web.guards import require
from command_center.web.ownership import Kind, anyones
from command_center.web.views.incidents import IncidentReply, incident_replies
from command_center.web.views.transitions import TransitionReply, transition_reply
from command_center.web.wiring import Wired

router = APIRouter(prefix="/api/incidents/{incident_id}", tags=["incidents"])

EVERY = anyones(Kind.INCIDENT)
OnDuty = Annotated[Actor, Depends(require(*sorted(ON_DUTY), of=EVERY))]
Leader = Annotated[Actor, Depends(require(*sorted(LEADER), of=EVERY))]
Commander = Annotated[Actor, Depends(require(*sorted(COMMANDER), of=EVERY))]
Merger = Annotated[
    Actor, Depends(require(*sorted(RULES[IncidentState.DISCOVERED, IncidentState.MERGED].who), of=EVERY))
]
Reviewer = Annotated[
    Actor, Depends(require(*sorted(RULES[IncidentState.CLOSED, IncidentState.REVIEWED].who), of=EVERY))
]
Statement = Annotated[Words, Field(min_length=1, max_length=4000)]
Note = Annotated[Words, Field(max_length=4000)]


class VerifyBody(Body):
    """How it was verified."""

    how: Literal["picture", "call_back", "patrol"]
    note: Note | None = None


class RespondBody(Body):
    """The response begins."""

    note: Note | None = None


class ControlBody(Body):
    """On which basis the danger is under control, and what was lost."""

    basis: Statement
    losses: Note = ""


class CloseBody(Body):
    """It is over."""

    note: Note | None = None


class MergeBody(Body):
    """Which incident it is the same as."""

    into: UUID
    note: Note | None = None


class CorrectionBody(Body):
    """Something to be put right."""

    text: Annotated[Words, Field(min_length=1, max_length=500)]
    owner: Annotated[Words, Field(min_length=1, max_length=60)]
    due_on: date


class AskBody(Body):
    """Which move somebody else is asked to make."""

    move: Move


class ReviewBody(Body):
    """What was learned, and who corrects what until when."""

    conclusion: Statement
    actions: Annotated[tuple[CorrectionBody, ...], Field(max_length=50)] = ()


@router.post("/verify")
async def verify(
    actor: OnDuty, changes: Wired[ChangeReplies], work: Wired[IncidentTransactions], incident_id: UUID, body: VerifyBody
) -> IncidentReply:
    """It is real: seen, called back, or looked at."""
    ask = Ask(IncidentState.VERIFIED, body.note, {"how": body.how})
    return await changes.reply(await move(work, incident_id, ask, actor), incident_replies)


@router.post("/respond")
async def respond(
    actor: OnDuty,
    changes: Wired[ChangeReplies],
    work: Wired[IncidentTransactions],
    incident_id: UUID,
    body: RespondBody | None = None,
) -> IncidentReply:
    """The response begins: led by the commander, or begun by whoever is on duty (先期处置)."""
    ask = Ask(IncidentState.RESPONDING, body.note if body else None, only_from=IncidentState.VERIFIED)
    return await changes.reply(await move(work, incident_id, ask, actor), incident_replies)


@router.post("/control")
async def control(
    actor: Commander,
    changes: Wired[ChangeReplies],
    work: Wired[IncidentTransactions],
    incident_id: UUID,
    body: ControlBody,
) -> IncidentReply:
    """The danger is under control."""
    ask = Ask(IncidentState.CONTROLLED, body.basis, {"losses": body.losses})
    return await changes.reply(await move(work, incident_id, ask, actor), incident_replies)


@router.post("/flare-up")
async def flare_up(
    actor: Commander,
    changes: Wired[ChangeReplies],
    work: Wired[IncidentTransactions],
    incident_id: UUID,
    body: ReasonBody,
) -> IncidentReply:
    """It is out of control again."""
    ask = Ask(IncidentState.RESPONDING, body.reason, {"flare_up": True}, IncidentState.CONTROLLED)
    return await changes.reply(await move(work, incident_id, ask, actor), incident_replies)


@router.post("/close")
async def close(
    actor: Leader,
    changes: Wired[ChangeReplies],
    work: Wired[IncidentTransactions],
    incident_id: UUID,
    body: CloseBody | None = None,
) -> IncidentReply:
    """It is over, reported and done."""
    ask = Ask(IncidentState.CLOSED, body.note if body else None)
    return await changes.reply(await move(work, incident_id, ask, actor), incident_replies)


@router.post("/ask", status_code=201)
async def ask(
    actor: OnDuty,
    changes: Wired[ChangeReplies],
    work: Wired[IncidentTransactions],
    outbox: Wired[Outbox],
    incident_id: UUID,
    body: AskBody,
) -> TransitionReply:
    """Ask those who may make a move to make it."""
    link = await ask_for(work, outbox, incident_id, body.move, actor)
    await changes.wake()
    return transition_reply(link)


@router.post("/cancel")
async def cancel(
    actor: Leader, changes: Wired[ChangeReplies], work: Wired[IncidentTransactions], incident_id: UUID, body: ReasonBody
) -> IncidentReply:
    """It was none, and nobody above was told."""
    ask = Ask(IncidentState.CANCELLED, body.reason)
    return await changes.reply(await move(work, incident_id, ask, actor), incident_replies)


@router.post("/merge")
async def merge_into(
    actor: Merger,
    changes: Wired[ChangeReplies],
    work: Wired[IncidentTransactions],
    first: Wired[FirstReports],
    incident_id: UUID,
    body: MergeBody,
) -> IncidentReply:
    """It is the same as another one."""
    return await changes.reply(await merge(work, first, (incident_id, body.into), body.note, actor), incident_replies)


@router.post("/review")
async def review_incident(
    actor: Reviewer,
    changes: Wired[ChangeReplies],
    work: Wired[IncidentTransactions],
    incident_id: UUID,
    body: ReviewBody,
) -> IncidentReply:
    """What was learned."""
    corrections = [Correction(one.text, one.owner, one.due_on) for one in body.actions]
    return await changes.reply(await review(work, incident_id, body.conclusion, corrections, actor), incident_replies)
