"""The outbox: written with what it tells of, emptied once, never blocked by a channel that is dead."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from command_center.auth.model import Role
from command_center.base.clock import new_id
from command_center.base.db import Database
from command_center.duty.model import Person
from command_center.notifications import repository
from command_center.notifications.errors import TransportError
from command_center.notifications.model import DeliveryState, Letter, Notice, Order, Topic, Wording
from command_center.notifications.outbox import Outbox
from command_center.notifications.sender import ChannelSender
from command_center.notifications.settings import NotificationSettings
from command_center.web.container import Container
from tests.support.alerts import FixedClock

SUBJECT = uuid4()
SETTINGS = NotificationSettings.model_validate(
    {"channels": {"dead": {"kind": "webhook", "url": "http://127.0.0.1:1/", "secret": "long enough"}}}
)


def notice(bundle: str | None = None) -> Notice:
    text = Wording(zh="注意", en="attention")
    return Notice(Topic.ALERT, text, text, "/", subject_id=SUBJECT, bundle_key=bundle)


class Recorder:
    """A channel that keeps what it got and does what ``outcome`` says."""

    concurrency = 4
    timeout = 1.0

    def __init__(self, outcome: DeliveryState | Exception = DeliveryState.SENT) -> None:
        self.outcome = outcome
        self.got: list[UUID] = []

    async def send(self, letter: Letter) -> DeliveryState:
        self.got.append(letter.id)
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome


@pytest.fixture
async def person(container: Container) -> Person:
    account = await container.people.accounts.create("wang", "王五", Role.DUTY_OFFICER, "long enough 1")
    return Person(account.id, account.display_name, account.role)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


async def post(database: Database, clock: FixedClock, *orders: Order, realm: str = "live") -> list[UUID]:
    async with database.transaction() as connection:
        return await Outbox(SETTINGS, clock, new_id).post(connection, realm, orders)


async def states(database: Database, realm: str = "live") -> dict[str, tuple[str, str | None]]:
    async with database.read() as connection:
        rows = await repository.of_subject(connection, realm, SUBJECT)
    return {row["channel"]: (row["state"], row["reason"]) for row in rows}


async def test_a_notice_is_queued_for_every_channel_and_sent_by_its_courier(
    database: Database, person: Person, clock: FixedClock
) -> None:
    await post(database, clock, Order(notice(), [person]))
    assert set(await states(database)) == {"in_app", "sound", "dead"}
    assert await ChannelSender(database, clock, "in_app", Recorder()).run_once() == 1
    assert (await states(database))["in_app"] == ("sent", None)
    assert await ChannelSender(database, clock, "in_app", Recorder()).run_once() == 0


async def test_what_is_rolled_back_was_never_told(database: Database, person: Person, clock: FixedClock) -> None:
    async with database.engine.connect() as connection:
        await Outbox(SETTINGS, clock, new_id).post(connection, "live", [Order(notice(), [person])])
        await connection.rollback()
    assert await states(database) == {}


async def test_a_temporary_failure_is_tried_again_later_and_given_up_within_the_hour(
    database: Database, person: Person, clock: FixedClock
) -> None:
    await post(database, clock, Order(notice(), [person]))
    channel = Recorder(TransportError("unreachable", "no route"))
    courier = ChannelSender(database, clock, "in_app", channel)
    assert [await courier.run_once(), await courier.run_once()] == [1, 0]
    assert (await states(database))["in_app"] == ("queued", "unreachable")
    for _ in range(30):
        clock.forward(301)
        await courier.run_once()
    assert (await states(database))["in_app"] == ("failed", "unreachable")
    assert 10 < len(channel.got) < 20
    assert len(set(channel.got)) == 1, "every attempt carries the same id"


async def test_a_permanent_failure_is_not_tried_again(database: Database, person: Person, clock: FixedClock) -> None:
    await post(database, clock, Order(notice(), [person]))
    await ChannelSender(database, clock, "in_app", Recorder(TransportError("no_address", permanent=True))).run_once()
    assert (await states(database))["in_app"] == ("failed", "no_address")


async def test_a_fault_of_a_library_is_the_letters_own_matter(
    database: Database, person: Person, clock: FixedClock
) -> None:
    await post(database, clock, Order(notice(), [person]))
    await ChannelSender(database, clock, "in_app", Recorder(ZeroDivisionError())).run_once()
    assert (await states(database))["in_app"] == ("queued", "channel_fault")


async def test_couriers_at_once_share_the_letters_and_none_goes_twice(
    database: Database, person: Person, clock: FixedClock
) -> None:
    await post(database, clock, *(Order(notice(), [person]) for _ in range(20)))
    channel = Recorder()
    couriers = [ChannelSender(database, clock, "in_app", channel) for _ in range(4)]
    while sum(await asyncio.gather(*(courier.run_once() for courier in couriers))):
        pass
    assert len(channel.got) == len(set(channel.got)) == 20


async def test_what_a_dead_courier_held_comes_due_again(database: Database, person: Person, clock: FixedClock) -> None:
    await post(database, clock, Order(notice(), [person]))
    async with database.transaction() as connection:
        held = await repository.claim(connection, "in_app", clock.now(), timedelta(seconds=20), 10)
    channel = Recorder()
    courier = ChannelSender(database, clock, "in_app", channel)
    assert await courier.run_once() == 0
    clock.forward(21)
    assert await courier.run_once() == 1
    assert channel.got == [held[0].id]


async def test_notices_of_one_bundle_are_told_once_and_counted(
    database: Database, person: Person, clock: FixedClock
) -> None:
    for _ in range(3):
        await post(database, clock, Order(notice("storm"), [person]))
    async with database.read() as connection:
        assert await connection.scalar(sa.select(repository.notification.c.count)) == 3
        deliveries = await connection.scalar(sa.select(sa.func.count()).select_from(repository.delivery))
    assert deliveries == 3, "in_app, sound and the shared channel of the first alone"


async def test_the_database_itself_keeps_a_drill_inside_the_pages(
    database: Database, person: Person, clock: FixedClock
) -> None:
    await post(database, clock, Order(notice(), [person]), realm="drill-1")
    assert set(await states(database, "drill-1")) == {"in_app"}
    with pytest.raises(IntegrityError, match="realm_stays_inside"):
        async with database.transaction() as connection:
            await connection.execute(sa.update(repository.delivery).values(channel="dead"))


async def test_a_page_confirms_its_own_persons_letters_only(
    database: Database, person: Person, clock: FixedClock
) -> None:
    await post(database, clock, Order(notice(), [person]))
    async with database.read() as connection:
        ids = [row["id"] for row in await repository.of_subject(connection, "live", SUBJECT)]

    async def received(account: Any) -> int:
        async with database.transaction() as connection:
            return await repository.receive(connection, account, ids, clock.now())

    assert await received(uuid4()) == 0
    assert await received(person.id) == 2, "what goes by other channels is still under way"
    assert (await states(database))["dead"][0] == "queued"
    assert (await states(database))["in_app"] == ("delivered", None)
    await ChannelSender(database, clock, "in_app", Recorder()).run_once()
    assert (await states(database))["in_app"] == ("delivered", None), "a courier that comes later takes nothing back"
