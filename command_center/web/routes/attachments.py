"""HTTP interface of attachments: the body of a request is the file."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request

from camera_adapters.messages import LIVE_REALM
from command_center.attachments import repository
from command_center.attachments.content import INLINE, LARGEST
from command_center.attachments.file_store import FileStore
from command_center.attachments.service import AttachmentService, too_large
from command_center.auth.model import DUTY, EVERYONE, Actor, Role
from command_center.base.db import Database
from command_center.base.errors import Gone, NotFound
from command_center.base.uploads import read_body
from command_center.plans.model import Units
from command_center.tasks import repository as tasks
from command_center.viewings.model import Act, File, Thing
from command_center.viewings.service import Viewings
from command_center.web.changes import ChangeReplies
from command_center.web.downloads import StoredFile, file_headers
from command_center.web.guards import require, viewer_of
from command_center.web.ownership import Kind, responders_own
from command_center.web.refusals import body_of, file_of, refusals
from command_center.web.views.attachments import AttachmentReply, attachment_reply
from command_center.web.wiring import Wired

router = APIRouter(prefix="/api", tags=["attachments"])

OWN_FILE = responders_own(Kind.ATTACHMENT, "files of their tasks")
OWN_PLACE = responders_own(Kind.INCIDENT, "to their tasks there")
Reader = Annotated[Actor, Depends(require(*EVERYONE, of=OWN_FILE))]
Writer = Annotated[Actor, Depends(require(*DUTY, Role.RESPONDER, Role.REVIEWER, of=OWN_PLACE))]
FILE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "Cache-Control": "private, max-age=86400, immutable",
}
"""A file is shown or saved, never run: also where somebody opens it in a window of its own."""


@router.put(
    "/incidents/{incident_id}/attachments/{key}",
    status_code=201,
    responses=refusals(415, 429),
    openapi_extra=body_of("application/octet-stream"),
)
async def add(
    actor: Writer,
    use: Wired[AttachmentService],
    changes: Wired[ChangeReplies],
    request: Request,
    incident_id: UUID,
    key: UUID,
    name: Annotated[str, Query(min_length=1, max_length=255)],
    task_id: Annotated[UUID | None, Query()] = None,
) -> AttachmentReply:
    """Add a file; ``key`` is made by the page, so that an upload that is repeated adds one."""
    await use.admit(incident_id, actor, task_id)
    with use.memory.share() as take:
        data = await read_body(request, LARGEST, too_large(), take)
        one = await use.add(incident_id, key, name, data, actor, task_id)
    await changes.wake()
    return attachment_reply(one)


@router.get(
    "/attachments/{attachment_id}", response_class=StoredFile, responses=file_of("*/*", ranges=True) | refusals(410)
)
async def get(
    actor: Reader,
    request: Request,
    database: Wired[Database],
    units: Wired[Units],
    files: Wired[FileStore],
    viewings: Wired[Viewings],
    attachment_id: UUID,
) -> StoredFile:
    """The file, as it was given. Responders get those of their own tasks."""
    async with database.read() as connection:
        one = await repository.get_one(connection, LIVE_REALM, attachment_id)
        task = await tasks.get_one(connection, LIVE_REALM, one.task_id) if one and one.task_id else None
    if one is not None and actor.role is Role.RESPONDER:
        one = one if task and task.belongs_to(str(actor.id), units.of_person(actor.username)) else None
    if one is None:
        raise NotFound("attachment_not_found", "附件不存在", "There is no such file")
    path = files.path(one.sha256)
    if not path.is_file():
        raise Gone("attachment_gone", "附件文件已不在磁盘上", "The file is not on the disk any more")
    inline, file = one.media_type in INLINE, File(one.name, one.sha256)
    act, thing = Act.OPENED if inline else Act.DOWNLOADED, (Thing.ATTACHMENT, str(one.id))
    await viewings.took(viewer_of(request, actor), act, thing, file, incident_id=one.incident_id)
    return StoredFile(path, media_type=one.media_type, headers=FILE_HEADERS | file_headers(file, inline=inline))
