"""HTTP interface of notices: who was told what, the table of channels, a test of each."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from camera_adapters.messages import LIVE_REALM
from command_center.auth import journal
from command_center.auth.model import ADMINS, READERS, Actor
from command_center.auth.repository import find_account_by_id, get_account
from command_center.base.clock import Clock
from command_center.base.db import Database
from command_center.base.errors import Invalid, NotFound
from command_center.base.schemas import Body, Words
from command_center.duty.model import Person
from command_center.notifications import repository
from command_center.notifications.channels import KINDS
from command_center.notifications.model import BUILT_IN, DeliveryState, Notice, Order, Topic, Wording
from command_center.notifications.outbox import Outbox
from command_center.notifications.secrets import missing
from command_center.notifications.settings import NotificationSettings
from command_center.web.guards import require
from command_center.web.ownership import Kind, anyones
from command_center.web.views.notifications import (
    ChannelReply,
    ChannelsReply,
    ContactReply,
    DeliveryReply,
    delivery_reply,
    kind_reply,
)
from command_center.web.wiring import Wired
from common.text import FieldWords

router = APIRouter(prefix="/api/notifications", tags=["notifications"])

Reader = Annotated[Actor, Depends(require(*READERS, of=anyones(Kind.ALERT)))]
Tester = Annotated[Actor, Depends(require(*ADMINS, of=anyones(Kind.CHANNEL)))]
Follower = Annotated[Actor, Depends(require(*ADMINS, of=anyones(Kind.DELIVERY)))]
AddressKeeper = Annotated[Actor, Depends(require(*ADMINS, of=anyones(Kind.ACCOUNT)))]
Address = Annotated[Words, Field(min_length=1, max_length=200)]
COUNTED = timedelta(hours=24)


class ContactBody(Body):
    """A person's addresses by channel; what is not named is removed."""

    addresses: dict[str, Address] = Field(max_length=20)


class WhomBody(Body):
    """Whom the test is for; without ``person_id`` oneself, or the group behind a shared channel."""

    person_id: UUID | None = None


@router.get("")
async def list_deliveries(
    _: Reader, database: Wired[Database], subject_id: Annotated[UUID, Query()]
) -> list[DeliveryReply]:
    """Every delivery about an alert or incident, oldest first."""
    async with database.read() as connection:
        return [delivery_reply(row) for row in await repository.of_subject(connection, LIVE_REALM, subject_id)]


@router.get("/channels")
async def get_channels(
    _: Tester, database: Wired[Database], clock: Wired[Clock], site: Wired[NotificationSettings]
) -> ChannelsReply:
    """The channels and where each person can be reached."""
    async with database.read() as connection:
        counts = await repository.channel_facts(connection, clock.now() - COUNTED)
        rows = await repository.all_contacts(connection)
    people: dict[UUID, ContactReply] = {}
    for row in rows:
        person = people.setdefault(
            row["id"],
            ContactReply(id=row["id"], display_name=row["display_name"], role=row["role"], addresses={}),
        )
        if row["channel"]:
            person.addresses[row["channel"]] = row["address"]
    return ChannelsReply(channels=channel_replies(site, counts), people=list(people.values()))


@router.put("/contacts/{user_id}", status_code=204)
async def put_contacts(
    actor: AddressKeeper,
    site: Wired[NotificationSettings],
    clock: Wired[Clock],
    database: Wired[Database],
    user_id: UUID,
    body: ContactBody,
) -> None:
    """Set where a person can be reached."""
    configured = site.channels
    for channel in body.addresses:
        if channel not in configured or configured[channel].shared:
            raise Invalid(
                "no_such_channel",
                "没有这个通知渠道",
                "There is no such channel",
                fields={channel: FieldWords(zh="没有这个渠道", en="there is no such channel")},
            )
    now = clock.now()
    async with database.transaction() as connection:
        if await get_account(connection, user_id) is None:
            raise NotFound
        await repository.set_contacts(connection, user_id, body.addresses, now)
        detail = {"channels": sorted(body.addresses)}
        await journal.append(connection, journal.Note(now, actor.id, "contacts_set", "account", str(user_id), detail))


@router.post("/channels/{channel}/test", status_code=202)
async def post_test(
    actor: Tester,
    site: Wired[NotificationSettings],
    database: Wired[Database],
    outbox: Wired[Outbox],
    channel: str,
    body: WhomBody | None = None,
) -> DeliveryReply:
    """Send a test to a person, or to the group behind a shared channel; what becomes of it is asked for by its id."""
    if channel not in (*BUILT_IN, *site.channels):
        raise NotFound("no_such_channel", "没有这个通知渠道", "There is no such channel")
    async with database.transaction() as connection:
        whom = await _tested(connection, actor, body.person_id if body else None)
        order = Order(_test_notice(actor.display_name), [whom], only=channel)
        (sent,) = await outbox.post(connection, LIVE_REALM, [order])
        rows = await repository.of_notice(connection, LIVE_REALM, sent)
    if not rows:
        raise Invalid("no_address", f"{whom.name}在此渠道没有地址", f"{whom.name} has no address on this channel")
    return delivery_reply(rows[0])


async def _tested(connection: AsyncConnection, actor: Actor, person_id: UUID | None) -> Person:
    if person_id is None:
        return Person(actor.id, actor.display_name, actor.role)
    account = await find_account_by_id(connection, person_id)
    if account is None or account.disabled_at is not None:
        raise NotFound
    return Person(account.id, account.display_name, account.role)


@router.get("/deliveries/{delivery_id}")
async def get_delivery(_: Follower, database: Wired[Database], delivery_id: UUID) -> DeliveryReply:
    """One delivery as it stands now, for who waits for a test."""
    async with database.read() as connection:
        found = await repository.deliveries(connection, LIVE_REALM, [delivery_id])
    if not found:
        raise NotFound
    return delivery_reply(found[0])


def _test_notice(name: str) -> Notice:
    return Notice(
        Topic.TEST,
        Wording(zh="通知渠道测试", en="Test of a notification channel"),
        Wording(zh=f"{name}正在测试通知渠道，无需处理", en=f"{name} is testing a channel, there is nothing to do"),
        "/settings/channels",
    )


def channel_replies(site: NotificationSettings, counts: dict[tuple[str, str], int]) -> list[ChannelReply]:
    """Every channel, with its kind's words, what it lacks and how many letters of it stand in each state."""
    configured = site.channels
    return [
        ChannelReply.model_validate(
            {
                "name": name,
                **kind_reply(KINDS[configured[name].kind] if name in configured else None),
                "shared": name in site.shared,
                "missing": _missing(site, name),
                "counts": {state: counts.get((name, str(state)), 0) for state in DeliveryState},
            }
        )
        for name in (*BUILT_IN, *configured)
    ]


def _missing(site: NotificationSettings, name: str) -> list[str]:
    configured = site.channels.get(name)
    return sorted({one for text in configured.texts for one in missing(text)}) if configured else []
