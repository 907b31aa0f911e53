"""Redis is killed while alerts are raised: each is in the database exactly once afterwards."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import redis
import sqlalchemy as sa

from camera_adapters.delivery.publisher import AlertPublisher, SpoolSender
from camera_adapters.delivery.spool import Spool
from command_center.alerts import tables
from command_center.audit.verify import verify_realm
from command_center.base.background import cancel
from command_center.base.consuming import keep_consuming
from command_center.base.db import Database
from command_center.base.redis_bus import Bus
from command_center.jobs.alert_consumer import AlertConsumer
from command_center.web.container import Container
from tests.support.alerts import Episode, ingest_of
from tests.support.servers import Servers
from tests.support.valkey import Valkey
from tests.support.waiting import eventually

OUTAGES = {30: 40, 60: 75}
"""Redis dies at the message with the first number and answers again at that with the second."""


async def test_a_hundred_alerts_survive_two_deaths_of_redis_once_each(
    valkey: Valkey, servers: Servers, database: Database, container: Container, tmp_path: Path
) -> None:
    bus = Bus(valkey.url, servers.urls.live_redis)
    client = redis.Redis.from_url(valkey.url, socket_timeout=2, socket_connect_timeout=1)
    publisher = AlertPublisher(SpoolSender("worker-1", Spool(tmp_path / "spool"), client))
    publisher.start()
    ingest = ingest_of(container)
    consumer = AlertConsumer(bus.control, ingest, "one")
    consuming = asyncio.create_task(keep_consuming("live:alerts", consumer.run_once))
    messages = [Episode(place=str(number)).step() for number in range(100)]
    try:
        for number, message in enumerate(messages):
            publisher.publish(message)
            if number in OUTAGES:
                valkey.stop(signal.SIGKILL)
            if number in OUTAGES.values():
                await asyncio.to_thread(valkey.start)
            await asyncio.sleep(0.02)  # the pace of a storm, not a wait for anything
        await asyncio.to_thread(eventually, lambda: not publisher.spooled, within=90, what="every alert is confirmed")
    finally:
        publisher.close()
        client.close()
        await cancel([consuming])
        await bus.close()
    async with database.read() as connection:
        stored = (await connection.scalars(sa.select(tables.alert_signal.c.event_id))).all()
        counts = (await connection.scalars(sa.select(tables.alert.c.count))).all()
        verdict = await verify_realm(connection, "live")
    assert sorted(stored) == sorted(message.event_id for message in messages)
    assert counts == [1] * 100
    assert (verdict.checked, verdict.broken) == (100, None)
