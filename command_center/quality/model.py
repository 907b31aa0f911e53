"""Alerts and what officers said of them, counted by camera, detector and zone. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as midnight
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from command_center.alerts.model import AlertState, DismissReason


class OfficerVerdict(StrEnum):
    """What an officer's decision says of the detector."""

    CONFIRMED = "confirmed"
    FALSE = "false"
    OTHER = "other"
    """Dismissed for a reason that is not the detector's: duplicate, equipment, known work."""
    OPEN = "open"


def verdict(state: AlertState, reason: str | None) -> OfficerVerdict:
    """The verdict of an alert in this state."""
    if state is AlertState.CONFIRMED:
        return OfficerVerdict.CONFIRMED
    if state is AlertState.DISMISSED:
        return OfficerVerdict.FALSE if reason == DismissReason.FALSE_ALARM else OfficerVerdict.OTHER
    return OfficerVerdict.OPEN


class DetectorWatch(NamedTuple):
    """One detector of one camera, in one of its zones or without one."""

    camera_id: str
    detector: str
    """Its kind, without the version."""
    zone: str | None


@dataclass(frozen=True, slots=True)
class Judged:
    """One alert, as much of it as statistics need."""

    id: UUID
    raised_at: datetime
    score: float
    verdict: OfficerVerdict
    box: Mapping[str, float] | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many alerts, and what became of them."""

    alerts: int = 0
    confirmed: int = 0
    false: int = 0
    other: int = 0
    open: int = 0

    @property
    def ratio(self) -> float | None:
        """Share of false among those that officers judged; None where nobody judged any."""
        judged = self.confirmed + self.false
        return self.false / judged if judged else None


def tally(alerts: Iterable[Judged]) -> Tally:
    said = [alert.verdict for alert in alerts]
    return Tally(
        len(said),
        said.count(OfficerVerdict.CONFIRMED),
        said.count(OfficerVerdict.FALSE),
        said.count(OfficerVerdict.OTHER),
        said.count(OfficerVerdict.OPEN),
    )


def week_of(day: date, time_zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Monday's midnight of the week of a day, and the next one's, in the site's zone."""
    monday = day - timedelta(days=day.weekday())
    return (
        datetime.combine(monday, midnight(), time_zone),
        datetime.combine(monday + timedelta(days=7), midnight(), time_zone),
    )


def within(alerts: Sequence[Judged], start: datetime) -> list[Judged]:
    """Those raised at or after a moment."""
    return [alert for alert in alerts if alert.raised_at >= start]
