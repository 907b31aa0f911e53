"""Reports as pages see them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from command_center.base.schemas import Level, Reply, TextReply
from command_center.incidents.model import Incident
from command_center.reports.model import Report, ReportField, ReportKind, ReportStage, is_late, running_clock
from command_center.reports.signing import Authorship
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


class ReportDetailReply(ReportReply):
    """One report with its text; what nobody has begun to write is prefilled from the incident."""

    revision: int
    writers: list[PersonReply]
    """Who wrote or submitted it: they do not sign it."""
    alone_reason: str | None
    """Why one of them signed it all the same."""
    body: dict[ReportField, str]
    incident_number: str
    incident_title: TextReply


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


def report_detail(
    report: Report, body: dict[ReportField, str], incident: Incident, hands: Authorship, now: datetime
) -> ReportDetailReply:
    """The view of one report with its text."""
    more = {
        "writers": [person(writer) for writer in hands.writers],
        "alone_reason": hands.alone_reason,
        "revision": report.revision,
        "body": body,
        "incident_number": incident.number,
        "incident_title": dict(incident.title),
    }
    return ReportDetailReply.model_validate(_values(report, now) | more)


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
