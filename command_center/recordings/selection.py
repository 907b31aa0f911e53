"""Selection of the files that a clip is cut from. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from camera_adapters.messages import RecordedStream
from command_center.recordings.errors import ClipRangeError, ExpiredError, NoRecordingError
from command_center.recordings.repository import SegmentRow

LONGEST_CLIP = timedelta(minutes=30)
EXPIRED = "expired"


def check_range(start: datetime, end: datetime) -> None:
    """Raise ClipRangeError where the range is empty or longer than ``LONGEST_CLIP``."""
    if end <= start:
        raise ClipRangeError("结束时间须晚于开始时间", "The end must be after the start")
    if end - start > LONGEST_CLIP:
        raise ClipRangeError("片段最长 30 分钟", "A clip is at most 30 minutes long")


def select(rows: Sequence[SegmentRow], present: Collection[str], stream: RecordedStream | None) -> list[SegmentRow]:
    """The files of one stream, oldest first: the one that was asked for, or the one that has most.

    ``present`` are the paths that exist. Raises NoRecordingError, or ExpiredError where all of it was deleted.
    """
    asked = [row for row in rows if stream in (None, row.stream)]
    if not asked:
        raise NoRecordingError
    left = [row for row in asked if row.state != EXPIRED and row.path in present]
    if not left:
        raise ExpiredError
    streams = [row.stream for row in left]
    chosen = max(sorted(set(streams)), key=streams.count)
    return [row for row in left if row.stream == chosen]
