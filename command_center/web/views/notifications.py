"""Notices and deliveries as pages see them: never an address with a token in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from command_center.auth.model import Role
from command_center.base.schemas import Level, Reply, TextReply
from command_center.notifications.model import BUILT_IN, DeliveryState, Letter, Topic

ChannelKind = Literal["page", "email", "webhook", "apprise"]


class NoticeReply(Reply):
    """What a person is told, on its way to their page. ``id`` is the delivery that the page confirms."""

    id: UUID
    channel: str
    topic: Topic
    level: Level | None
    title: TextReply
    body: TextReply
    path: str
    at: datetime


class DeliveryReply(Reply):
    """One person by one channel: how far it got, and why not further."""

    id: UUID
    name: str
    role: Role | None
    channel: str
    topic: Topic
    state: DeliveryState
    attempts: int
    queued_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None
    failed_at: datetime | None
    next_attempt_at: datetime | None
    reason: str | None
    detail: str | None


class ChannelReply(Reply):
    """A channel: ``missing`` names environment variables it lacks; ``counts`` are its deliveries of 24 hours."""

    name: str
    kind: ChannelKind
    shared: bool
    missing: list[str]
    counts: dict[DeliveryState, int]


class ContactReply(Reply):
    """Where a person can be reached beside the page, by channel."""

    id: UUID
    display_name: str
    role: Role
    addresses: dict[str, str]


class ChannelsReply(Reply):
    """The table of channels and people."""

    channels: list[ChannelReply]
    people: list[ContactReply]


def notice_reply(channel: str, letter: Letter) -> NoticeReply:
    """The view of a letter for its own addressee."""
    notice = letter.notice
    return NoticeReply.model_validate(
        {
            "id": letter.id,
            "channel": channel,
            "topic": notice.topic,
            "level": notice.level,
            "title": TextReply.model_validate(notice.title),
            "body": TextReply.model_validate(notice.body),
            "path": notice.path,
            "at": letter.created_at,
        }
    )


def delivery_reply(row: Mapping[str, Any]) -> DeliveryReply:
    """The view of a row of ``of_subject``; a next attempt stands only where there will be one."""
    waits = row["state"] == DeliveryState.QUEUED
    values = {name: row[name] for name in DeliveryReply.model_fields}
    return DeliveryReply.model_validate(values | {"next_attempt_at": row["next_attempt_at"] if waits else None})


def kind_of(name: str, configured: str | None) -> str:
    """``page`` for what every person has."""
    return "page" if name in BUILT_IN else str(configured)
