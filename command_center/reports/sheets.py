"""Reading of sheets from the database: a report with everything that its page and its papers show."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.alerts import repository as alerts
from command_center.chain import repository as audit
from command_center.chain.model import Subject
from command_center.duty import repository as duty
from command_center.incidents import repository as incidents
from command_center.incidents.model import Incident
from command_center.reports import repository
from command_center.reports.contradictions import contradictions
from command_center.reports.model import Report, unchecked_of
from command_center.reports.on_record import event_name, on_record
from command_center.reports.prefill import Known, prefill
from command_center.reports.sheet import Pictured, Sheet
from command_center.reports.signing import authorship
from command_center.site.model import Hotspots
from command_center.tasks import repository as tasks


@dataclass(frozen=True, slots=True)
class Sheets:
    """Reads sheets; names of places come from ``hotspots``, times are told in ``time_zone``."""

    hotspots: Hotspots
    time_zone: ZoneInfo

    async def of(self, connection: AsyncConnection, report: Report) -> Sheet:
        """The sheet of this report as the transaction sees its incident, tasks and records."""
        (incident,) = await incidents.by_ids(connection, report.realm, [report.incident_id])
        known = await self._known(connection, report, incident)
        filled = prefill(known)
        body = report.body if report.body is not None else filled
        links = await audit.of_subjects(connection, report.realm, [(Subject.REPORT, report.id)])
        seen = await alerts.of_incidents(connection, report.realm, [incident.id])
        return Sheet(
            report=report,
            incident=incident,
            facts=known.facts,
            event=event_name(incident, known.facts, known.hotspot),
            body=body,
            filled=filled,
            unchecked=unchecked_of(filled) if report.body is None else report.unchecked,
            contradictions=contradictions(report, body, incident, known.tasks),
            hands=authorship(links),
            picture=next((Pictured(one.id, one.raised_at) for one in seen if one.has_snapshot), None),
        )

    async def _known(self, connection: AsyncConnection, report: Report, incident: Incident) -> Known:
        told = await repository.of_incidents(connection, report.realm, [incident.id])
        signed = [one for one in told if one.signed_at is not None and one.id != report.id]
        links = await audit.of_subjects(connection, report.realm, [(Subject.INCIDENT, incident.id)])
        return Known(
            incident=incident,
            facts=on_record(incident, links),
            tasks=await tasks.of_incidents(connection, report.realm, [incident.id]),
            before=signed[-1] if signed else None,
            on_duty=[post.person for post in await duty.posts(connection)],
            hotspot=next((one.name.zh for one in self.hotspots.hotspots if one.id == incident.hotspot), None),
            time_zone=self.time_zone,
        )
