"""Protection of recordings: which stretches of which camera must not be deleted. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from command_center.alerts.record import Alert, Stretch

BEFORE = timedelta(seconds=60)
AFTER = timedelta(seconds=60)

Range = tuple[datetime, datetime | None]
"""From, to; None while the end is open."""


@dataclass(frozen=True, slots=True)
class Span:
    """How long an incident lasted, ``until`` None while it lasts, and the cameras of its hotspot."""

    incident_id: UUID
    since: datetime
    until: datetime | None
    cameras: tuple[str, ...] = ()


def protected_ranges(alerts: Iterable[Alert | Stretch], incidents: Iterable[Span] = ()) -> dict[str, list[Range]]:
    """By camera, merged and in order: from 60 s before an alert to 60 s after its end, as long as it is not dismissed.

    The cameras of an incident, and of its hotspot, are kept from 60 s before it to 60 s after it is over.
    """
    spans = {span.incident_id: span for span in incidents}
    ranges: dict[str, list[Range]] = {}
    for alert in alerts:
        start = min(alert.started_at, alert.captured_at, alert.raised_at) - BEFORE
        end = _end(alert, spans.get(alert.incident_id) if alert.incident_id else None)
        for camera_id in alert.camera_ids:
            ranges.setdefault(camera_id, []).append((start, end))
    for span in spans.values():
        for camera in span.cameras:
            ranges.setdefault(camera, []).append((span.since - BEFORE, span.until + AFTER if span.until else None))
    return {camera: merged(found) for camera, found in ranges.items()}


def _end(alert: Alert | Stretch, span: Span | None) -> datetime | None:
    """None while the condition, or the incident it belongs to, lasts; an incident that is over ends it for certain:
    the episode of a worker that died never ends by itself."""
    if span is not None and span.until is None:
        return None
    if alert.ended_at is not None:
        return max(alert.ended_at, alert.last_seen_at) + AFTER
    return span.until + AFTER if span and span.until else None


def merged(ranges: Iterable[Range]) -> list[Range]:
    """The same time in as few ranges as possible."""
    result: list[Range] = []
    for start, end in sorted(ranges, key=lambda item: item[0]):
        if result and (result[-1][1] is None or start <= result[-1][1]):
            before, last = result[-1]
            result[-1] = (before, None if last is None or end is None else max(last, end))
        else:
            result.append((start, end))
    return result
