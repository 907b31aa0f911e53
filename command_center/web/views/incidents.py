"""Incidents as pages see them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.alerts import repository as alerts
from command_center.alerts.record import Alert
from command_center.attachments import repository as attachments
from command_center.attachments.repository import Attachment
from command_center.base.schemas import Level, PositionReply, Reply, TextReply
from command_center.chain import repository as audit
from command_center.chain.model import Subject, Transition
from command_center.incidents import repository
from command_center.incidents.model import Incident, IncidentState, SourceChannel, WarningColour
from command_center.reports import repository as reports
from command_center.reports.model import Report
from command_center.tasks import repository as tasks
from command_center.tasks.model import Task
from command_center.web.views.alerts import AlertReply, alert_replies
from command_center.web.views.attachments import AttachmentReply, attachment_reply, tells_of_a_file_beside
from command_center.web.views.reports import OwedReply, ReportReply, owed_reply, report_reply
from command_center.web.views.tasks import TaskReply, task_reply
from command_center.web.views.transitions import PersonReply, TransitionReply, known_person, transition_reply

VIDEO_BEFORE = timedelta(seconds=10)
VIDEO_AFTER = timedelta(seconds=10)
"""An officer sees what led to the alert, and that it is over."""


class SourceReply(Reply):
    """How the centre learned of it."""

    channel: SourceChannel
    name: str | None = None
    phone: str | None = None


class IncidentReply(Reply):
    """One incident."""

    id: UUID
    number: str
    state: IncidentState
    level: Level
    kind: str
    title: TextReply
    hotspot: str | None
    position: PositionReply | None
    opened_at: datetime
    opened_by: PersonReply
    state_since: datetime
    learned_at: datetime
    occurred_at: datetime | None
    source: SourceReply | None
    response_level: Level | None
    warning_colour: WarningColour | None
    plan: str | None
    merged_into: UUID | None
    previous_incident_id: UUID | None
    alert_ids: list[UUID]
    tasks: int
    tasks_open: int
    owed: OwedReply | None
    """The report that is due next."""


class VideoReply(Reply):
    """A stretch of one camera's recording; ``open`` while its end is not known, then ``to`` is the present."""

    camera_id: str
    from_: datetime = Field(serialization_alias="from")
    to: datetime
    open: bool


class CorrectionReply(Reply):
    """Something to be put right."""

    text: str
    owner: str
    due_on: str


class ReviewReply(Reply):
    """What was learned."""

    conclusion: str
    figures: dict[str, int | None]
    actions: list[CorrectionReply]
    reviewer: PersonReply
    at: datetime


class IncidentDetailReply(IncidentReply):
    """An incident with all that belongs to it."""

    alerts: list[AlertReply]
    timeline: list[TransitionReply]
    video: list[VideoReply]
    task_list: list[TaskReply]
    report_list: list[ReportReply]
    attachments: list[AttachmentReply]
    review: ReviewReply | None


@dataclass(frozen=True, slots=True)
class _Parts:
    """What belongs to some incidents."""

    alerts: Sequence[Alert]
    tasks: Sequence[Task]
    reports: Sequence[Report]


async def _parts(connection: AsyncConnection, incidents: Sequence[Incident]) -> _Parts:
    realm, ids = incidents[0].realm, [one.id for one in incidents]
    return _Parts(
        await alerts.of_incidents(connection, realm, ids),
        await tasks.of_incidents(connection, realm, ids),
        await reports.of_incidents(connection, realm, ids),
    )


async def incident_replies(connection: AsyncConnection, incidents: Sequence[Incident]) -> list[IncidentReply]:
    """Views of incidents of one realm, in the order given."""
    if not incidents:
        return []
    parts = await _parts(connection, incidents)
    return [IncidentReply.model_validate(_values(one, parts)) for one in incidents]


@dataclass(frozen=True, slots=True)
class Restriction:
    """What of an incident a responder sees: their own tasks with the files of these, and these cameras' video."""

    own: Callable[[Task], bool]
    cameras: Collection[str]

    def parts(self, parts: _Parts) -> _Parts:
        """Without what is reported upward and what others were told to do."""
        return _Parts(parts.alerts, [task for task in parts.tasks if self.own(task)], ())

    def files(self, files: Sequence[Attachment], parts: _Parts) -> list[Attachment]:
        """Those of the tasks that are left."""
        ids = {task.id for task in parts.tasks}
        return [one for one in files if one.task_id in ids]

    def rows(self, timeline: Sequence[Transition], parts: _Parts) -> list[Transition]:
        """Without those that tell of other files."""
        ids = {str(task.id) for task in parts.tasks}
        return [row for row in timeline if not tells_of_a_file_beside(row, ids)]


async def incident_detail(
    connection: AsyncConnection, incident: Incident, now: datetime, restriction: Restriction | None = None
) -> IncidentDetailReply:
    """Everything about one incident: its own transitions and those of its alerts, tasks and reports in one timeline."""
    parts = await _parts(connection, [incident])
    files: Sequence[Attachment] = await attachments.of_incident(connection, incident)
    video = video_ranges(parts.alerts, now)
    values = _values(incident, parts)
    if restriction is not None:
        parts = restriction.parts(parts)
        files = restriction.files(files, parts)
        video = [stretch for stretch in video if stretch.camera_id in restriction.cameras]
    subjects = [
        (Subject.INCIDENT, incident.id),
        *((Subject.ALERT, one.id) for one in parts.alerts),
        *((Subject.TASK, one.id) for one in parts.tasks),
        *((Subject.REPORT, one.id) for one in parts.reports),
    ]
    timeline = await audit.of_subjects(connection, incident.realm, subjects)
    if restriction is not None:
        timeline = restriction.rows(timeline, parts)
    values |= {
        "alerts": await alert_replies(connection, parts.alerts),
        "timeline": [transition_reply(link) for link in timeline],
        "video": video,
        "task_list": [task_reply(task) for task in parts.tasks],
        "report_list": [report_reply(report, now) for report in parts.reports],
        "attachments": [attachment_reply(one) for one in files],
        "review": await _review(connection, incident),
    }
    return IncidentDetailReply.model_validate(values)


async def _review(connection: AsyncConnection, incident: Incident) -> ReviewReply | None:
    row = await repository.review_of(connection, incident)
    if row is None:
        return None
    return ReviewReply.model_validate({**row, "reviewer": known_person(row["reviewer"])})


def video_ranges(joined: Sequence[Alert], now: datetime) -> list[VideoReply]:
    """One range a camera, from 10 s before its first alert to 10 s after its last, or until now. First stands what the
    incident was opened for, then who joined, in turn."""
    ranges: dict[str, VideoReply] = {}
    for alert in sorted(joined, key=lambda one: one.decided_at or now):
        start = min(alert.started_at, alert.captured_at) - VIDEO_BEFORE
        end = min(alert.ended_at + VIDEO_AFTER, now) if alert.ended_at else now
        for camera_id in alert.camera_ids:
            known = ranges.get(camera_id)
            ranges[camera_id] = VideoReply(
                camera_id=camera_id,
                from_=min(start, known.from_) if known else start,
                to=max(start, end, known.to) if known else max(start, end),
                open=alert.ended_at is None or (known is not None and known.open),
            )
    return list(ranges.values())


PLAIN = (
    "id", "number", "state", "level", "kind", "hotspot", "opened_at", "state_since", "learned_at", "occurred_at",
    "response_level", "warning_colour", "plan", "merged_into", "previous_incident_id",
)  # fmt: skip


def _values(incident: Incident, parts: _Parts) -> dict[str, Any]:
    own_tasks = [task for task in parts.tasks if task.incident_id == incident.id]
    return {name: getattr(incident, name) for name in PLAIN} | {
        "title": dict(incident.title),
        "position": dict(incident.position) if incident.position else None,
        "opened_by": known_person(incident.opened_by),
        "source": dict(incident.source) or None,
        "alert_ids": [alert.id for alert in parts.alerts if alert.incident_id == incident.id],
        "tasks": len(own_tasks),
        "tasks_open": sum(not task.is_finished for task in own_tasks),
        "owed": _owed(incident, parts.reports),
    }


def _owed(incident: Incident, told: Sequence[Report]) -> OwedReply | None:
    """The next deadline; one that is over owes nothing any more."""
    if not incident.is_active:
        return None
    owed = (owed_reply(report, incident) for report in told if report.incident_id == incident.id)
    return min((one for one in owed if one), key=lambda one: one.due.at, default=None)
