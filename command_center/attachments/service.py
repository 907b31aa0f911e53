"""Adding a file to an incident."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from command_center.attachments import repository
from command_center.attachments.content import LARGEST, file_name, media_type
from command_center.attachments.file_store import FileStore, hash_of
from command_center.attachments.repository import Attachment
from command_center.auth.model import Actor, Role
from command_center.base.errors import CentreError, Conflict, TooMany
from command_center.base.uploads import UploadMemory
from command_center.chain import repository as audit
from command_center.chain.model import ATTACHED, Draft, Subject
from command_center.incidents.transaction import IncidentTransactions, LockedIncident
from command_center.tasks import repository as tasks
from command_center.tasks.errors import not_theirs, task_missing
from command_center.tasks.visibility import Visibility


def too_large() -> CentreError:
    """Says how large a file may be."""
    size = LARGEST // 1024 // 1024
    return CentreError("too_large", f"文件不能超过 {size} MB", f"A file may have {size} MB at most", status=413)


def wrong_type() -> CentreError:
    """Says which files are taken."""
    zh = "只接受照片（JPEG、PNG、WebP）、视频（MP4）、PDF、Word、Excel 和纯文本；请检查文件内容"
    en = "Only photos (JPEG, PNG, WebP), videos (MP4), PDF, Word, Excel and plain text are taken, judged by content"
    return CentreError("wrong_type", zh, en, status=415)


QUOTA_FILES, QUOTA_BYTES, QUOTA_TIME = 300, 1024 * 1024 * 1024, timedelta(days=1)
"""What one person may add in a day. A long incident has some dozens of photos; without a bound one stolen phone fills
the disk, and recordings would be deleted for it."""


class QuotaReached(TooMany):
    code, zh, en = "upload_quota", "今日上传已达上限，请联系管理员", "The limit of uploads a day is reached"


@dataclass(frozen=True, slots=True)
class AttachmentService:
    """The use case. ``key`` of ``add`` is the attachment's id: a page that repeats an upload adds it once."""

    work: IncidentTransactions
    folder: FileStore
    visibility: Visibility
    memory: UploadMemory = field(default_factory=UploadMemory)
    """Of files whose bytes are read and stored."""

    async def admit(self, incident_id: UUID, actor: Actor, task_id: UUID | None = None) -> None:
        """Whether this person may add a file here, asked before its bytes are read.

        Raises NotFound, Forbidden, and QuotaReached.
        """
        async with self.work.turn(incident_id, actor, active=False) as turn:
            await self._allowed(turn, actor, task_id)

    async def add(
        self, incident_id: UUID, key: UUID, name: str, data: bytes, actor: Actor, task_id: UUID | None = None
    ) -> Attachment:
        """Store a file. Raises what ``admit`` does, and CentreError for one that is too large or of no known type."""
        if len(data) > LARGEST:
            raise too_large()
        kind = await asyncio.to_thread(media_type, data)
        if kind is None:
            raise wrong_type()
        async with self.work.turn(incident_id, actor, active=False) as turn:
            await self._allowed(turn, actor, task_id)
            sha256 = await asyncio.to_thread(hash_of, data)
            known = await repository.get_one(turn.connection, self.work.realm, key)
            if known is not None:  # before anything is stored: who repeats keys must not fill the disk
                return _same(known, sha256, turn, task_id)
            await asyncio.to_thread(self.folder.keep, data)
            one = Attachment(
                realm=self.work.realm,
                id=key,
                incident_id=turn.incident.id,
                task_id=task_id,
                name=file_name(name, kind),
                media_type=kind,
                bytes=len(data),
                sha256=sha256,
                at=turn.now,
                by=turn.who.as_dict(),
            )
            await repository.insert_one(turn.connection, one)
            await audit.append(turn.connection, self.work.realm, [_draft(turn, one)])
            return one

    async def _allowed(self, turn: LockedIncident, actor: Actor, task_id: UUID | None) -> None:
        """A responder adds to their own tasks only, and nobody more than the quota. Raises NotFound for an incident
        that is not shown to them, as for one that does not exist."""
        await self.visibility.incident(turn.connection, actor, turn.incident.id)
        since = turn.now - QUOTA_TIME
        files, size = await repository.given_since(turn.connection, self.work.realm, turn.who.id, since)
        if files >= QUOTA_FILES or size >= QUOTA_BYTES:
            raise QuotaReached(retry_after=timedelta(hours=1))
        task = await tasks.get_one(turn.connection, self.work.realm, task_id) if task_id else None
        if task_id is not None and (task is None or task.incident_id != turn.incident.id):
            raise task_missing()
        if not (self.visibility.own(actor, task) if task else actor.role is not Role.RESPONDER):
            raise not_theirs()


def _same(known: Attachment, sha256: str, turn: LockedIncident, task_id: UUID | None) -> Attachment:
    """What a page stored by its first try of the same upload."""
    before = (known.sha256, known.by["id"], known.incident_id, known.task_id)
    if before != (sha256, turn.who.id, turn.incident.id, task_id):
        raise Conflict("key_reused", "同一上传编号已用于其他文件", "This key was used for another file")
    return known


def _draft(turn: LockedIncident, one: Attachment) -> Draft:
    incident = turn.incident
    data = {
        "attachment_id": str(one.id),
        "task_id": str(one.task_id) if one.task_id else None,
        "name": one.name,
        "sha256": one.sha256,
        "bytes": one.bytes,
    }
    return Draft(Subject.INCIDENT, incident.id, str(incident.state), ATTACHED, at=turn.now, actor=turn.who, data=data)
