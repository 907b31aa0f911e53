"""From the stream into the database: nothing is lost, nothing is stored twice."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from camera_adapters.messages import AckMessage, AlertMessage, Phase, acks_key, alerts_key, dead_letters_key
from command_center.alerts import repository, tables
from command_center.alerts.arrival import Arrival
from command_center.alerts.ingest import Ingest, Stored
from command_center.alerts.model import AlertState
from command_center.alerts.record import Alert
from command_center.audit.verify import verify_realm
from command_center.base.clock import SystemClock, new_id
from command_center.base.db import Database
from command_center.base.redis_bus import CLAIM_AFTER_MS, Bus, ensure_group
from command_center.chain import repository as audit
from command_center.jobs.alert_consumer import AlertConsumer
from command_center.web.container import Container
from tests.support.alerts import JPEG, RULES, Episode, arrival, ingest_of, lost

STREAM = alerts_key()


@pytest.fixture
def ingest(container: Container) -> Ingest:
    return ingest_of(container)


@pytest.fixture
async def consumer(bus: Bus, ingest: Ingest) -> AlertConsumer:
    await ensure_group(bus.control, STREAM)
    return AlertConsumer(bus.control, ingest, "one")


async def send(bus: Bus, *messages: AlertMessage, jpeg: bytes | None = None) -> None:
    for message in messages:
        fields: Any = message.fields(jpeg)
        await bus.control.xadd(STREAM, fields)


async def drain(consumer: AlertConsumer) -> None:
    while await consumer.run_once(block=1):
        pass


async def alerts(database: Database, realm: str = "live") -> list[Alert]:
    async with database.read() as connection:
        return (await repository.search(connection, realm, [], 0, 1000))[0]


async def confirmed_to(bus: Bus, adapter: str) -> list[UUID]:
    entries: Any = await bus.control.xrange(acks_key(adapter))
    return [one for _, fields in entries for one in AckMessage.model_validate_json(fields[b"v"]).event_ids]


async def count(database: Database, table: sa.Table) -> int:
    async with database.read() as connection:
        return await connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0


async def test_an_alert_is_stored_receipted_and_deleted_from_the_stream(
    bus: Bus, database: Database, consumer: AlertConsumer
) -> None:
    message = Episode().step()
    await send(bus, message, jpeg=JPEG)
    await drain(consumer)
    (alert,) = await alerts(database)
    assert (alert.state, alert.camera_id, alert.has_snapshot) == (AlertState.RAISED, "cam-01", True)
    assert await confirmed_to(bus, "worker-1") == [message.event_id]
    assert await bus.control.xlen(STREAM) == 0
    async with database.read() as connection:
        assert await repository.snapshot(connection, "live", alert.id) == JPEG
        (raised,) = await audit.after(connection, "live", 0, 10)
    assert (raised.number, raised.draft.from_state, raised.draft.to_state) == (1, None, "raised")


async def test_an_alert_of_a_kind_that_only_a_newer_adapter_knows_is_stored_and_logged(
    bus: Bus, database: Database, consumer: AlertConsumer
) -> None:
    message = Episode(kind="quake").step()
    await send(bus, message)
    with capture_logs() as logs:
        await drain(consumer)
    (alert,) = await alerts(database)
    assert (alert.kind, alert.level) == ("quake", 3)
    assert await confirmed_to(bus, "worker-1") == [message.event_id]
    assert [each["kind"] for each in logs if each["event"] == "unknown_kind"] == ["quake"]


async def test_redelivery_changes_nothing_and_is_receipted_again(
    bus: Bus, database: Database, consumer: AlertConsumer
) -> None:
    message = Episode().step()
    for _ in range(3):
        await send(bus, message)
        await drain(consumer)
    await send(bus, message, message)
    await drain(consumer)
    (alert,) = await alerts(database)
    assert alert.count == 1
    assert await count(database, tables.alert_signal) == 1
    assert await confirmed_to(bus, "worker-1") == [message.event_id] * 5


class DiesAfterCommit(Ingest):
    """Commits, and then its process is gone before anybody is told."""

    async def store(self, arrivals: Any) -> list[Stored]:
        await super().store(arrivals)
        raise asyncio.CancelledError


async def test_a_consumer_killed_between_commit_and_receipt_loses_and_doubles_nothing(
    bus: Bus, database: Database, container: Container, ingest: Ingest
) -> None:
    await ensure_group(bus.control, STREAM)
    messages = [Episode(place=str(n)).step() for n in range(20)]
    await send(bus, *messages)
    doomed = AlertConsumer(
        bus.control, DiesAfterCommit(database, SystemClock(), new_id, RULES, container.alerting.calling), "doomed"
    )
    with pytest.raises(asyncio.CancelledError):
        await doomed.run_once(block=1)
    assert len(await alerts(database)) == 20
    assert await confirmed_to(bus, "worker-1") == []
    pending: Any = await bus.control.xpending_range(STREAM, "centre", "-", "+", 100)
    ids = [entry["message_id"] for entry in pending]
    # Let them look as old as the sweeper wants them, instead of waiting.
    await bus.control.xclaim(STREAM, "centre", "doomed", 0, ids, idle=CLAIM_AFTER_MS + 1, justid=True)
    await drain(AlertConsumer(bus.control, ingest, "heir"))
    assert len(await alerts(database)) == 20
    assert sorted(await confirmed_to(bus, "worker-1")) == sorted(message.event_id for message in messages)
    assert await bus.control.xlen(STREAM) == 0


async def test_steps_that_arrive_in_the_wrong_order_make_one_alert_that_has_ended(
    bus: Bus, database: Database, consumer: AlertConsumer
) -> None:
    episode = Episode()
    raised, updated, ended = episode.step(), episode.step(Phase.UPDATED), episode.step(Phase.ENDED)
    for message in (ended, updated, raised):
        await send(bus, message, jpeg=JPEG if message is raised else None)
        await drain(consumer)
    (alert,) = await alerts(database)
    assert (alert.state, alert.has_snapshot) == (AlertState.CLEARED, True)


async def test_garbage_is_buried_counted_and_harms_no_neighbour(
    bus: Bus, database: Database, consumer: AlertConsumer
) -> None:
    known = uuid4()
    await bus.control.xadd(STREAM, {"v": "not json"})
    await bus.control.xadd(STREAM, {"other": "field"})
    await bus.control.xadd(STREAM, {"v": json.dumps({"event_id": str(known), "adapter": "worker-9", "score": 7})})
    await bus.control.xadd(STREAM, {"v": b"\xff\xfe\x00"})
    await send(bus, Episode().step())
    await drain(consumer)
    assert len(await alerts(database)) == 1
    dead: Any = await bus.control.xrange(dead_letters_key())
    assert len(dead) == 4
    assert dead[0][1][b"v"] == b"not json"
    assert dead[0][1][b"stream"] == STREAM.encode()
    assert await bus.control.xlen(STREAM) == 0
    assert await confirmed_to(bus, "worker-9") == [known], "an adapter must not send the same garbage for ever"


@pytest.mark.parametrize("realm", ["admin_journal", "drill-1", "live ", ""])
async def test_an_alert_of_a_realm_that_does_not_exist_is_buried_and_receipted(
    bus: Bus, database: Database, consumer: AlertConsumer, realm: str
) -> None:
    forged = Episode(realm=realm).step()
    await send(bus, forged)
    await drain(consumer)
    assert await alerts(database, realm) == []
    assert await confirmed_to(bus, forged.adapter) == [forged.event_id]
    ((_, fields),) = await bus.control.xrange(dead_letters_key())  # type: ignore[misc]
    assert fields[b"reason"] == b"realm: there is none of this name"


async def test_what_the_database_cannot_hold_is_clipped_not_lost(
    bus: Bus, database: Database, consumer: AlertConsumer
) -> None:
    episode = Episode(camera_id="never-heard-of", place="x" * 5000, zone="a\0b")
    strange = episode.step(
        unit="\0", epoch=2**80, started_at="0001-01-01T00:00:00+08:00", evidence={"a\0": 1e308, "b": -0.0}
    )
    huge = Episode(place="huge").step().model_copy(update={"seq": 2**70})
    await send(bus, strange, huge, Episode(place="fine").step(), jpeg=b"no jpeg at all")
    await drain(consumer)
    found = await alerts(database)
    assert len(found) == 3
    assert {alert.camera_id for alert in found} == {"never-heard-of", "cam-01"}
    assert not any(alert.has_snapshot for alert in found)
    assert await bus.control.xlen(dead_letters_key()) == 0


class Spoils(Ingest):
    """One kind of message reaches the database in a shape that it refuses."""

    async def store(self, arrivals: Any) -> list[Stored]:
        return await super().store([self._spoilt(one) if one.message.kind == "poison" else one for one in arrivals])

    def _spoilt(self, one: Arrival) -> Arrival:
        return replace(one, message=one.message.model_copy(update={"detector": "\0"}))


async def test_a_message_that_the_database_refuses_for_ever_is_buried_alone(
    bus: Bus, database: Database, container: Container
) -> None:
    await ensure_group(bus.control, STREAM)
    consumer = AlertConsumer(
        bus.control, Spoils(database, SystemClock(), new_id, RULES, container.alerting.calling), "one"
    )
    poison = Episode(kind="poison").step()
    await send(bus, Episode(place="1").step(), poison, Episode(place="2").step())
    await drain(consumer)
    assert len(await alerts(database)) == 2
    assert await bus.control.xlen(dead_letters_key()) == 1
    assert poison.event_id in await confirmed_to(bus, "worker-1")
    assert await bus.control.xlen(STREAM) == 0


class DatabaseAway(Ingest):
    """Its database is away for the first calls."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.refusals = 3

    async def store(self, arrivals: Any) -> list[Stored]:
        if self.refusals:
            self.refusals -= 1
            raise sa.exc.OperationalError("INSERT", {}, ConnectionRefusedError("the database is away"))
        return await super().store(arrivals)


async def test_while_the_database_is_away_messages_wait_and_are_stored_once_it_is_back(
    bus: Bus, database: Database, container: Container
) -> None:
    await ensure_group(bus.control, STREAM)
    away = DatabaseAway(database, SystemClock(), new_id, RULES, container.alerting.calling)
    consumer = AlertConsumer(bus.control, away, "one")
    await send(bus, *(Episode(place=str(n)).step() for n in range(5)))
    for _ in range(3):
        with pytest.raises(sa.exc.OperationalError):
            await consumer.run_once(block=1)
    await drain(consumer)
    assert len(await alerts(database)) == 5
    assert await bus.control.xlen(dead_letters_key()) == 0


async def test_several_consumers_share_a_storm_and_open_one_alert_for_one_thing(
    bus: Bus, database: Database, ingest: Ingest
) -> None:
    await ensure_group(bus.control, STREAM)
    episodes = [Episode(camera_id=f"cam-{n % 44:02}", place="same") for n in range(440)]
    await send(bus, *(episode.step() for episode in episodes))
    workers = [AlertConsumer(bus.control, ingest, f"replica-{n}") for n in range(3)]
    await asyncio.gather(*(drain(worker) for worker in workers))
    found = await alerts(database)
    assert len(found) == 44
    assert sum(alert.count for alert in found) == 440
    async with database.read() as connection:
        assert (await verify_realm(connection, "live")).broken is None


async def test_cameras_lost_together_are_stored_as_one_alert_over_several_batches(
    bus: Bus, database: Database, consumer: AlertConsumer
) -> None:
    for number in range(6):
        await send(bus, lost(f"cam-{number}").step())
        await drain(consumer)
    (alert,) = await alerts(database)
    assert len(alert.members) == 6


async def test_a_decided_alert_is_linked_by_the_next_one_of_the_same_thing(
    bus: Bus, database: Database, consumer: AlertConsumer
) -> None:
    await send(bus, Episode().step())
    await drain(consumer)
    (first,) = await alerts(database)
    async with database.transaction() as connection:
        await connection.execute(sa.update(tables.alert).values(state="dismissed"))
    await send(bus, Episode().step())
    await drain(consumer)
    newest = (await alerts(database))[0]
    assert newest.previous_alert_id == first.id


async def test_the_canary_is_numbered_in_its_own_realm_and_in_no_live_list(
    bus: Bus, database: Database, consumer: AlertConsumer
) -> None:
    await send(bus, Episode(realm="canary", camera_id="canary", kind="canary").step(), Episode().step())
    await drain(consumer)
    assert [alert.camera_id for alert in await alerts(database)] == ["cam-01"]
    assert [alert.camera_id for alert in await alerts(database, "canary")] == ["canary"]
    async with database.read() as connection:
        assert await audit.last_number(connection, "live") == 1
        assert await audit.last_number(connection, "canary") == 1


async def test_a_batch_that_fails_half_way_leaves_nothing_behind(database: Database, container: Container) -> None:
    spoils = Spoils(database, SystemClock(), new_id, RULES, container.alerting.calling)
    with pytest.raises(sa.exc.DBAPIError):
        await spoils.store([arrival(Episode().step()), arrival(Episode(kind="poison").step())])
    assert await alerts(database) == []
    assert await count(database, tables.alert_signal) == 0


async def test_an_event_exists_once_whatever_realm_it_names_later(database: Database, ingest: Ingest) -> None:
    message = Episode().step()
    await ingest.store([arrival(message)])
    await ingest.store([arrival(message.model_copy(update={"realm": "canary"}))])
    assert await alerts(database, "canary") == []


async def test_a_row_of_one_realm_cannot_point_at_a_row_of_another(database: Database, ingest: Ingest) -> None:
    await ingest.store([arrival(Episode().step()), arrival(Episode(realm="drill-1").step())])
    (live,) = await alerts(database)
    statement = sa.update(tables.alert).where(tables.alert.c.realm == "drill-1")
    async with database.engine.connect() as connection:
        with pytest.raises(sa.exc.IntegrityError):
            await connection.execute(statement.values(previous_alert_id=live.id))
