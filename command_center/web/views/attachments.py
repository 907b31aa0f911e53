"""Attachments as pages see them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from command_center.attachments.repository import Attachment
from command_center.base.schemas import Reply
from command_center.chain.model import ATTACHED, Transition
from command_center.web.views.transitions import PersonReply, known_person


class AttachmentReply(Reply):
    """One file."""

    id: UUID
    task_id: UUID | None
    name: str
    media_type: str
    bytes: int
    sha256: str
    at: datetime
    by: PersonReply


def attachment_reply(one: Attachment) -> AttachmentReply:
    return AttachmentReply(
        id=one.id,
        task_id=one.task_id,
        name=one.name,
        media_type=one.media_type,
        bytes=one.bytes,
        sha256=one.sha256,
        at=one.at,
        by=known_person(one.by),
    )


def tells_of_a_file_beside(link: Transition, tasks: Collection[str]) -> bool:
    """Whether a transition tells that a file was added which belongs to none of these tasks."""
    return link.draft.to_state == ATTACHED and link.draft.data.get("task_id") not in tasks
