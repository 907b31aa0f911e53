"""Reports as files: PDF, Word, CAP."""

from __future__ import annotations

import asyncio
from typing import Annotated
from urllib.parse import quote
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Response

from command_center.auth.model import Actor
from command_center.base.db import Database
from command_center.base.errors import Conflict
from command_center.base.settings import Settings
from command_center.cap.messages import of_report
from command_center.cap.writing import write
from command_center.reports import repository
from command_center.reports.config import Reporting
from command_center.reports.document import ReportDocument, file_stem, report_document
from command_center.reports.docx import docx
from command_center.reports.pdf import pdf
from command_center.reports.service import ReportService
from command_center.web.costly import CostlyWork
from command_center.web.guards import require
from command_center.web.routes.reports import READERS
from command_center.web.views.privacy import body_for
from command_center.web.wiring import Wired

router = APIRouter(prefix="/api/reports/{report_id}", tags=["reports"])

Reader = Annotated[Actor, Depends(require(*READERS))]
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@router.get("/report.pdf", response_class=Response)
async def as_pdf(actor: Reader, use: Wired[ReportService], costly: Wired[CostlyWork], report_id: UUID) -> Response:
    """The report in the official layout; one without a signature says on every page that it is a draft."""
    made, stem = await _paper(use, report_id, actor)
    with costly.turn(actor.id):
        return _file(await asyncio.to_thread(pdf, made), "application/pdf", f"{stem}.pdf")


@router.get("/report.docx", response_class=Response)
async def as_docx(
    actor: Reader,
    settings: Wired[Settings],
    use: Wired[ReportService],
    costly: Wired[CostlyWork],
    report_id: UUID,
) -> Response:
    """The same for Word."""
    made, stem = await _paper(use, report_id, actor)
    template = settings.config_dir / "report.docx"
    with costly.turn(actor.id):
        return _file(await asyncio.to_thread(docx, made, template), WORD, f"{stem}.docx")


@router.get("/report.xml", response_class=Response)
async def as_cap(
    actor: Reader,
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
    said = body_for(actor.role, sheet.body, incident)
    message = of_report(sheet, said, told, reporting.organisation.zh)
    xml = write(message, reporting.cap, ZoneInfo(settings.time_zone))
    return _file(xml, "application/cap+xml", f"{message.identifier}.xml")


async def _paper(use: ReportService, report_id: UUID, actor: Actor) -> tuple[ReportDocument, str]:
    sheet = await use.read(report_id)
    said = body_for(actor.role, sheet.body, sheet.incident)
    return report_document(sheet, said, use.reporting, use.time_zone), file_stem(sheet.report, sheet.incident)


def _file(data: bytes, media_type: str, name: str) -> Response:
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(data, media_type=media_type, headers={"Content-Disposition": disposition})
