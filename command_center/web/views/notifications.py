"""Notices and deliveries as pages see them: never an address with a token in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from command_center.auth.model import Role
from command_center.base.schemas import Level, Reply, TextReply
from command_center.notifications.channel import ChannelKind
from command_center.notifications.model import DeliveryState, Letter, Topic
from common.text import Text

PAGE_KIND = "page"
"""The kind of the channels that every person has."""
PAGE_WORDS = Text(zh="打开的页面", en="Open page")


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
    kind: str
    kind_words: TextReply
    address: TextReply | None
    """What is asked for as a person's address."""
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


def kind_reply(kind: ChannelKind | None) -> dict[str, object]:
    """A channel's kind with its words; None is the page, which every person has."""
    if kind is None:
        return {"kind": PAGE_KIND, "kind_words": TextReply.model_validate(PAGE_WORDS), "address": None}
    words, address = TextReply.model_validate(kind.words), TextReply.model_validate(kind.address)
    return {"kind": kind.name, "kind_words": words, "address": address}
