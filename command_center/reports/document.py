"""A report as a document: what stands on the paper, in the order of an official one. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, tzinfo

from command_center.incidents.model import Incident
from command_center.reports.config import Reporting
from command_center.reports.contradictions import MAY_BE_EMPTY
from command_center.reports.model import FIELD_NAMES, Body, Report, ReportField, ReportKind
from command_center.reports.prefill import chinese_time
from command_center.reports.sheet import Sheet

KIND_NAMES = {ReportKind.FIRST: "首报", ReportKind.FOLLOW_UP: "续报", ReportKind.FINAL: "终报"}
DIGITS = "〇一二三四五六七八九"
TEN = 10
UNSIGNED = "（草稿，未签发）"
DRILL = "【演练】"
EMPTY = "（暂缺）"
"""Under a heading about which nobody has said anything: “无” would state that there is nothing."""
SIGNED_ALONE = "紧急情况一人拟签事由"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``一、接报时间`` and what is said under it."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the event on a page of its own."""

    jpeg: bytes
    caption: str
    name: str = "现场图片"


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """Everything that a printed report shows."""

    organisation: str
    heading: str
    code: str
    signer: str
    title: str
    receiver: str
    paragraphs: tuple[Paragraph, ...]
    date: str
    contact: str
    """``联系人：…；电话：…``: whom the receiver calls back."""
    copies: str
    at: datetime
    """When it was signed; of a draft, when it was begun."""
    mark: str
    """What must be seen on every page: that it is a draft, or of a drill. Empty on a signed one."""

    def as_dict(self) -> Mapping[str, object]:
        """For templates: texts alone."""
        return {name: value for name, value in asdict(self).items() if name != "at"}


def report_document(sheet: Sheet, body: Body, reporting: Reporting, time_zone: tzinfo) -> ReportDocument:
    """The document of a report with this text; without a signature it says that it is a draft, signed by its writer it
    says why."""
    report = sheet.report
    drill = "" if report.realm == "live" else DRILL
    signed = report.signed_at is not None
    moment = report.signed_at or report.created_at
    return ReportDocument(
        organisation=drill + reporting.organisation.zh,
        heading=reporting.heading,
        code=report.code or "（编号待定）",
        signer=report.approver["name"] if signed and report.approver else "（待签发）",
        title=official_title(sheet),
        receiver=reporting.receiver,
        paragraphs=_paragraphs(body, sheet.hands.alone_reason),
        date=chinese_time(moment, time_zone).split("日")[0] + "日",
        contact=_contact(report, reporting.phone),
        copies=reporting.copies,
        at=moment,
        mark=drill or ("" if signed else UNSIGNED),
    )


def official_title(sheet: Sheet) -> str:
    """``关于五云山明火的首报``, as the paper and its page call the report."""
    drill = "" if sheet.report.realm == "live" else DRILL
    return f"{drill}关于{sheet.event}的{kind_name(sheet.report)}"


def _paragraphs(body: Body, alone_reason: str | None) -> tuple[Paragraph, ...]:
    """Every field in its order; advice that nobody gives is left out."""
    said = [
        (FIELD_NAMES[name][0], body.get(name, "").strip() or EMPTY)
        for name in ReportField
        if body.get(name, "").strip() or name not in MAY_BE_EMPTY
    ]
    if alone_reason is not None:
        said.append((SIGNED_ALONE, alone_reason))
    return tuple(Paragraph(f"{chinese_number(place)}、{name}", text) for place, (name, text) in enumerate(said, 1))


def _contact(report: Report, phone: str) -> str:
    person = f"联系人：{report.author['name']}" if report.author else ""
    return "；".join(part for part in (person, f"电话：{phone}" if phone else "") if part)


def kind_name(report: Report) -> str:
    """``续报二``."""
    name = KIND_NAMES[report.kind]
    return name + chinese_number(report.number) if report.kind is ReportKind.FOLLOW_UP else name


def chinese_number(number: int) -> str:
    """``十二``, up to 99."""
    tens, ones = divmod(number, TEN)
    head = "" if tens == 0 else ("十" if tens == 1 else DIGITS[tens] + "十")
    return head + (DIGITS[ones] if ones else "")


def file_stem(report: Report, incident: Incident) -> str:
    """The name of its file, without the ending."""
    return f"{incident.number}-{kind_name(report)}"
