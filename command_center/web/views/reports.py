"""Reports as pages see them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from command_center.auth.model import LEADERS, Actor
from command_center.base.schemas import Level, Reply, TextReply
from command_center.incidents.model import Incident
from command_center.reports.document import official_title
from command_center.reports.model import Report, ReportField, ReportKind, ReportStage, is_late, running_clock
from command_center.reports.sheet import Sheet
from command_center.reports.signing import Returned
from command_center.web.views.transitions import PersonReply, person, row_person


class DueReply(Reply):
    """What is owed next of a report: by phone, then in writing."""

    what: Literal["phone", "written"]
    at: datetime


class ReportReply(Reply):
    """One report, without its text."""

    id: UUID
    incident_id: UUID
    kind: ReportKind
    number: int
    stage: ReportStage
    code: str | None
    begun: bool
    author: PersonReply | None
    approver: PersonReply | None
    created_at: datetime
    phone_due_at: datetime | None
    due_at: datetime | None
    due: DueReply | None
    signed_at: datetime | None
    phoned_at: datetime | None
    phoned_to: str | None
    written_at: datetime | None
    receipt_by: str | None
    receipt_at: datetime | None
    late: bool
    late_reason: str | None


class ReturnedReply(Reply):
    """A report that came back: by whom, when and why."""

    by: PersonReply
    at: datetime
    reason: str


class ReportDetailReply(ReportReply):
    """One report with its text; what nobody has begun to write is prefilled from the incident."""

    revision: int
    title: str
    """As the paper is called, in Chinese."""
    writers: list[PersonReply]
    """Who wrote or submitted it: they do not sign it."""
    alone_reason: str | None
    """Why one of them signed it all the same."""
    body: dict[ReportField, str]
    unchecked: list[ReportField]
    """Fields that the centre filled in and no person has touched."""
    contradictions: list[TextReply]
    """Why a final report cannot be submitted or signed now."""
    returned: ReturnedReply | None
    """That it came back, until it is submitted again."""
    has_picture: bool
    """Whether its papers can show a picture of the event."""
    incident_number: str
    incident_title: TextReply


class DeskReply(Reply):
    """A report on its way to or from a signature, as a list shows it."""

    report_id: UUID
    incident_id: UUID
    incident_number: str
    incident_title: TextReply
    level: Level
    kind: ReportKind
    number: int
    stage: ReportStage
    author: PersonReply | None
    submitted_by: PersonReply | None
    submitted_at: datetime | None
    returned: ReturnedReply | None
    may_sign: bool
    """Whether the person who asks can sign it: a leader who had no hand in it."""


class OwedReply(Reply):
    """A report that is owed, as every screen counts it down."""

    report_id: UUID
    incident_id: UUID
    incident_number: str
    incident_title: TextReply
    level: Level
    kind: ReportKind
    number: int
    due: DueReply


def report_reply(report: Report, now: datetime) -> ReportReply:
    return ReportReply.model_validate(_values(report, now))


def report_detail(sheet: Sheet, body: dict[ReportField, str], now: datetime) -> ReportDetailReply:
    """The view of one report with its text, as the person who asks may read it."""
    report, hands = sheet.report, sheet.hands
    more = {
        "writers": [person(writer) for writer in hands.writers],
        "alone_reason": hands.alone_reason,
        "revision": report.revision,
        "title": official_title(sheet),
        "body": body,
        "unchecked": list(sheet.unchecked),
        "contradictions": list(sheet.contradictions),
        "returned": _returned(hands.returned),
        "has_picture": sheet.picture is not None,
        "incident_number": sheet.incident.number,
        "incident_title": dict(sheet.incident.title),
    }
    return ReportDetailReply.model_validate(_values(report, now) | more)


def desk_reply(sheet: Sheet, actor: Actor) -> DeskReply:
    """The view of one report on its way to or from a signature, for the person who asks."""
    report, incident, hands = sheet.report, sheet.incident, sheet.hands
    submitted = hands.submitted
    waits = report.stage is ReportStage.SUBMITTED and actor.role in LEADERS
    return DeskReply.model_validate(
        {
            "report_id": report.id,
            "incident_id": incident.id,
            "incident_number": incident.number,
            "incident_title": dict(incident.title),
            "level": incident.level,
            "kind": report.kind,
            "number": report.number,
            "stage": report.stage,
            "author": row_person(report.author),
            "submitted_by": person(submitted.actor) if submitted and submitted.actor else None,
            "submitted_at": submitted.at if submitted else None,
            "returned": _returned(hands.returned),
            "may_sign": waits and not hands.wrote(str(actor.id)),
        }
    )


def _returned(found: Returned | None) -> ReturnedReply | None:
    return ReturnedReply(by=person(found.by), at=found.at, reason=found.reason) if found else None


def owed_reply(report: Report, incident: Incident) -> OwedReply | None:
    """The view of what is owed; None when nothing is."""
    due = _due(report)
    if due is None:
        return None
    return OwedReply.model_validate(
        {
            "report_id": report.id,
            "incident_id": incident.id,
            "incident_number": incident.number,
            "incident_title": dict(incident.title),
            "level": incident.level,
            "kind": report.kind,
            "number": report.number,
            "due": due,
        }
    )


def _due(report: Report) -> DueReply | None:
    running = running_clock(report)
    return DueReply.model_validate({"what": running[0], "at": running[1]}) if running else None


def _values(report: Report, now: datetime) -> dict[str, object]:
    same = ("id", "incident_id", "kind", "number", "stage", "code", "created_at", "phone_due_at", "due_at", "signed_at")
    told = ("phoned_at", "phoned_to", "written_at", "receipt_by", "receipt_at", "late_reason")
    return {name: getattr(report, name) for name in (*same, *told)} | {
        "begun": report.body is not None,
        "author": row_person(report.author),
        "approver": row_person(report.approver),
        "due": _due(report),
        "late": is_late(report, now),
    }
