"""Alerts through the spool to a real Valkey and back as confirmations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast
from uuid import UUID

import pytest
import redis

from camera_adapters.base.connection import Entry
from camera_adapters.delivery.orphans import SEGMENTS, OrphanSender, abandoned
from camera_adapters.delivery.publisher import RESEND_AFTER, AlertPublisher, SpoolSender
from camera_adapters.delivery.spool import Spool, SpoolEntry
from camera_adapters.messages import (
    JPEG_FIELD,
    PAYLOAD_FIELD,
    AckMessage,
    AlertMessage,
    acks_key,
    alerts_key,
    segments_key,
)
from tests.support.adapter_samples import alert
from tests.support.valkey import Valkey
from tests.support.waiting import eventually

ME = "box-0"


class Clock:
    """Stands still until moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def entries(client: redis.Redis) -> list[Entry]:
    return cast("list[Entry]", client.xrange(alerts_key()))


def in_stream(client: redis.Redis) -> list[UUID]:
    return [AlertMessage.model_validate_json(fields[PAYLOAD_FIELD]).event_id for _, fields in entries(client)]


def confirm(client: redis.Redis, *event_ids: UUID, adapter: str = ME) -> None:
    """What the centre does after its commit."""
    message = AckMessage(event_ids=event_ids)
    client.xadd(acks_key(adapter), {b"v": message.model_dump_json().encode()})


@pytest.fixture
def publisher_on(tmp_path: Path) -> Iterator[Callable[[Valkey], AlertPublisher]]:
    started: list[AlertPublisher] = []

    def make(server: Valkey) -> AlertPublisher:
        publisher = AlertPublisher(SpoolSender(ME, Spool(tmp_path / "spool"), server.client()))
        started.append(publisher)
        publisher.start()
        return publisher

    yield make
    for publisher in started:
        publisher.close()


def test_an_alert_arrives_with_its_picture_and_is_forgotten_when_confirmed(
    valkey: Valkey, publisher_on: Callable[[Valkey], AlertPublisher], tmp_path: Path
) -> None:
    client, publisher, message = valkey.client(), publisher_on(valkey), alert()
    publisher.publish(message, b"\xff\xd8jpeg")
    eventually(lambda: in_stream(client) == [message.event_id], within=5, every=0.01)
    assert (
        cast("list[tuple[bytes, dict[bytes, bytes]]]", client.xrange(alerts_key()))[0][1][JPEG_FIELD] == b"\xff\xd8jpeg"
    )
    assert len(Spool(tmp_path / "spool")) == 1
    confirm(client, message.event_id)
    eventually(lambda: publisher.spooled == 0, within=5, every=0.01)
    assert len(Spool(tmp_path / "spool")) == 0


def test_a_hundred_alerts_raised_while_redis_is_stopped_all_arrive_once_and_in_order(
    valkey: Valkey, publisher_on: Callable[[Valkey], AlertPublisher]
) -> None:
    publisher = publisher_on(valkey)
    valkey.stop()
    messages = [alert(str(number)) for number in range(100)]
    for message in messages:
        publisher.publish(message)
    assert publisher.spooled == 100
    valkey.start()
    client = valkey.client()
    eventually(lambda: len(in_stream(client)) >= 100, within=10)
    assert in_stream(client) == [message.event_id for message in messages]
    confirm(client, *(message.event_id for message in messages))
    eventually(lambda: publisher.spooled == 0, within=5)
    assert len(in_stream(client)) == 100


def test_publishing_does_not_wait_for_a_redis_that_answers_nothing(
    valkey: Valkey, publisher_on: Callable[[Valkey], AlertPublisher]
) -> None:
    publisher = publisher_on(valkey)
    valkey.freeze()
    publisher.publish(alert())
    eventually(lambda: publisher.away, within=10)
    publisher.publish(alert())
    assert publisher.spooled == 2
    valkey.thaw()
    eventually(lambda: len(set(in_stream(valkey.client()))) == 2, within=10)


def test_what_was_not_confirmed_is_sent_again_by_a_restarted_worker(client: redis.Redis, tmp_path: Path) -> None:
    first, message = SpoolSender(ME, Spool(tmp_path), client), alert()
    AlertPublisher(first).publish(message)
    first.send_due()
    client.delete(alerts_key())
    second = SpoolSender(ME, Spool(tmp_path), client)
    second.send_due()
    assert in_stream(client) == [message.event_id]


def test_an_alert_that_waits_for_the_centre_is_not_sent_twice(client: redis.Redis, tmp_path: Path) -> None:
    clock, message = Clock(), alert()
    outbox = SpoolSender(ME, Spool(tmp_path), client, clock)
    AlertPublisher(outbox).publish(message)
    for _ in range(4):
        outbox.send_due()
        clock.now += RESEND_AFTER
    assert in_stream(client) == [message.event_id]


def test_an_alert_that_redis_lost_is_sent_again_after_ten_seconds(client: redis.Redis, tmp_path: Path) -> None:
    clock, message = Clock(), alert()
    outbox = SpoolSender(ME, Spool(tmp_path), client, clock)
    AlertPublisher(outbox).publish(message)
    outbox.send_due()
    client.flushall()
    outbox.send_due()
    assert in_stream(client) == []
    clock.now += RESEND_AFTER
    outbox.send_due()
    assert in_stream(client) == [message.event_id]


def test_an_unreadable_confirmation_is_passed_over(client: redis.Redis, tmp_path: Path) -> None:
    outbox, message = SpoolSender(ME, Spool(tmp_path), client), alert()
    AlertPublisher(outbox).publish(message)
    client.xadd(acks_key(ME), {b"v": b"not json"})
    client.xadd(acks_key(ME), {b"other": b"field"})
    confirm(client, message.event_id)
    assert outbox.take_acks() == 1


def test_alerts_of_a_worker_that_is_gone_are_sent_by_another(client: redis.Redis, tmp_path: Path) -> None:
    message = alert(adapter="old-7")
    AlertPublisher(SpoolSender("old-7", Spool(tmp_path / "old-7"), client)).publish(message)
    sender = OrphanSender(tmp_path, ME, client, live=lambda: {ME})
    sender.run_once()
    assert in_stream(client) == [message.event_id]
    confirm(client, message.event_id, adapter="old-7")
    sender.run_once()
    assert abandoned(tmp_path, {ME}, ME) == []


def test_alerts_of_a_living_worker_are_left_to_it(tmp_path: Path, client: redis.Redis) -> None:
    AlertPublisher(SpoolSender("box-1", Spool(tmp_path / "box-1"), client)).publish(alert())
    assert abandoned(tmp_path, {ME, "box-1"}, ME) == []
    assert abandoned(tmp_path, {ME}, ME) == ["box-1"]


def test_news_of_recordings_of_a_worker_that_is_gone_are_sent_by_another(client: redis.Redis, tmp_path: Path) -> None:
    left = Spool(tmp_path / "old-7" / SEGMENTS, durable=False)
    left.put(SpoolEntry("one", b'{"type": "closed"}'))
    OrphanSender(tmp_path, ME, client, live=lambda: {ME}).run_once()
    ((_, fields),) = cast("list[Entry]", client.xrange(segments_key()))
    assert fields[PAYLOAD_FIELD] == b'{"type": "closed"}'
    assert abandoned(tmp_path, {ME}, ME) == []


def test_what_is_published_last_is_sent_before_the_end(
    valkey: Valkey, publisher_on: Callable[[Valkey], AlertPublisher]
) -> None:
    publisher = publisher_on(valkey)
    messages = [alert() for _ in range(20)]
    for message in messages:
        publisher.publish(message)
    publisher.close()
    assert in_stream(valkey.client()) == [message.event_id for message in messages]
