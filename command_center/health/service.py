"""Looking at everything that must work; the answer is shared by all who ask within a second."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast

from redis.asyncio import Redis

from camera_adapters.messages import dead_letters_key
from command_center import __version__
from command_center.base.away import SERVER_AWAY
from command_center.base.clock import Clock
from command_center.base.db import Database
from command_center.base.redis_bus import Bus
from command_center.cameras.service import Cameras
from command_center.duty.consoles import DEAF_AFTER, Consoles
from command_center.health.canary import CanarySeen, last_seen
from command_center.health.clock_sync import ClockSync, read_clock_sync
from command_center.health.model import Alarm, Facts, Status, judge
from command_center.health.staffing import staffing_of

T = TypeVar("T")
ANSWER_WITHIN = 2.0
KEPT_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class HealthReport:
    """Facts, judged."""

    status: Status
    alarms: list[Alarm]
    facts: Facts
    latency_ms: float | None
    canary: CanarySeen | None
    clock: ClockSync
    version: str = __version__


class Health:
    """Asks the servers, at most once a second however many ask."""

    def __init__(
        self, database: Database, bus: Bus, cameras: Cameras, consoles: Consoles, clock: Clock, canary_seconds: float
    ) -> None:
        self._consoles = consoles
        self._database = database
        self._bus = bus
        self._cameras = cameras
        self._clock = clock
        self._late_after = timedelta(seconds=3 * canary_seconds + 30)
        self._started_at = clock.now()
        self._lock = asyncio.Lock()
        self._kept: tuple[float, HealthReport] | None = None

    async def report(self) -> HealthReport:
        async with self._lock:
            if self._kept is None or time.monotonic() - self._kept[0] > KEPT_SECONDS:
                self._kept = (time.monotonic(), await self._look())
            return self._kept[1]

    async def _look(self) -> HealthReport:
        now = self._clock.now()
        people = asyncio.gather(_or_none(_heard(self._consoles)), _or_none(staffing_of(self._database, now)))
        latency, memory, live, canary, dead = await asyncio.gather(
            _or_none(self._database.latency_ms()),
            _or_none(_memory_ratio(self._bus.control)),
            _or_none(_memory_ratio(self._bus.live)),
            _or_none(last_seen(self._bus.control)),
            _or_none(_dead_letters(self._bus.control)),
        )
        heard, staffing = await people
        clock = read_clock_sync()
        facts = Facts(
            cameras=self._cameras.counts(),
            adapters=len(self._cameras.adapters()),
            redis=memory is not None,
            live_redis=live is not None,
            memory_ratio=memory[0] if memory else None,
            database=latency is not None,
            canary_seen_at=canary.seen_at if canary else None,
            canary_due_by=now - self._late_after,
            started_at=self._started_at,
            clock_synchronised=clock.synchronised,
            dead_letters=dead or 0,
            overdue_steps=staffing.overdue if staffing else None,
            heard_at=heard[0] if heard else None,
            heard_due_by=now - DEAF_AFTER if heard else None,
            duty_empty=staffing.empty_roles if staffing else (),
            failed_deliveries=staffing.failed if staffing else 0,
            reached_elsewhere=staffing.reached if staffing else 0,
        )
        status, alarms = judge(facts)
        return HealthReport(status, alarms, facts, latency, canary, clock)


async def _or_none(work: Awaitable[T]) -> T | None:
    try:
        return await asyncio.wait_for(work, ANSWER_WITHIN)
    except SERVER_AWAY:
        return None


async def _heard(consoles: Consoles) -> tuple[datetime | None]:
    """In a tuple, because never is an answer too."""
    return (await consoles.heard_at(),)


async def _memory_ratio(redis: Redis) -> tuple[float | None]:
    """Used share of the memory limit; (None,) where there is no limit."""
    facts = await redis.info("memory")
    limit = int(facts.get("maxmemory") or 0)
    return (int(facts["used_memory"]) / limit if limit else None,)


async def _dead_letters(redis: Redis) -> int:
    seconds, _ = cast("Any", await redis.time())
    since = (int(seconds) - 24 * 3600) * 1000
    return len(cast("Any", await redis.xrevrange(dead_letters_key(), "+", str(since), count=1000)))
