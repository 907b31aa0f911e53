"""From the stream of segments into the table of recording files: commit, then acknowledge and delete."""

from __future__ import annotations

from collections.abc import Sequence

import redis.asyncio as aioredis
from pydantic import ValidationError

from camera_adapters.messages import CENTRE_GROUP, LIVE_REALM, PAYLOAD_FIELD, SegmentMessage, is_realm, segments_key
from command_center.base.consuming import ConsumerName, keep_consuming, store_all
from command_center.base.db import Database
from command_center.base.redis_bus import Bus, Entry, bury, read_group
from command_center.recordings import repository
from command_center.recordings.repository import SegmentRow

BATCH = 200

News = tuple[Entry, SegmentRow]


class SegmentConsumer:
    """Reads one realm's stream as ``name`` within the group. ``run_once`` does the work and raises."""

    def __init__(self, redis: aioredis.Redis, database: Database, name: str, realm: str = LIVE_REALM) -> None:
        self._redis = redis
        self._database = database
        self._name = name
        self._stream = segments_key(realm)

    async def run_once(self, block: int = 1000) -> int:
        """Store the entries that are there; answers how many. Entries that fail stay in the stream."""
        entries = await read_group(self._redis, self._stream, self._name, count=BATCH, block=block)
        await store_all(await self._news(entries), self._store, self._refuse)
        return len(entries)

    async def _news(self, entries: Sequence[Entry]) -> list[News]:
        """What can be understood; the rest is buried."""
        news = []
        for entry in entries:
            try:
                message = SegmentMessage.model_validate_json(entry.fields.get(PAYLOAD_FIELD, b""))
                if is_realm(message.realm):
                    news.append((entry, segment_row(message)))
                else:
                    await self._bury(entry, "realm: there is none of this name")
            except (ValidationError, OverflowError) as error:
                await self._bury(entry, str(error))
        return news

    async def _store(self, news: Sequence[News]) -> None:
        async with self._database.transaction() as connection:
            await repository.store(connection, [row for _, row in news])
        await self._settle([entry for entry, _ in news])

    async def _refuse(self, news: News, reason: str) -> None:
        await self._bury(news[0], reason)

    async def _bury(self, entry: Entry, reason: str) -> None:
        if entry.fields:  # an entry without fields was deleted while it was pending: nothing is left to keep
            await bury(self._redis, entry, reason)
        await self._settle([entry])

    async def _settle(self, entries: Sequence[Entry]) -> None:
        ids = [entry.id for entry in entries]
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.xack(self._stream, CENTRE_GROUP, *ids)
            pipe.xdel(self._stream, *ids)
            await pipe.execute()


def segment_row(message: SegmentMessage) -> SegmentRow:
    """The row of a message."""
    return SegmentRow(
        realm=message.realm,
        path=message.path,
        camera_id=message.camera_id,
        stream=message.stream,
        epoch=min(message.epoch, 2**62),
        state=message.type,
        started_at=message.started_at,
        duration=message.duration,
        bytes=None if message.bytes is None else min(message.bytes, 2**62),
        sha256=None if message.sha256 is None else message.sha256.replace("\0", ""),
        discontinuity=message.discontinuity,
        codec=None if message.codec is None else message.codec.replace("\0", ""),
    )


async def run(bus: Bus, database: Database, name: ConsumerName) -> None:
    consumer = SegmentConsumer(bus.control, database, name)
    await keep_consuming(segments_key(), consumer.run_once)
