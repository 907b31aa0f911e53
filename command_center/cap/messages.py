"""CAP messages of our reports and alerts: type, references and addressees of each. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from command_center.alerts.model import AlertState
from command_center.alerts.record import Alert
from command_center.cap.writing import Outgoing
from command_center.chain.model import JOINED, LEVEL, MARK, Draft, Transition
from command_center.incidents.model import Incident
from command_center.reports.document import kind_name
from command_center.reports.model import Body, Report, ReportField, ReportKind
from command_center.reports.sheet import Sheet
from command_center.words.titles import title
from common.kinds import kind_of


def report_identifier(incident: Incident, report: Report) -> str:
    """``2026-0001-follow_up-2``."""
    return f"{incident.number}-{report.kind}-{report.number}"


def of_report(sheet: Sheet, body: Body, earlier: Sequence[Report], sender_name: str) -> Outgoing:
    """A signed report: the first is an Alert, the others update all that went before, the last says all clear.

    A position is told only where somebody has set it: that of a camera is no place of the event.
    """
    report, incident = sheet.report, sheet.incident
    over = report.kind is ReportKind.FINAL
    before = [one for one in earlier if one.signed_at and report.signed_at and one.signed_at < report.signed_at]
    return Outgoing(
        realm=incident.realm,
        identifier=report_identifier(incident, report),
        message_type="Update" if before else "Alert",
        sent=report.signed_at or report.created_at,
        level=incident.level,
        kind=incident.kind,
        certainty="Observed",
        urgency="Past" if over else "Immediate",
        response="AllClear" if over else "Monitor",
        event=kind_of(incident.kind).words.zh,
        headline=f"{sheet.event} {kind_name(report)}",
        description="\n".join(
            body.get(name, "")
            for name in (ReportField.NATURE, ReportField.SCOPE, ReportField.LOSSES, ReportField.TREND)
        ),
        instruction="\n".join(body.get(name, "") for name in (ReportField.MEASURES, ReportField.ADVICE)),
        area=body.get(ReportField.PLACE) or sheet.event,
        sender_name=sender_name,
        position=incident.position if sheet.facts.placed else None,
        references=tuple((report_identifier(incident, one), one.signed_at) for one in before if one.signed_at),
        incident=incident.number,
        onset=incident.occurred_at,
    )


def of_alert(alert: Alert, timeline: Sequence[Transition], sender_name: str, now: datetime) -> Outgoing:
    """What a machine saw: possible; likely where two agree; observed once confirmed. A graver level, and more
    certainty, update what was said before; a dismissal cancels it. Each message has an identifier of its own."""
    cancelled = alert.state is AlertState.DISMISSED
    changes = [link.draft.at for link in timeline if _says_more(link.draft)]
    said = [(_message_id(alert, number), at) for number, at in enumerate([alert.raised_at, *changes], start=1)]
    words = title(alert.kind, None, alert.zone_name)["zh"]
    witnesses = {member.origin for member in alert.members}
    certainty = "Observed" if alert.state is AlertState.CONFIRMED else "Likely" if len(witnesses) > 1 else "Possible"
    identifier, sent = (f"{alert.id}-cancel", alert.decided_at or now) if cancelled else said[-1]
    references = tuple(said if cancelled else said[:-1])
    return Outgoing(
        realm=alert.realm,
        identifier=identifier,
        message_type="Cancel" if cancelled else "Update" if references else "Alert",
        sent=sent,
        level=alert.level,
        kind=alert.kind,
        certainty="Unlikely" if cancelled else certainty,
        urgency="Past" if cancelled else "Immediate",
        response="AllClear" if cancelled else "Assess",
        event=kind_of(alert.kind).words.zh,
        headline=words,
        description=f"{words}，可信度 {alert.score:.2f}",
        instruction="预警已排除。" if cancelled else "值班员正在核实。",
        area=words,
        sender_name=sender_name,
        references=references,
        onset=alert.started_at,
    )


def _says_more(row: Draft) -> bool:
    """Whether a row changes what the message says: the level, or how certain it is."""
    return row.to_state in {LEVEL, MARK, JOINED, str(AlertState.CONFIRMED)} or row.reason in {LEVEL, MARK}


def _message_id(alert: Alert, number: int) -> str:
    return str(alert.id) if number == 1 else f"{alert.id}-{number}"
