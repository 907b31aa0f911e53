"""A report as a document: what stands on the paper, in the order of an official one. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import tzinfo

from command_center.incidents.model import Incident
from command_center.reports.config import Reporting
from command_center.reports.model import FIELD_NAMES, Body, Report, ReportField, ReportKind
from command_center.reports.prefill import chinese_time

KIND_NAMES = {ReportKind.FIRST: "首报", ReportKind.FOLLOW_UP: "续报", ReportKind.FINAL: "终报"}
DIGITS = "〇一二三四五六七八九"
TEN = 10
UNSIGNED = "（草稿，未签发）"
DRILL = "【演练】"
SIGNED_ALONE = "紧急情况一人拟签事由"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``一、接报时间`` and what is said under it."""

    heading: str
    text: str


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
    copies: str
    mark: str
    """What must be seen on every page: that it is a draft, or of a drill. Empty on a signed one."""

    def as_dict(self) -> Mapping[str, object]:
        """For templates."""
        return asdict(self)


def report_document(
    report: Report,
    body: Body,
    incident: Incident,
    reporting: Reporting,
    time_zone: tzinfo,
    *,
    alone_reason: str | None = None,
) -> ReportDocument:
    """The document of a report; without a signature it says that it is a draft, signed by its writer it says why."""
    drill = "" if incident.realm == "live" else DRILL
    signed = report.signed_at is not None
    said = [(FIELD_NAMES[name][0], body.get(name, "")) for name in ReportField]
    if alone_reason is not None:
        said.append((SIGNED_ALONE, alone_reason))
    moment = report.signed_at or report.created_at
    return ReportDocument(
        organisation=drill + reporting.organisation.zh,
        heading=reporting.heading,
        code=report.code or "（编号待定）",
        signer=report.approver["name"] if signed and report.approver else "（待签发）",
        title=f"{drill}关于{incident.title['zh']}的{kind_name(report)}",
        receiver=reporting.receiver,
        paragraphs=tuple(
            Paragraph(f"{chinese_number(place)}、{name}", text or "无。") for place, (name, text) in enumerate(said, 1)
        ),
        date=chinese_time(moment, time_zone).split("日")[0] + "日",
        copies=reporting.copies,
        mark=drill or ("" if signed else UNSIGNED),
    )


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
