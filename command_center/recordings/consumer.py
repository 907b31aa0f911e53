"""From the stream of segments into the table of recording files: commit, then acknowledge and delete."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import redis.asyncio as aioredis
import structlog
from pydantic import ValidationError
from redis.exceptions import RedisError, ResponseError
from sqlalchemy.exc import SQLAlchemyError

from camera_adapters.messages import CENTRE_GROUP, LIVE_REALM, PAYLOAD_FIELD, SegmentMessage, segments_key
from command_center.container import Container
from command_center.db import Database
from command_center.recordings import repository
from command_center.recordings.repository import SegmentRow
from command_center.redis_bus import Entry, backoff, bury, ensure_group, read_once

log = structlog.get_logger(__name__)

BATCH = 200


class SegmentConsumer:
    """Reads one realm's stream as ``name`` within the group. ``run_once`` does the work and raises."""

    def __init__(self, redis: aioredis.Redis, database: Database, name: str, realm: str = LIVE_REALM) -> None:
        self._redis = redis
        self._database = database
        self._name = name
        self._stream = segments_key(realm)

    async def run_once(self, block: int = 1000) -> int:
        """Store what is there; the number of entries dealt with. What fails stays in the stream."""
        try:
            entries = await read_once(self._redis, self._stream, self._name, count=BATCH, block=block)
        except ResponseError as error:
            if not str(error).startswith("NOGROUP"):
                raise
            await ensure_group(self._redis, self._stream)
            return 0
        if entries:
            rows = await self._rows(entries)
            async with self._database.transaction() as connection:
                await repository.store(connection, rows)
            await self._settle(entries)
        return len(entries)

    async def _rows(self, entries: Sequence[Entry]) -> list[SegmentRow]:
        rows = []
        for entry in entries:
            try:
                message = SegmentMessage.model_validate_json(entry.fields.get(PAYLOAD_FIELD, b""))
                rows.append(segment_row(message))
            except (ValidationError, OverflowError) as error:
                if entry.fields:
                    await bury(self._redis, entry, str(error))
        return rows

    async def _settle(self, entries: Sequence[Entry]) -> None:
        ids = [entry.id for entry in entries]
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.xack(self._stream, CENTRE_GROUP, *ids)
            pipe.xdel(self._stream, *ids)
            await pipe.execute()


def segment_row(message: SegmentMessage) -> SegmentRow:
    """The row of a message; NUL characters cannot be stored and mean nothing."""
    return SegmentRow(
        realm=message.realm.replace("\0", ""),
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


async def run(container: Container) -> None:
    """The background task: consume for ever; while a server is away the same entries are tried again."""
    consumer = SegmentConsumer(container.bus.control, container.database, container.replica)
    delays = backoff()
    while True:
        try:
            await consumer.run_once()
        except (RedisError, SQLAlchemyError, OSError, TimeoutError) as error:
            log.warning("segments_wait", error=type(error).__name__)
            await asyncio.sleep(next(delays))
        else:
            delays = backoff()
