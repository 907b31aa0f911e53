"""A report upward: what it says, how far it has come, and until when it is due. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from common.states import StateTable


class ReportKind(StrEnum):
    FIRST = "first"
    FOLLOW_UP = "follow_up"
    FINAL = "final"


class ReportStage(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    SIGNED = "signed"
    SENT = "sent"
    RECEIPTED = "receipted"


STAGES = StateTable(
    "a report",
    {
        ReportStage.DRAFT: frozenset({ReportStage.SUBMITTED}),
        ReportStage.SUBMITTED: frozenset({ReportStage.DRAFT, ReportStage.SIGNED}),
        ReportStage.SIGNED: frozenset({ReportStage.SENT}),
        ReportStage.SENT: frozenset({ReportStage.RECEIPTED}),
        ReportStage.RECEIPTED: frozenset(),
    },
)


class ReportField(StrEnum):
    """What every report says, in the order in which it is said."""

    RECEIVED = "received"
    SOURCE = "source"
    OCCURRED = "occurred"
    PLACE = "place"
    NATURE = "nature"
    SCOPE = "scope"
    LOSSES = "losses"
    TREND = "trend"
    LEADERS = "leaders"
    MEASURES = "measures"
    ADVICE = "advice"


FIELD_NAMES: Mapping[ReportField, tuple[str, str]] = MappingProxyType(
    {
        ReportField.RECEIVED: ("接报时间", "Reported at"),
        ReportField.SOURCE: ("信息来源", "Source"),
        ReportField.OCCURRED: ("事发时间", "Happened at"),
        ReportField.PLACE: ("地点", "Place"),
        ReportField.NATURE: ("性质", "Nature"),
        ReportField.SCOPE: ("影响范围", "Extent"),
        ReportField.LOSSES: ("伤亡损失", "Casualties and losses"),
        ReportField.TREND: ("发展趋势", "Trend"),
        ReportField.LEADERS: ("领导到位", "Leaders on the scene"),
        ReportField.MEASURES: ("已采取措施", "Measures taken"),
        ReportField.ADVICE: ("工作建议", "Advice"),
    }
)

Body = Mapping[str, str]
"""By ``ReportField``: what is said."""


@dataclass(frozen=True, slots=True)
class Report:
    """One report as it stands. ``body`` None: nobody has begun to write it."""

    realm: str
    id: UUID
    incident_id: UUID
    kind: ReportKind
    number: int
    stage: ReportStage
    revision: int
    """Grows with every change of the text: who writes on an old one is told."""
    created_at: datetime
    code: str | None = None
    """The document's number, given when it is signed."""
    body: Body | None = None
    unchecked: tuple[str, ...] = ()
    """Fields of ``body`` whose words the centre filled in and no person has changed or confirmed since."""
    author: Mapping[str, str] | None = None
    approver: Mapping[str, str] | None = None
    phone_due_at: datetime | None = None
    due_at: datetime | None = None
    signed_at: datetime | None = None
    phoned_at: datetime | None = None
    phoned_to: str | None = None
    written_at: datetime | None = None
    receipt_by: str | None = None
    receipt_at: datetime | None = None
    late_reason: str | None = None

    @property
    def told_at(self) -> datetime | None:
        """When anybody above first knew of it, by phone or in writing."""
        return min((at for at in (self.phoned_at, self.written_at) if at), default=None)


def unchecked_after(report: Report, filled: Body, written: Body, touched: Collection[str]) -> tuple[str, ...]:
    """Fields that still hold words of the centre after a person has saved ``written``.

    ``filled`` is what the centre would say now, ``touched`` what the person changed or confirmed. Of a text that is
    stored, a changed field counts as touched; of a first one it does not, because what the centre says may have changed
    between the page's reading and the saving.
    """
    before = report.unchecked if report.body is not None else unchecked_of(filled)
    stored = written if report.body is None else report.body
    return tuple(
        name for name in before if written.get(name) and name not in touched and stored.get(name) == written.get(name)
    )


def unchecked_of(filled: Body) -> tuple[str, ...]:
    """Fields in which the centre has said something."""
    return tuple(name for name in map(str, ReportField) if filled.get(name))


@dataclass(frozen=True, slots=True)
class Clock:
    """One deadline of a report: ``done_at`` None while it runs."""

    due_at: datetime
    done_at: datetime | None

    def late(self, now: datetime) -> bool:
        """Whether it was missed, or is being missed."""
        return (self.done_at or now) > self.due_at


def phone_clock(report: Report) -> Clock | None:
    """Time limit of telling by phone; a report that was sent in writing counts as told."""
    return Clock(report.phone_due_at, report.told_at) if report.phone_due_at else None


def written_clock(report: Report) -> Clock | None:
    """Time limit of the report in writing."""
    return Clock(report.due_at, report.written_at) if report.due_at else None


def is_late(report: Report, now: datetime) -> bool:
    """Whether one of its deadlines was missed or is being missed."""
    return any(clock.late(now) for clock in (phone_clock(report), written_clock(report)) if clock)


def running_clock(report: Report) -> tuple[str, datetime] | None:
    """The next obligation, ``phone`` or ``written``, and until when."""
    phone, written = phone_clock(report), written_clock(report)
    if phone and phone.done_at is None:
        return "phone", phone.due_at
    if written and written.done_at is None:
        return "written", written.due_at
    return None


@dataclass(frozen=True, slots=True)
class Deadline:
    """How long after somebody learned of the event a first report is due."""

    phone: timedelta
    written: timedelta


def next_of(times: Collection[time], now: datetime, time_zone: tzinfo) -> datetime | None:
    """The next of these times of day on the site's wall clock; None when there are none."""
    local = now.astimezone(time_zone)
    days: tuple[date, date] = (local.date(), local.date() + timedelta(days=1))
    coming = (datetime.combine(day, at, time_zone) for day in days for at in times)
    return min((moment for moment in coming if moment > now), default=None)
