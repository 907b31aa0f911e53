"""Every module that defines tables, so that ``metadata`` is whole for migrations and their check."""

from __future__ import annotations

from command_center.alerts import shelf_plans
from command_center.alerts import tables as alerts
from command_center.attachments import repository as attachments
from command_center.auth import journal
from command_center.auth import repository as auth
from command_center.cameras import history
from command_center.cameras import repository as cameras
from command_center.cap import repository as cap
from command_center.chain import repository as audit
from command_center.duty import repository as duty
from command_center.incidents import repository as incidents
from command_center.notifications import repository as notifications
from command_center.recordings import repository as recordings
from command_center.reports import repository as reports
from command_center.stations import repository as sensors
from command_center.tasks import repository as tasks

ALL = (
    auth, journal, cameras, history, audit, incidents, alerts, recordings, duty, notifications, tasks, reports,
    attachments, sensors, cap, shelf_plans,
)  # fmt: skip
