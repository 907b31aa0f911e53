"""Reports as files: PDF, Word, CAP."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Request, Response

from command_center.alerts import repository as alerts
from command_center.auth.model import READERS, Actor
from command_center.base.costly import CostlyWork
from command_center.base.db import Database
from command_center.base.errors import Conflict
from command_center.base.settings import Settings
from command_center.cap.messages import of_report
from command_center.cap.writing import write
from command_center.reports import repository
from command_center.reports.config import Reporting
from command_center.reports.document import Picture, ReportDocument, file_stem, report_document
from command_center.reports.docx import docx
from command_center.reports.model import Report
from command_center.reports.pdf import pdf
from command_center.reports.prefill import chinese_time
from command_center.reports.service import ReportService
from command_center.reports.sheet import Sheet
from command_center.viewings.model import Thing
from command_center.viewings.service import Viewings
from command_center.web.downloads import MadeFile, exported
from command_center.web.guards import require, viewer_of
from command_center.web.ownership import Kind, anyones
from command_center.web.refusals import file_of, refusals
from command_center.web.views.privacy import body_for
from command_center.web.wiring import Wired

router = APIRouter(prefix="/api/reports/{report_id}", tags=["reports"])

Reader = Annotated[Actor, Depends(require(*READERS, of=anyones(Kind.REPORT)))]
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Export:
    """The answer with a file that was made of a report, recorded as exported."""

    actor: Reader
    request: Request
    viewings: Wired[Viewings]

    async def answer(self, made: MadeFile, report: Report) -> Response:
        viewer, thing = viewer_of(self.request, self.actor), (Thing.REPORT, str(report.id))
        return await exported(self.viewings, viewer, thing, made, incident_id=report.incident_id)


Exporting = Annotated[Export, Depends()]


@router.get("/report.pdf", response_class=Response, responses=file_of("application/pdf") | refusals(429))
async def as_pdf(
    export: Exporting,
    settings: Wired[Settings],
    use: Wired[ReportService],
    costly: Wired[CostlyWork],
    report_id: UUID,
    picture: bool = False,
) -> Response:
    """The report in the official layout, with a picture of the event where it is wanted and there is one; without a
    signature it says on every page that it is a draft."""
    paper = await _paper(use, report_id, export.actor, picture=picture)
    with costly.turn(export.actor.id):
        data = await asyncio.to_thread(pdf, paper.document, settings.fonts_dir, paper.picture)
    return await export.answer(MadeFile(f"{paper.stem}.pdf", "application/pdf", data), paper.report)


@router.get("/report.docx", response_class=Response, responses=file_of(WORD) | refusals(429))
async def as_docx(
    export: Exporting,
    settings: Wired[Settings],
    use: Wired[ReportService],
    costly: Wired[CostlyWork],
    report_id: UUID,
    picture: bool = False,
) -> Response:
    """The same for Word."""
    paper = await _paper(use, report_id, export.actor, picture=picture)
    template = settings.config_dir / "report.docx"
    with costly.turn(export.actor.id):
        data = await asyncio.to_thread(docx, paper.document, template, paper.picture)
    return await export.answer(MadeFile(f"{paper.stem}.docx", WORD, data), paper.report)


@router.get("/report.xml", response_class=Response, responses=file_of("application/cap+xml") | refusals(409))
async def as_cap(
    export: Exporting,
    database: Wired[Database],
    reporting: Wired[Reporting],
    settings: Wired[Settings],
    use: Wired[ReportService],
    report_id: UUID,
) -> Response:
    """A signed report as a CAP message."""
    sheet = await use.read(report_id)
    report, incident = sheet.report, sheet.incident
    if report.signed_at is None:
        raise Conflict("report_not_signed", "报告签发后才能生成 CAP", "A report is sent as CAP once it is signed")
    async with database.read() as connection:
        told = await repository.of_incidents(connection, incident.realm, [incident.id])
    said = body_for(export.actor.role, sheet.body, incident)
    message = of_report(sheet, said, told, reporting.organisation.zh)
    xml = write(message, reporting.cap, ZoneInfo(settings.time_zone))
    return await export.answer(MadeFile(f"{message.identifier}.xml", "application/cap+xml", xml), report)


@dataclass(frozen=True, slots=True)
class Paper:
    """What a file is made of, and its name without the ending."""

    report: Report
    document: ReportDocument
    stem: str
    picture: Picture | None


async def _paper(use: ReportService, report_id: UUID, actor: Actor, *, picture: bool) -> Paper:
    """The paper of a report as this person may read it, with the picture where it is wanted and there is one."""
    sheet = await use.read(report_id)
    said = body_for(actor.role, sheet.body, sheet.incident)
    document = report_document(sheet, said, use.reporting, use.time_zone)
    shown = await _picture(use, sheet) if picture else None
    return Paper(sheet.report, document, file_stem(sheet.report, sheet.incident), shown)


async def _picture(use: ReportService, sheet: Sheet) -> Picture | None:
    if sheet.picture is None:
        return None
    async with use.work.database.read() as connection:
        jpeg = await alerts.snapshot(connection, sheet.incident.realm, sheet.picture.alert_id)
    caption = f"{sheet.event}，视频监控截图，{chinese_time(sheet.picture.at, use.time_zone)}"
    return Picture(jpeg, caption) if jpeg else None
