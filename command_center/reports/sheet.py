"""Sheet: a report with everything that its page and its papers show. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from command_center.incidents.model import Incident
from command_center.reports.model import Body, Report
from command_center.reports.on_record import OnRecord
from command_center.reports.signing import Authorship
from common.text import FieldWords


@dataclass(frozen=True, slots=True)
class Pictured:
    """An alert that has a picture, and when it was raised."""

    alert_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Sheet:
    """One report as it stands, with its incident and what the records say of both."""

    report: Report
    incident: Incident
    facts: OnRecord
    event: str
    """The event as an official title calls it."""
    body: Body
    """The text; of a report that nobody has written, what is on record."""
    filled: Body
    """What is on record now."""
    unchecked: tuple[str, ...]
    """Fields of the text that the centre filled in and no person has touched."""
    contradictions: tuple[FieldWords, ...]
    """Why it cannot be submitted or signed: see ``contradictions``."""
    hands: Authorship
    picture: Pictured | None
    """The first picture that the incident's alerts brought."""
