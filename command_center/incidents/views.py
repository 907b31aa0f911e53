"""Incidents as pages see them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.alerts import repository as alerts
from command_center.alerts.record import Alert
from command_center.alerts.views import AlertReply, alert_replies
from command_center.audit import repository as audit
from command_center.audit.model import Subject
from command_center.audit.views import PersonReply, TransitionReply, transition_reply
from command_center.incidents.model import Incident, IncidentState
from command_center.schemas import Reply, TextReply

VIDEO_BEFORE = timedelta(seconds=10)
VIDEO_AFTER = timedelta(seconds=10)
"""An officer sees what led to the alert, and that it is over."""


class PositionReply(Reply):
    """WGS84, degrees."""

    lon: float
    lat: float


class IncidentReply(Reply):
    """One incident."""

    id: UUID
    number: str
    state: IncidentState
    level: Literal[1, 2, 3, 4]
    kind: str
    title: TextReply
    hotspot: str | None
    position: PositionReply | None
    opened_at: datetime
    opened_by: PersonReply
    alert_ids: list[UUID]


class VideoReply(Reply):
    """A stretch of one camera's recording; ``open`` while its end is not known, then ``to`` is the present."""

    camera_id: str
    from_: datetime = Field(serialization_alias="from")
    to: datetime
    open: bool


class IncidentDetailReply(IncidentReply):
    """An incident with all that belongs to it."""

    alerts: list[AlertReply]
    timeline: list[TransitionReply]
    video: list[VideoReply]


async def incident_replies(connection: AsyncConnection, incidents: Sequence[Incident]) -> list[IncidentReply]:
    """Views of incidents of one realm, in the order given."""
    if not incidents:
        return []
    joined = await alerts.of_incidents(connection, incidents[0].realm, [one.id for one in incidents])
    return [
        IncidentReply.model_validate(_values(one, [alert.id for alert in joined if alert.incident_id == one.id]))
        for one in incidents
    ]


async def incident_detail(connection: AsyncConnection, incident: Incident, now: datetime) -> IncidentDetailReply:
    """Everything about one incident: its own transitions and those of its alerts in one timeline."""
    joined = await alerts.of_incidents(connection, incident.realm, [incident.id])
    subjects = [(Subject.INCIDENT, incident.id), *((Subject.ALERT, alert.id) for alert in joined)]
    timeline = await audit.of_subjects(connection, incident.realm, subjects)
    values = _values(incident, [alert.id for alert in joined]) | {
        "alerts": await alert_replies(connection, joined),
        "timeline": [transition_reply(link) for link in timeline],
        "video": video_ranges(joined, now),
    }
    return IncidentDetailReply.model_validate(values)


def video_ranges(joined: Sequence[Alert], now: datetime) -> list[VideoReply]:
    """One range a camera, from 10 s before its first alert to 10 s after its last, or until now."""
    ranges: dict[str, VideoReply] = {}
    for alert in joined:
        start = min(alert.started_at, alert.captured_at) - VIDEO_BEFORE
        end = min(alert.ended_at + VIDEO_AFTER, now) if alert.ended_at else now
        for camera_id in (member.camera_id for member in alert.members if member.camera_id):
            known = ranges.get(camera_id)
            ranges[camera_id] = VideoReply(
                camera_id=camera_id,
                from_=min(start, known.from_) if known else start,
                to=max(start, end, known.to) if known else max(start, end),
                open=alert.ended_at is None or (known is not None and known.open),
            )
    return list(ranges.values())


def _values(incident: Incident, alert_ids: list[UUID]) -> dict[str, object]:
    who = incident.opened_by
    return {
        "id": incident.id,
        "number": incident.number,
        "state": incident.state,
        "level": incident.level,
        "kind": incident.kind,
        "title": dict(incident.title),
        "hotspot": incident.hotspot,
        "position": dict(incident.position) if incident.position else None,
        "opened_at": incident.opened_at,
        "opened_by": PersonReply(id=who["id"], display_name=who["name"], role=who["role"]),
        "alert_ids": alert_ids,
    }
