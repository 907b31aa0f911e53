"""Outbox of notices: they are stored in the transaction of the change that they report, so both happen or neither."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.base.clock import Clock, NewId
from command_center.notifications import repository
from command_center.notifications.model import KEPT_TRYING, Contact, DeliveryState, Notice, Order, addressees
from command_center.notifications.settings import NotificationSettings


class Outbox:
    """Stores notices and their deliveries; the channels' senders deliver them later.

    ``settings`` names the channels of the site: addresses of other channels are left out.
    """

    def __init__(self, settings: NotificationSettings, clock: Clock, new_id: NewId) -> None:
        self._shared = settings.shared
        self._known = frozenset(settings.channels)
        self._clock = clock
        self._new_id = new_id

    async def post(self, connection: AsyncConnection, realm: str, orders: Sequence[Order]) -> list[UUID]:
        """Queue the deliveries of these orders; answers the id of each order's notice, in their order.

        Call it before the transitions are appended, whose lock must be the last. A notice with the ``bundle_key`` of an
        existing one is added to that one and not delivered again. Deliveries of any realm but the live one stay inside
        the pages. Raises the errors of ``away.DATABASE_AWAY``.
        """
        if not orders:
            return []
        now = self._clock.now()
        numbered = [(self._new_id(), order) for order in orders]
        stored = await repository.insert_notices(connection, [_notice_row(realm, *one, now) for one in numbered])
        new = {identity for identity, stands in stored.items() if identity == stands}
        members = {stored[identity]: order.notice.bundled for identity, order in numbered if order.notice.bundled}
        await repository.insert_members(connection, realm, members)
        people = {person.id for _, order in numbered for person in order.people}
        contacts = [one for one in await repository.contacts_of(connection, people) if one.channel in self._known]
        fresh = [one for one in numbered if one[0] in new]
        rows = [row for one in fresh for row in self._delivery_rows(realm, *one, contacts, now)]
        await repository.insert_deliveries(connection, rows)
        return [stored[identity] for identity, _ in numbered]

    def _delivery_rows(
        self, realm: str, notice_id: UUID, order: Order, contacts: Sequence[Contact], now: datetime
    ) -> Iterator[dict[str, Any]]:
        for one in addressees(realm, order, contacts, self._shared):
            yield {
                "realm": realm,
                "id": self._new_id(),
                "notification_id": notice_id,
                "account_id": one.person.id if one.person else None,
                "name": one.person.name if one.person else one.channel,
                "role": one.person.role.value if one.person else None,
                "channel": one.channel,
                "address": one.address,
                "state": str(DeliveryState.QUEUED),
                "attempts": 0,
                "next_attempt_at": now,
                "queued_at": now,
            }


def _notice_row(realm: str, identity: UUID, order: Order, now: datetime) -> dict[str, Any]:
    notice: Notice = order.notice
    return {
        "realm": realm,
        "id": identity,
        "topic": str(notice.topic),
        "subject": str(notice.subject) if notice.subject else None,
        "subject_id": notice.subject_id,
        "level": notice.level,
        "title": asdict(notice.title),
        "body": asdict(notice.body),
        "path": notice.path,
        "bundle_key": notice.bundle_key,
        "count": len(notice.bundled) or 1,
        "created_at": now,
        "expires_at": now + KEPT_TRYING,
    }
