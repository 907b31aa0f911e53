"""Senders of the outbox: one for each channel, so that a channel that is dead or slow delays no other."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta

import structlog
from prometheus_client import Counter

from command_center.base.away import DATABASE_AWAY
from command_center.base.background import forever
from command_center.base.clock import Clock
from command_center.base.db import Database
from command_center.notifications import repository
from command_center.notifications.channel import Transport
from command_center.notifications.errors import TransportError
from command_center.notifications.model import DeliveryState, Letter, retry_after
from command_center.notifications.repository import Outcome

log = structlog.get_logger(__name__)

LOOK_EVERY = 0.5
"""Seconds between two looks into an empty outbox; a call waits there at most this long."""
LEASE_MARGIN = timedelta(seconds=15)
"""Added to the channel's time limit: a sender that has held a letter for longer counts as dead."""
DELIVERIES = Counter("cc_deliveries_total", "Attempts to deliver a notice", ["channel", "outcome"])


class ChannelSender:
    """Delivers the letters of one channel; several processes may run one for the same channel.

    A letter is leased while it is tried: the lease is the transport's time limit and ``LEASE_MARGIN``. It is tried
    again, with growing pauses, until it is delivered, can never be delivered or has expired.
    """

    def __init__(self, database: Database, clock: Clock, channel: str, transport: Transport) -> None:
        self._database = database
        self._clock = clock
        self._channel = channel
        self._transport = transport
        self._lease = timedelta(seconds=transport.timeout) + LEASE_MARGIN

    async def run_once(self) -> int:
        """Claim the letters that are due, up to the transport's ``concurrency``, and try each once; answers how many.

        Errors of the channel are stored with the letter. Raises the errors of ``away.DATABASE_AWAY``.
        """
        async with self._database.transaction() as connection:
            letters = await repository.claim(
                connection, self._channel, self._clock.now(), self._lease, self._transport.concurrency
            )
        await asyncio.gather(*(self._deliver(letter) for letter in letters))
        return len(letters)

    async def _deliver(self, letter: Letter) -> None:
        outcome = await self._attempt(letter)
        DELIVERIES.labels(self._channel, str(outcome.state)).inc()
        async with self._database.transaction() as connection:
            await repository.settle(connection, letter, outcome)

    async def _attempt(self, letter: Letter) -> Outcome:
        if self._clock.now() >= letter.expires_at:
            return Outcome(DeliveryState.FAILED, self._clock.now(), "expired")
        try:
            async with asyncio.timeout(self._transport.timeout):
                state = await self._transport.send(letter)
        except TimeoutError:
            return self._failed(letter, TransportError("timeout"))
        except TransportError as error:
            return self._failed(letter, error)
        except Exception as error:  # a library's own: the letter must not hang for ever in a lease
            log.exception("channel_failed", channel=self._channel)
            return self._failed(letter, TransportError("channel_fault", type(error).__name__))
        return Outcome(state, self._clock.now())

    def _failed(self, letter: Letter, error: TransportError) -> Outcome:
        """Give the letter up where the error is permanent or it expires before the next attempt; else try it again."""
        now = self._clock.now()
        retry_at = now + retry_after(letter.attempts)
        detail = error.detail[:200] or None
        if error.permanent or retry_at >= letter.expires_at:
            log.warning("delivery_failed", channel=self._channel, delivery=str(letter.id), reason=error.reason)
            return Outcome(DeliveryState.FAILED, now, error.reason, detail)
        return Outcome(DeliveryState.QUEUED, now, error.reason, detail, retry_at)


async def keep_delivering(courier: ChannelSender, pause: float = LOOK_EVERY) -> None:
    """Run a sender until cancelled, ``pause`` seconds between looks; waits while the database is away."""

    async def deliver() -> bool:
        return await courier.run_once() > 0

    await forever("outbox", deliver, pause, away=DATABASE_AWAY)


async def run(database: Database, clock: Clock, channels: Mapping[str, Transport]) -> None:
    """Run the senders of all channels side by side until cancelled."""
    async with asyncio.TaskGroup() as group:
        for name, transport in channels.items():
            group.create_task(keep_delivering(ChannelSender(database, clock, name, transport)), name=f"courier {name}")
