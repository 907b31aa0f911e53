"""Consumer of alerts: from the stream into the database, so that none is lost and none is stored twice.

It commits, then confirms to the adapter, then acknowledges and deletes. When a process dies in between, the entry comes
again and changes nothing the second time.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Sequence
from uuid import UUID

import redis.asyncio as aioredis

from camera_adapters.messages import CENTRE_GROUP, LIVE_REALM, STREAM_CAP, AckMessage, acks_key, alerts_key
from command_center.alerts.arrival import Arrival, UnreadableMessageError, read_entry
from command_center.alerts.batching import BatchPause
from command_center.alerts.ingest import Ingest
from command_center.alerts.metrics import count_stored
from command_center.base.consuming import ConsumerName, keep_consuming, store_all
from command_center.base.redis_bus import Bus, Entry, bury, read_group
from command_center.base.wake import wake

BATCH = 100
"""Entries of one transaction: enough for a storm, few enough to be stored well within a second."""

Receipt = tuple[str, UUID]


class AlertConsumer:
    """Reads one realm's stream as ``name`` within the group. ``run_once`` does the work and raises."""

    def __init__(self, redis: aioredis.Redis, ingest: Ingest, name: str, realm: str = LIVE_REALM) -> None:
        self._redis = redis
        self._ingest = ingest
        self._name = name
        self._stream = alerts_key(realm)

    async def run_once(self, block: int = 1000) -> int:
        """Store the entries that are there; answers how many. Entries that fail stay in the stream."""
        entries = await read_group(self._redis, self._stream, self._name, count=BATCH, block=block)
        await self._take(entries)
        return len(entries)

    async def _take(self, entries: Sequence[Entry]) -> None:
        arrivals: list[Arrival] = []
        for entry in entries:
            try:
                arrivals.append(read_entry(entry))
            except UnreadableMessageError as error:
                await self._bury(entry, error)
        await store_all(arrivals, self._store, self._refuse)

    async def _refuse(self, arrival: Arrival, reason: str) -> None:
        """Confirm an entry that went to the dead letters, so that the adapter does not send it again."""
        receipt = (arrival.message.adapter, arrival.message.event_id)
        await self._bury(arrival.entry, UnreadableMessageError(reason, receipt))

    async def _store(self, arrivals: Sequence[Arrival]) -> None:
        stored = await self._ingest.store(arrivals)
        messages = [arrival.message for arrival in arrivals]
        await self._settle(
            [arrival.entry for arrival in arrivals], [(message.adapter, message.event_id) for message in messages]
        )
        for outcome in stored:
            count_stored(outcome.realm, raised=outcome.raised, repeated=outcome.repeated, duplicates=outcome.duplicates)
            await wake(self._redis, outcome.realm, outcome.quiet)

    async def _settle(self, entries: Iterable[Entry], receipts: Iterable[Receipt]) -> None:
        """Receipts first: an adapter that is told twice does not mind, one that is never told sends for ever."""
        by_adapter: dict[str, list[UUID]] = {}
        for adapter, event_id in receipts:
            by_adapter.setdefault(adapter, []).append(event_id)
        ids = [entry.id for entry in entries]
        async with self._redis.pipeline(transaction=True) as pipe:
            for adapter, event_ids in by_adapter.items():
                fields = AckMessage(event_ids=tuple(event_ids)).fields()
                pipe.xadd(acks_key(adapter), fields, maxlen=STREAM_CAP["acks"], approximate=True)  # type: ignore[arg-type]
            pipe.xack(self._stream, CENTRE_GROUP, *ids)
            pipe.xdel(self._stream, *ids)
            await pipe.execute()

    async def _bury(self, entry: Entry, error: UnreadableMessageError) -> None:
        if entry.fields:  # an entry without fields was deleted while it was pending: nothing is left to keep
            await bury(self._redis, entry, str(error))
        await self._settle([entry], [error.receipt] if error.receipt else [])


async def run(bus: Bus, ingest: Ingest, name: ConsumerName) -> None:
    consumer = AlertConsumer(bus.control, ingest, name)

    pace = BatchPause()

    async def in_breaths() -> None:
        taken = await consumer.run_once()
        if 0 < taken < BATCH:  # behind a full one more is waiting already
            await asyncio.sleep(pace.pause(taken, time.monotonic()))

    await keep_consuming(alerts_key(), in_breaths)
