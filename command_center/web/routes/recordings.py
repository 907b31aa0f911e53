"""HTTP interface of recordings."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Query, Request

from camera_adapters.messages import LIVE_REALM, CameraId, RecordedStream
from command_center.auth.model import EVERYONE, Actor
from command_center.base.clock import Clock
from command_center.base.costly import CostlyWork
from command_center.base.db import Database
from command_center.base.schemas import Moment, Reply
from command_center.recordings import repository
from command_center.recordings.clips import Clip, ClipRequest, Clips
from command_center.recordings.errors import ClipRangeError
from command_center.recordings.file_names import clip_file_name
from command_center.recordings.repository import SegmentRow
from command_center.recordings.selection import EXPIRED
from command_center.tasks.visibility import Visibility
from command_center.viewings.model import Act, File, Span, Thing
from command_center.viewings.service import Viewings
from command_center.web.downloads import StoredFile, file_headers
from command_center.web.guards import require, viewer_of
from command_center.web.ownership import OWN_CAMERA
from command_center.web.refusals import file_of, refusals
from command_center.web.wiring import Wired

LONGEST_LIST = timedelta(days=8)
MOST_SEGMENTS = 20_000

router = APIRouter(prefix="/api/recordings", tags=["recordings"])

Reader = Annotated[Actor, Depends(require(*EVERYONE, of=OWN_CAMERA))]
From = Annotated[Moment, Query(alias="from")]
To = Annotated[Moment, Query(alias="to")]


class SegmentReply(Reply):
    """One recording file."""

    camera_id: str
    stream: RecordedStream
    started_at: datetime
    duration: float | None
    open: bool
    discontinuity: bool
    expired: bool
    bytes: int | None


def _reply(row: SegmentRow) -> SegmentReply:
    return SegmentReply.model_validate(
        {
            "camera_id": row.camera_id,
            "stream": row.stream,
            "started_at": row.started_at,
            "duration": row.duration,
            "open": row.state == "opened",
            "discontinuity": row.discontinuity,
            "expired": row.state == EXPIRED,
            "bytes": row.bytes,
        }
    )


@router.get("")
async def list_segments(
    actor: Reader,
    database: Wired[Database],
    visibility: Wired[Visibility],
    camera: Annotated[CameraId, Query()],
    start: From,
    end: To,
) -> list[SegmentReply]:
    """What was recorded of a camera between two moments, oldest first."""
    await visibility.camera(actor, camera)
    if end <= start or end - start > LONGEST_LIST:
        raise ClipRangeError("时间范围须为 0 至 8 天", "The range must be between 0 and 8 days")
    async with database.read() as connection:
        rows = await repository.overlapping(connection, LIVE_REALM, camera, start, end, MOST_SEGMENTS)
    return [_reply(row) for row in rows]


@router.get(
    "/{camera_id}/clip.mp4",
    response_class=StoredFile,
    responses=file_of("video/mp4", ranges=True) | refusals(410, 429),
)
async def get_clip(
    *,
    actor: Reader,
    request: Request,
    clips: Wired[Clips],
    costly: Wired[CostlyWork],
    visibility: Wired[Visibility],
    viewings: Wired[Viewings],
    clock: Wired[Clock],
    zone: Wired[ZoneInfo],
    camera_id: CameraId,
    start: From,
    end: To,
    stream: RecordedStream | None = None,
    download: bool = False,
) -> StoredFile:
    """The pictures between two moments as one MP4 file, from the keyframe at or before ``from``; answers ranges.

    ``download``: to be kept. The file then has a name and a SHA-256, and the record says downloaded instead of watched.
    """
    await visibility.camera(actor, camera_id)
    with costly.turn(actor.id):
        clip = await clips.clip(ClipRequest(camera_id, start, end, stream))
        digest = await clips.sha256(clip) if download else None
    headers = {"x-clip-start": clip.started_at.isoformat(), "Cache-Control": "private, no-cache"}
    viewer, span = viewer_of(request, actor), _span(clip, end, clock.now())
    if digest is None:
        await viewings.watched(viewer, camera_id, span)
    else:
        file = File(clip_file_name(camera_id, *span, zone), digest)
        await viewings.took(viewer, Act.DOWNLOADED, (Thing.RECORDING, camera_id), file, spans=(span,))
        headers |= file_headers(file)
    return StoredFile(clip.path, media_type="video/mp4", headers=headers, filename=None)


def _span(clip: Clip, end: datetime, now: datetime) -> Span:
    """From the first picture of the clip to its asked end, which is not after the present."""
    until = min(end, now)
    return clip.started_at, until if until > clip.started_at else end
