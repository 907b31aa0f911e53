"""The synthetic alert: asked for over Redis, carried by an adapter down the whole way of an alert, and seen at its end
by a WebSocket client of the centre's own. It is in no list and in no statistic."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import structlog
from redis.asyncio import Redis
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from camera_adapters.messages import COMMANDS_KEY, STREAM_CAP, CanaryRequest
from command_center.base import tls
from command_center.base.clock import Clock, NewId
from command_center.base.settings import Settings

log = structlog.get_logger(__name__)

RECORD_KEY = "centre:canary"
TURN_KEY = "centre:canary:turn"
"""Held by the replica whose turn it is; the others look again later."""
ARRIVES_WITHIN = 20.0
RETRY_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class CanarySeen:
    """When it last arrived, and how long it took from the request."""

    seen_at: datetime
    latency_ms: float


async def last_seen(redis: Redis) -> CanarySeen | None:
    """What the replica whose turn it was wrote down."""
    value = await redis.get(RECORD_KEY)
    if value is None:
        return None
    record = json.loads(value)
    return CanarySeen(datetime.fromisoformat(record["seen_at"]), float(record["latency_ms"]))


class Canary:
    """Sends one every ``canary_seconds`` and waits for it."""

    def __init__(
        self, redis: Redis, settings: Settings, token: str, clock: Clock, new_id: NewId,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._redis = redis
        self._settings = settings
        self._token = token
        self._clock = clock
        self._new_id = new_id
        self._monotonic = monotonic

    async def run(self) -> None:
        """For ever, one replica at a time."""
        while True:
            seconds = self._settings.canary_seconds
            if not await self._redis.set(TURN_KEY, self._token[:8], nx=True, px=int(seconds * 900)):
                await asyncio.sleep(min(seconds, RETRY_SECONDS))
                continue
            try:
                await self.run_once()
            except (TimeoutError, OSError, WebSocketException) as error:
                log.warning("canary_missing", error=type(error).__name__)
                await self._redis.delete(TURN_KEY)
                await asyncio.sleep(RETRY_SECONDS)

    async def run_once(self) -> CanarySeen:
        """Send one and see it arrive. Raises TimeoutError when it does not, OSError when the socket does not open."""
        url, options = events_address(self._settings)
        headers = {"Authorization": f"Bearer {self._token}"}
        async with asyncio.timeout(ARRIVES_WITHIN):
            connection = connect(url, additional_headers=headers, proxy=None, **options)
            async with connection as socket:
                await _hello(socket)
                asked = self._monotonic()
                await self._ask()
                await _raised(socket)
                taken = (self._monotonic() - asked) * 1000
        seen = CanarySeen(self._clock.now(), round(taken, 1))
        record = {"seen_at": seen.seen_at.isoformat(), "latency_ms": seen.latency_ms}
        await self._redis.set(RECORD_KEY, json.dumps(record))
        return seen

    async def _ask(self) -> None:
        request = cast("Any", CanaryRequest(token=str(self._new_id())).fields())
        await self._redis.xadd(COMMANDS_KEY, request, maxlen=STREAM_CAP["commands"], approximate=True)


async def _hello(socket: Any) -> None:  # noqa: ANN401 - the library's connection
    while json.loads(await socket.recv()).get("type") != "hello":
        pass


async def _raised(socket: Any) -> None:  # noqa: ANN401 - the library's connection
    while True:
        message = json.loads(await socket.recv())
        if message.get("type") == "event" and message["event"]["to"] == "raised":
            return


def events_address(settings: Settings) -> tuple[str, dict[str, Any]]:
    """This process's own event socket."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.http_host, settings.http_host)  # noqa: S104
    scheme, options = "ws", {}
    if settings.tls_cert is not None:
        scheme, options = "wss", {"ssl": tls.loopback_context()}
    return f"{scheme}://{host}:{settings.http_port}/api/ws/events?realm=canary", options
