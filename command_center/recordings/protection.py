"""Which stretches of which camera's recording must not be deleted. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from command_center.alerts.record import Alert

BEFORE = timedelta(seconds=60)
AFTER = timedelta(seconds=60)

Range = tuple[datetime, datetime | None]
"""From, to; None while the end is open."""


def protected_ranges(alerts: Iterable[Alert], active_incidents: Collection[UUID]) -> dict[str, list[Range]]:
    """By camera, merged and in order: from 60 s before an alert to 60 s after its end, as long as it is not dismissed.

    The cameras of an incident that is under way are kept without an end.
    """
    ranges: dict[str, list[Range]] = {}
    for alert in alerts:
        start = min(alert.started_at, alert.captured_at, alert.raised_at) - BEFORE
        under_way = alert.incident_id in active_incidents
        end = None if under_way or alert.ended_at is None else max(alert.ended_at, alert.last_seen_at) + AFTER
        for camera_id in (member.camera_id for member in alert.members if member.camera_id):
            ranges.setdefault(camera_id, []).append((start, end))
    return {camera: merged(found) for camera, found in ranges.items()}


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
