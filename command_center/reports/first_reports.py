"""First reports: each is owed from the moment a person knows of an incident; inside the caller's transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.base.clock import NewId
from command_center.incidents.model import Incident
from command_center.reports import repository
from command_center.reports.config import Reporting
from command_center.reports.model import Report, ReportKind, ReportStage


class FirstReports:
    """Makes the obligation, and moves its deadlines with the incident's level."""

    def __init__(self, new_id: NewId, reporting: Reporting) -> None:
        self._new_id = new_id
        self._reporting = reporting

    async def owe(self, connection: AsyncConnection, incident: Incident, now: datetime) -> UUID:
        """A new incident owes its first report; the report's id."""
        due = self._reporting.deadline(incident.level)
        owed = Report(
            realm=incident.realm,
            id=self._new_id(),
            incident_id=incident.id,
            kind=ReportKind.FIRST,
            number=1,
            stage=ReportStage.DRAFT,
            revision=0,
            created_at=now,
            phone_due_at=incident.learned_at + due.phone,
            due_at=incident.learned_at + due.written,
        )
        await repository.insert_one(connection, owed)
        return owed.id

    async def due_again(self, connection: AsyncConnection, incident: Incident) -> None:
        """Set the time limits of a first report anew after the level or the time of learning has changed."""
        due = self._reporting.deadline(incident.level)
        for report in await repository.of_incidents(connection, incident.realm, [incident.id]):
            if report.kind is not ReportKind.FIRST or report.written_at is not None:
                continue
            phone = report.phone_due_at if report.phoned_at else incident.learned_at + due.phone
            changed = replace(report, phone_due_at=phone, due_at=incident.learned_at + due.written)
            await repository.update_one(connection, changed)
