"""Ingest of messages: a batch becomes alerts, transitions and calls in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.alerts import intake_repository, repository, shelf_plans
from command_center.alerts.arrival import Incoming
from command_center.alerts.calls import AlertCalls
from command_center.alerts.fusion import WINDOW, fuse, kinds_beside
from command_center.alerts.intake import IntakeState, take
from command_center.alerts.origins import Origin, origins_of
from command_center.alerts.record import Signal
from command_center.alerts.rules import Rules
from command_center.alerts.shelving import planned_shelf
from command_center.base.clock import Clock, NewId
from command_center.base.db import Database
from command_center.chain import repository as audit
from common.kinds import KINDS

logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Stored:
    """Result of a batch in one realm."""

    realm: str
    raised: int
    """New alerts."""
    repeated: int
    """Messages that belonged to an alert that existed."""
    duplicates: int
    """Messages that had been stored before."""
    last_number: int | None
    """Number of the last transition; None without any."""
    quiet: frozenset[UUID]
    """Alerts that changed without a transition; pages must be told of them all the same."""


class Ingest:
    """Stores messages of cameras and stations.

    ``rules`` holds the tables of levels and escalation; ``calling`` queues the calls in the same transaction. A batch
    that fails is rolled back whole (``away.DATABASE_AWAY``) and may be stored again.
    """

    def __init__(self, database: Database, clock: Clock, new_id: NewId, rules: Rules, calling: AlertCalls) -> None:
        self._database = database
        self._clock = clock
        self._new_id = new_id
        self._rules = rules
        self._levels = rules.levels
        self._calling = calling

    async def store(self, arrivals: Sequence[Incoming]) -> list[Stored]:
        """Store a batch in one transaction for each realm, in the given order; answers one ``Stored`` for each.

        Messages that are stored already change nothing.
        """
        realms = sorted({arrival.message.realm for arrival in arrivals})
        return [
            await self._store(realm, [arrival for arrival in arrivals if arrival.message.realm == realm])
            for realm in realms
        ]

    async def _store(self, realm: str, arrivals: Sequence[Incoming]) -> Stored:
        async with self._database.transaction() as connection:
            return await self.store_within(connection, realm, arrivals)

    async def store_within(self, connection: AsyncConnection, realm: str, arrivals: Sequence[Incoming]) -> Stored:
        """Store messages of one realm as the last step of the caller's transaction.

        The transaction holds the realm's lock of the intake, and then that of its transitions, until it ends.
        """
        audible = await self._calling.audible()  # asked of Redis, so before the lock
        await intake_repository.lock_intake(connection, realm)
        fresh = await self._fresh(connection, arrivals)
        if not fresh:
            return Stored(realm, 0, 0, len(arrivals), None, frozenset())
        signals = await self._signals(connection, realm, fresh)
        desk = await self._desk(connection, realm, signals)
        desk.audible = audible
        owners = [take(desk, signal) for signal in signals]
        fuse(desk, self._clock.now())
        return await self._write(connection, realm, desk, list(zip(signals, owners, strict=True)), len(arrivals))

    async def _fresh(self, connection: AsyncConnection, arrivals: Sequence[Incoming]) -> list[Incoming]:
        """The messages whose event is not stored, each event once."""
        known = await intake_repository.known_events(connection, [arrival.message.event_id for arrival in arrivals])
        fresh: list[Incoming] = []
        for arrival in arrivals:
            if arrival.message.event_id not in known:
                known.add(arrival.message.event_id)
                fresh.append(arrival)
        return fresh

    async def _desk(self, connection: AsyncConnection, realm: str, signals: Sequence[Signal]) -> IntakeState:
        """The state with every alert and episode that these signals may touch; their rows are locked."""
        grouping = self._levels.grouping
        messages = [signal.message for signal in signals]
        keys = {message.dedup_key for message in messages}
        kinds = {message.kind for message in messages} & grouping.kinds
        episodes = await intake_repository.episodes(connection, realm, {message.episode_id for message in messages})
        ids = {episode.alert_id for episode in episodes}
        alerts = await intake_repository.lock_for_intake(connection, realm, ids, keys, kinds, _beside(signals))
        desk = IntakeState.of(self._new_id, grouping, alerts, episodes)
        desk.previous.update(await intake_repository.last_decided(connection, realm, keys))
        return desk

    async def _signals(self, connection: AsyncConnection, realm: str, arrivals: Sequence[Incoming]) -> list[Signal]:
        known = await origins_of(connection, {arrival.message.origin for arrival in arrivals})
        now = self._clock.now()
        plans = await shelf_plans.current(connection, realm, now)
        signals = [self._signal(arrival, known.get(arrival.message.origin), now) for arrival in arrivals]
        return [replace(signal, shelf=planned_shelf(plans, signal, now)) for signal in signals] if plans else signals

    def _signal(self, arrival: Incoming, place: Origin | None, now: datetime) -> Signal:
        """The message with its level, hotspot and policy; an unknown origin has no hotspot and its kind's level."""
        message = arrival.message
        if message.kind not in KINDS:  # of a newer adapter: an alert is never lost, but somebody must update the centre
            logger.warning("unknown_kind", kind=message.kind, detector=message.detector)
        hotspot = place.hotspot if place else None
        level = self._levels.level(message.kind, hotspot, message.zone, message.score, message.place)
        return Signal(
            message=message,
            level=level,
            received_at=now,
            hotspot=hotspot,
            zone_name=place.zones.get(message.zone) if place and message.zone else None,
            snapshot=arrival.snapshot,
            policy=self._rules.escalation.policy(level),
        )

    async def _write(
        self,
        connection: AsyncConnection,
        realm: str,
        desk: IntakeState,
        taken: Sequence[tuple[Signal, UUID]],
        total: int,
    ) -> Stored:
        """Write all changes and calls, and append the transitions as the last step."""
        created = [desk.alerts[one] for one in desk.alerts if one in desk.created]
        await repository.insert_alerts(connection, created)
        await repository.update_alerts(connection, [desk.alerts[one] for one in desk.changed - desk.created])
        await intake_repository.upsert_episodes(connection, [desk.episodes[one] for one in desk.touched_episodes])
        await intake_repository.insert_snapshots(connection, realm, desk.snapshots)
        await intake_repository.insert_signals(connection, [_signal_row(signal, owner) for signal, owner in taken])
        now_called = [replace(call, alert=desk.alerts[call.alert.id]) for call in desk.calls]
        await self._calling.make(connection, realm, now_called, self._clock.now())
        links = await audit.append(connection, realm, desk.drafts)
        told = {link.draft.subject_id for link in links}
        return Stored(
            realm,
            raised=len(created),
            repeated=len(taken) - len(created),
            duplicates=total - len(taken),
            last_number=links[-1].number if links else None,
            quiet=frozenset(desk.changed - told),
        )


def _beside(signals: Sequence[Signal]) -> intake_repository.Beside:
    """Which open alerts may confirm these signals, or be confirmed by them."""
    return intake_repository.Beside(
        hotspots={signal.hotspot for signal in signals if signal.hotspot is not None},
        kinds={kind for signal in signals for kind in kinds_beside(signal.message.kind)},
        since=min(signal.message.captured_at for signal in signals) - WINDOW,
    )


def _signal_row(signal: Signal, alert_id: UUID) -> dict[str, Any]:
    message = signal.message
    return {
        "event_id": message.event_id,
        "realm": message.realm,
        "alert_id": alert_id,
        "episode_id": message.episode_id,
        "seq": message.seq,
        "phase": str(message.phase),
        "message": message.model_dump(mode="json", exclude_none=True),
        "captured_at": message.captured_at,
        "published_at": message.published_at,
        "received_at": signal.received_at,
    }
