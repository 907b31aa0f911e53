"""Names of files of recordings: camera, local date, and times of the first and last picture. Pure."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo


def clip_file_name(camera_id: str, start: datetime, end: datetime, zone: ZoneInfo) -> str:
    """``river-02_2026-12-01_07-42-00_07-45-00.mp4``; the second date stands there where it is another one."""
    first, last = start.astimezone(zone), end.astimezone(zone)
    until = f"{last:%H-%M-%S}" if last.date() == first.date() else f"{last:%Y-%m-%d_%H-%M-%S}"
    return f"{camera_id}_{first:%Y-%m-%d_%H-%M-%S}_{until}.mp4"


def picture_file_name(camera_id: str, at: datetime, zone: ZoneInfo) -> str:
    """``river-02_2026-12-01_07-42-00.jpg``."""
    return f"{camera_id}_{at.astimezone(zone):%Y-%m-%d_%H-%M-%S}.jpg"
