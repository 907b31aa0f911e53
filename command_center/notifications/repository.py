"""Tables of notices, deliveries and contacts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.auth.repository import account
from command_center.base.db import metadata
from command_center.chain.model import Subject
from command_center.notifications.model import (
    BUILT_IN,
    IN_APP,
    STATES,
    Contact,
    DeliveryState,
    Letter,
    Notice,
    Topic,
    Wording,
)

MOMENT = sa.DateTime(timezone=True)
IS_QUEUED: sa.ColumnElement[bool] = sa.literal_column("state = 'queued'", sa.Boolean())
"""Spelt out, so that PostgreSQL sees that the partial index fits."""

notification = sa.Table(
    "notification",
    metadata,
    sa.Column("realm", sa.Text, primary_key=True),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("topic", sa.Text, nullable=False),
    sa.Column("subject", sa.Text),
    sa.Column("subject_id", sa.Uuid),
    sa.Column("level", sa.SmallInteger),
    sa.Column("title", JSONB, nullable=False),
    sa.Column("body", JSONB, nullable=False),
    sa.Column("path", sa.Text, nullable=False),
    sa.Column("bundle_key", sa.Text),
    sa.Column("count", sa.Integer, nullable=False),
    sa.Column("created_at", MOMENT, nullable=False),
    sa.Column("expires_at", MOMENT, nullable=False),
    sa.Index("uq_notification_bundle", "realm", "bundle_key", unique=True),
    sa.Index("ix_notification_subject", "realm", "subject_id", "created_at"),
)

delivery = sa.Table(
    "delivery",
    metadata,
    sa.Column("realm", sa.Text, primary_key=True),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("notification_id", sa.Uuid, nullable=False),
    sa.Column("account_id", sa.Uuid, sa.ForeignKey("account.id")),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("role", sa.Text),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("next_attempt_at", MOMENT, nullable=False),
    sa.Column("queued_at", MOMENT, nullable=False),
    sa.Column("sent_at", MOMENT),
    sa.Column("delivered_at", MOMENT),
    sa.Column("failed_at", MOMENT),
    sa.Column("reason", sa.Text),
    sa.Column("detail", sa.Text),
    sa.ForeignKeyConstraint(
        ["realm", "notification_id"], ["notification.realm", "notification.id"], name="fk_delivery_notification"
    ),
    sa.Index("ix_delivery_due", "channel", "next_attempt_at", postgresql_where=IS_QUEUED),
    sa.Index("ix_delivery_notification", "realm", "notification_id"),
    sa.Index("ix_delivery_account", "account_id", "queued_at"),
)
"""``next_attempt_at`` is also the lease: a claim moves it ahead, so that what a dead sender held comes due again."""

notification_member = sa.Table(
    "notification_member",
    metadata,
    sa.Column("realm", sa.Text, primary_key=True),
    sa.Column("subject_id", sa.Uuid, primary_key=True),
    sa.Column("notification_id", sa.Uuid, primary_key=True),
    sa.ForeignKeyConstraint(
        ["realm", "notification_id"], ["notification.realm", "notification.id"], name="fk_notification_member"
    ),
)
"""The alerts that a bundle stands for."""

contact = sa.Table(
    "contact",
    metadata,
    sa.Column("account_id", sa.Uuid, sa.ForeignKey("account.id"), primary_key=True),
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("updated_at", MOMENT, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Result of one attempt to deliver a letter."""

    state: DeliveryState
    at: datetime
    reason: str | None = None
    detail: str | None = None
    retry_at: datetime | None = None
    """When QUEUED: the next attempt."""


async def contacts_of(connection: AsyncConnection, accounts: Collection[UUID]) -> list[Contact]:
    """Addresses of these people."""
    if not accounts:
        return []
    query = sa.select(contact).where(contact.c.account_id.in_(accounts)).order_by(contact.c.channel)
    return [Contact(row.account_id, row.channel, row.address) for row in await connection.execute(query)]


async def insert_notices(connection: AsyncConnection, rows: Sequence[Mapping[str, Any]]) -> dict[UUID, UUID]:
    """Store notices; by the id of each the one that stands for it. A bundle that is there already only counts on."""
    plain = [row for row in rows if row["bundle_key"] is None]
    if plain:
        await connection.execute(sa.insert(notification), plain)
    stored: dict[UUID, UUID] = {row["id"]: row["id"] for row in plain}
    # In one order everywhere, so that two transactions with the same bundles wait for instead of blocking each other.
    for row in sorted((row for row in rows if row["bundle_key"] is not None), key=lambda row: str(row["bundle_key"])):
        statement = insert(notification).values(row)
        statement = statement.on_conflict_do_update(
            index_elements=["realm", "bundle_key"], set_={"count": notification.c.count + row["count"]}
        )
        stored[row["id"]] = (await connection.scalars(statement.returning(notification.c.id))).one()
    return stored


async def insert_members(connection: AsyncConnection, realm: str, members: Mapping[UUID, Collection[UUID]]) -> None:
    """Note which alerts a bundle stands for, so that each shows who was told of it."""
    rows = [
        {"realm": realm, "notification_id": notice, "subject_id": subject}
        for notice, subjects in members.items()
        for subject in subjects
    ]
    if rows:
        await connection.execute(insert(notification_member).on_conflict_do_nothing(), rows)


async def insert_deliveries(connection: AsyncConnection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store deliveries in the outbox."""
    if rows:
        await connection.execute(sa.insert(delivery), list(rows))


async def claim(connection: AsyncConnection, channel: str, now: datetime, lease: timedelta, limit: int) -> list[Letter]:
    """Take due letters of a channel, each for one sender only, until the lease ends."""
    due = (
        sa.select(delivery.c.realm, delivery.c.id)
        .where(IS_QUEUED, delivery.c.channel == channel, delivery.c.next_attempt_at <= now)
        .order_by(delivery.c.next_attempt_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    statement = (
        sa.update(delivery)
        .where(delivery.c.realm == due.c.realm, delivery.c.id == due.c.id)
        .where(notification.c.realm == delivery.c.realm, notification.c.id == delivery.c.notification_id)
        .values(next_attempt_at=now + lease, attempts=delivery.c.attempts + 1)
        .returning(delivery, *_NOTICE_COLUMNS)
    )
    return [_letter(row) for row in (await connection.execute(statement)).mappings()]


_NOTICE_COLUMNS = (
    notification.c.topic,
    notification.c.subject,
    notification.c.subject_id,
    notification.c.level,
    notification.c.title,
    notification.c.body,
    notification.c.path,
    notification.c.created_at,
    notification.c.expires_at,
)


async def settle(connection: AsyncConnection, letter: Letter, outcome: Outcome) -> bool:
    """Write down what became of an attempt; False when the letter had moved on meanwhile (a page was faster)."""
    values: dict[str, Any] = {"state": str(outcome.state), "reason": outcome.reason, "detail": outcome.detail}
    if outcome.state is DeliveryState.QUEUED:
        values["next_attempt_at"] = outcome.retry_at
    if outcome.state in {DeliveryState.SENT, DeliveryState.DELIVERED}:
        values["sent_at"] = outcome.at
    if outcome.state is DeliveryState.DELIVERED:
        values["delivered_at"] = outcome.at
    if outcome.state is DeliveryState.FAILED:
        values["failed_at"] = outcome.at
    statement = sa.update(delivery).where(delivery.c.realm == letter.realm, delivery.c.id == letter.id, IS_QUEUED)
    return (await connection.execute(statement.values(values))).rowcount == 1


async def receive(connection: AsyncConnection, account_id: UUID, ids: Collection[UUID], now: datetime) -> int:
    """A person's page has shown these; how many were still open. A page speaks for its own channels only: an e-mail or
    call that it has heard of is under way all the same."""
    before = [str(state) for state in STATES.before(DeliveryState.DELIVERED)]
    statement = (
        sa.update(delivery)
        .where(delivery.c.account_id == account_id, delivery.c.id.in_(ids), delivery.c.state.in_(before))
        .where(delivery.c.channel.in_(BUILT_IN))
        .values(
            state=str(DeliveryState.DELIVERED),
            delivered_at=now,
            sent_at=sa.func.coalesce(delivery.c.sent_at, now),
            reason=None,
            detail=None,
        )
    )
    return (await connection.execute(statement)).rowcount


async def letters(connection: AsyncConnection, ids: Collection[UUID]) -> list[tuple[str, Letter]]:
    """These letters, each with its channel."""
    rows = (await connection.execute(_with_notice().where(delivery.c.id.in_(ids)))).mappings()
    return [(row["channel"], _letter(row)) for row in rows]


async def unseen(connection: AsyncConnection, realm: str, account_id: UUID, since: datetime) -> list[Letter]:
    """What a person's pages have not shown yet, oldest first."""
    query = _with_notice().where(
        delivery.c.account_id == account_id,
        delivery.c.realm == realm,
        delivery.c.queued_at >= since,
        delivery.c.channel == IN_APP,
        delivery.c.state.in_([str(DeliveryState.QUEUED), str(DeliveryState.SENT)]),
    )
    return [_letter(row) for row in (await connection.execute(query.order_by(delivery.c.queued_at))).mappings()]


async def of_subject(connection: AsyncConnection, realm: str, subject_id: UUID) -> Sequence[Mapping[str, Any]]:
    """Every delivery about an alert or incident, those of a bundle that stands for it too, oldest first."""
    bundled = notification.c.id.in_(
        sa.select(notification_member.c.notification_id).where(
            notification_member.c.realm == realm, notification_member.c.subject_id == subject_id
        )
    )
    query = (
        _with_notice()
        .where(notification.c.realm == realm, sa.or_(notification.c.subject_id == subject_id, bundled))
        .order_by(delivery.c.queued_at, delivery.c.name, delivery.c.channel)
    )
    return _rows(await connection.execute(query))


async def of_notice(connection: AsyncConnection, realm: str, notice_id: UUID) -> Sequence[Mapping[str, Any]]:
    """Every delivery of one notice."""
    query = _with_notice().where(delivery.c.realm == realm, delivery.c.notification_id == notice_id)
    return _rows(await connection.execute(query.order_by(delivery.c.channel)))


async def deliveries(connection: AsyncConnection, realm: str, ids: Collection[UUID]) -> Sequence[Mapping[str, Any]]:
    query = _with_notice().where(delivery.c.realm == realm, delivery.c.id.in_(ids))
    return _rows(await connection.execute(query))


async def channel_facts(connection: AsyncConnection, since: datetime) -> dict[tuple[str, str], int]:
    """How many deliveries of each channel ended in each state since then."""
    query = (
        sa.select(delivery.c.channel, delivery.c.state, sa.func.count())
        .where(delivery.c.queued_at >= since)
        .group_by(delivery.c.channel, delivery.c.state)
    )
    return {(channel, state): int(count) for channel, state, count in await connection.execute(query)}


async def all_contacts(connection: AsyncConnection) -> Sequence[Mapping[str, Any]]:
    """Every enabled person with their addresses, by name."""
    query = (
        sa.select(account.c.id, account.c.display_name, account.c.role, contact.c.channel, contact.c.address)
        .outerjoin(contact, contact.c.account_id == account.c.id)
        .where(account.c.disabled_at.is_(None))
        .order_by(account.c.display_name, account.c.id, contact.c.channel)
    )
    return _rows(await connection.execute(query))


async def set_contacts(
    connection: AsyncConnection, account_id: UUID, addresses: Mapping[str, str], now: datetime
) -> None:
    """Replace a person's addresses."""
    await connection.execute(sa.delete(contact).where(contact.c.account_id == account_id))
    rows = [
        {"account_id": account_id, "channel": channel, "address": address, "updated_at": now}
        for channel, address in addresses.items()
    ]
    if rows:
        await connection.execute(sa.insert(contact), rows)


def _rows(result: sa.CursorResult[Any]) -> list[dict[str, Any]]:
    return [dict(row) for row in result.mappings()]


def _with_notice() -> sa.Select[Any]:
    same = sa.and_(notification.c.realm == delivery.c.realm, notification.c.id == delivery.c.notification_id)
    return sa.select(delivery, *_NOTICE_COLUMNS).join(notification, same)


def _letter(row: sa.RowMapping) -> Letter:
    notice = Notice(
        topic=Topic(row["topic"]),
        title=Wording(**row["title"]),
        body=Wording(**row["body"]),
        path=row["path"],
        level=row["level"],
        subject=Subject(row["subject"]) if row["subject"] else None,
        subject_id=row["subject_id"],
    )
    return Letter(
        id=row["id"],
        realm=row["realm"],
        notice=notice,
        account_id=row["account_id"],
        name=row["name"],
        address=row["address"],
        attempts=row["attempts"],
        created_at=row["created_at"],
        expires_at=row["expires_at"],
    )
