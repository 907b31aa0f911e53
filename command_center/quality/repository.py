"""Alerts and their verdicts, read from the table of alerts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from camera_adapters.messages import LIVE_REALM
from command_center.alerts.model import AlertState
from command_center.alerts.tables import alert
from command_center.quality.model import DetectorWatch, Judged, verdict

MOST = 50_000
"""Alerts looked at: a month of a site that is called every minute; of more the newest count."""


async def judged(
    connection: AsyncConnection, start: datetime, end: datetime, of: DetectorWatch | None = None
) -> Mapping[DetectorWatch, list[Judged]]:
    """Live alerts of cameras raised between two moments, newest first, by camera, detector, zone; all, or of one."""
    columns = alert.c
    query = sa.select(
        columns.id, columns.camera_id, columns.detector, columns.zone, columns.raised_at, columns.score,
        columns.state, columns.reason, columns.box,
    ).where(
        columns.realm == LIVE_REALM, columns.camera_id.is_not(None),
        columns.raised_at >= start, columns.raised_at < end,
    )  # fmt: skip
    if of is not None:
        query = query.where(columns.camera_id == of.camera_id)
    found: dict[DetectorWatch, list[Judged]] = {}
    for row in await connection.execute(query.order_by(columns.raised_at.desc()).limit(MOST)):
        watch = DetectorWatch(row.camera_id, row.detector.partition("/")[0], row.zone)
        said = verdict(AlertState(row.state), row.reason)
        found.setdefault(watch, []).append(Judged(row.id, row.raised_at, row.score, said, row.box))
    return found if of is None else {of: found.get(of, [])}
