"""From the stream of alerts into the database, so that none is lost and none is stored twice.

Commit, then receipt to the adapter, then acknowledge and delete: whatever dies in between, the entry comes again and
changes nothing the second time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from uuid import UUID

import redis.asyncio as aioredis
import structlog
from redis.exceptions import RedisError, ResponseError
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from camera_adapters.messages import CENTRE_GROUP, LIVE_REALM, STREAM_CAP, AckMessage, acks_key, alerts_key
from command_center.alerts.arrival import Arrival, UnreadableMessageError, read_entry
from command_center.alerts.ingest import Ingest, Stored
from command_center.alerts.metrics import ALERTS_RAISED, DEAD_LETTERS, MESSAGES
from command_center.container import Container
from command_center.events.wake import wake
from command_center.redis_bus import Entry, backoff, bury, ensure_group, read_once

log = structlog.get_logger(__name__)

BATCH = 100
"""Entries of one transaction: enough for a storm, few enough to be stored well within a second."""
MESSAGE_AT_FAULT = ("22", "23", "54")
"""SQLSTATE classes whose cause is the data itself: wrong value, broken constraint, over a size limit."""
FAILURES = (SQLAlchemyError, ValueError, TypeError, LookupError, ArithmeticError, AttributeError)
"""What storing can raise beside a server that is away; those that are not the database's come from one message, and no
message may stand in the way of the ones behind it."""

Receipt = tuple[str, UUID]


class AlertConsumer:
    """Reads one realm's stream as ``name`` within the group. ``run_once`` does the work and raises."""

    def __init__(self, redis: aioredis.Redis, ingest: Ingest, name: str, realm: str = LIVE_REALM) -> None:
        self._redis = redis
        self._ingest = ingest
        self._name = name
        self._stream = alerts_key(realm)

    async def run_once(self, block: int = 1000) -> int:
        """Store what is there; the number of entries dealt with. What fails stays in the stream."""
        try:
            entries = await read_once(self._redis, self._stream, self._name, count=BATCH, block=block)
        except ResponseError as error:
            if not str(error).startswith("NOGROUP"):
                raise
            await ensure_group(self._redis, self._stream)
            return 0
        await self._take(entries)
        return len(entries)

    async def _take(self, entries: Sequence[Entry]) -> None:
        arrivals: list[Arrival] = []
        for entry in entries:
            try:
                arrivals.append(read_entry(entry))
            except UnreadableMessageError as error:
                await self._bury(entry, error)
        if not arrivals:
            return
        try:
            await self._store(arrivals)
        except FAILURES as error:
            if not _message_at_fault(error):
                raise
            await self._one_by_one(arrivals)

    async def _one_by_one(self, arrivals: Sequence[Arrival]) -> None:
        """Find the message that spoils a batch, so that it harms no other."""
        for arrival in arrivals:
            try:
                await self._store([arrival])
            except FAILURES as error:
                if not _message_at_fault(error):
                    raise
                log.exception("alert_cannot_be_stored", event_id=str(arrival.message.event_id))
                receipt = (arrival.message.adapter, arrival.message.event_id)
                await self._bury(arrival.entry, UnreadableMessageError(f"cannot be stored: {_cause(error)}", receipt))

    async def _store(self, arrivals: Sequence[Arrival]) -> None:
        stored = await self._ingest.store(arrivals)
        messages = [arrival.message for arrival in arrivals]
        await self._settle(
            [arrival.entry for arrival in arrivals], [(message.adapter, message.event_id) for message in messages]
        )
        for outcome in stored:
            _count(outcome)
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
            DEAD_LETTERS.labels(self._stream).inc()
        await self._settle([entry], [error.receipt] if error.receipt else [])


def _message_at_fault(error: Exception) -> bool:
    """Whether trying again can never help, because the reason is in the message."""
    if not isinstance(error, DBAPIError):
        return not isinstance(error, SQLAlchemyError)
    state = getattr(error.orig, "sqlstate", None)
    return state is not None and str(state)[:2] in MESSAGE_AT_FAULT


def _cause(error: Exception) -> str:
    """The database's own words, without the statement and its values."""
    return str(error.orig if isinstance(error, DBAPIError) else error)[:300]


def _count(outcome: Stored) -> None:
    ALERTS_RAISED.labels(outcome.realm).inc(outcome.raised)
    MESSAGES.labels("new").inc(outcome.raised + outcome.repeated)
    MESSAGES.labels("duplicate").inc(outcome.duplicates)


async def consume(consumer: AlertConsumer) -> None:
    """Consume for ever; while a server is away the same entries are tried again and again."""
    delays = backoff()
    while True:
        try:
            await consumer.run_once()
        except (RedisError, OSError, TimeoutError, SQLAlchemyError) as error:
            log.warning("alerts_wait", error=type(error).__name__)
        except Exception:
            log.exception("alert_consumer_failed")
        else:
            delays = backoff()
            continue
        await asyncio.sleep(next(delays))


async def run(container: Container) -> None:
    """The background task."""
    ingest = Ingest(container.database, container.clock, container.new_id, container.levels)
    await consume(AlertConsumer(container.bus.control, ingest, container.replica))
