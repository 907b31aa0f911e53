"""One reader a process over every stream that somebody watches; fans out to the viewers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any, cast

import redis.asyncio as aioredis
import structlog

from camera_adapters.messages import COMMANDS_KEY, ON_DEMAND, STREAM_CAP, CameraSpec, Want, utc_micros
from command_center.base.away import REDIS_AWAY
from command_center.base.background import forever
from command_center.base.clock import Clock
from command_center.base.redis_bus import Bus
from command_center.live.channel import Channel
from command_center.live.fragment import StreamKey
from command_center.live.metrics import CHANNELS, FRAGMENTS_DROPPED, VIEWERS
from command_center.live.source import LiveSource
from command_center.live.viewer import Viewer
from common.backoff import doubling

log = structlog.get_logger(__name__)

GATHER = 0.04
"""Seconds between two reads: ten fragments or so then share a round trip, and none waits noticeably."""
LINGER = 5.0
"""Seconds that an unwatched stream is read on, for pages that load again."""
RENEW_EVERY = 4.0
WANT_FOR = timedelta(seconds=12)
"""A stream on demand survives two lost renewals."""

Roster = Callable[[], Mapping[str, CameraSpec]]


class LiveHub:
    """Where viewers register. ``run`` and ``renew_wants`` are background tasks."""

    def __init__(self, bus: Bus, roster: Roster, clock: Clock, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._source = LiveSource(bus.live)
        self._control: aioredis.Redis = bus.control
        self._roster = roster
        self._clock = clock
        self._monotonic = monotonic
        self._channels: dict[StreamKey, Channel] = {}
        self._watched = asyncio.Event()
        self._wanted = asyncio.Event()

    @contextmanager
    def viewer(self) -> Iterator[Viewer]:
        """A viewer without subscriptions; leaving the block ends all of them."""
        viewer = Viewer(self._monotonic)
        VIEWERS.inc()
        try:
            yield viewer
        finally:
            VIEWERS.dec()
            FRAGMENTS_DROPPED.inc(viewer.dropped)
            self.watch(viewer, ())

    def watch(self, viewer: Viewer, keys: Collection[StreamKey]) -> None:
        """Replace the streams that the viewer watches."""
        for gone in viewer.keys.difference(keys):
            if gone in self._channels:
                self._channels[gone].remove(viewer, self._monotonic())
            viewer.end(gone)
        for key in dict.fromkeys(keys):
            if key not in viewer.keys:
                self._begin(viewer, key)
        CHANNELS.set(len(self._channels))

    def _begin(self, viewer: Viewer, key: StreamKey) -> None:
        camera = self._roster().get(key.camera)
        if camera is None or not camera.enabled:
            viewer.begin(key)
            viewer.refuse(key, "unknown_camera" if camera is None else "disabled")
            return
        channel = self._channels.setdefault(key, Channel(key))
        channel.add(viewer, utc_micros(self._clock.now()))
        self._watched.set()
        if key.stream in ON_DEMAND:
            self._wanted.set()

    # ------------------------------------------------------------------ reading

    async def run(self) -> None:
        """Read for ever; while the live server is away the pages show the age of their pictures themselves."""
        await forever("live", self.run_once, GATHER, away=REDIS_AWAY, retry=doubling)

    async def run_once(self) -> None:
        """Read what is there once; waits while nobody watches."""
        self._forget_idle()
        if not self._channels:
            self._watched.clear()
            await self._watched.wait()
        for channel in list(self._channels.values()):
            if channel.last_id is None:
                last_id, pieces = await self._source.kept(channel.key)
                channel.fill(pieces, utc_micros(self._clock.now()))
                channel.last_id = last_id
        positions = {key: channel.last_id for key, channel in self._channels.items() if channel.last_id is not None}
        for key, entries in await self._source.read(positions):
            pieces = await self._source.pieces(key, entries)
            channel = self._channels[key]
            channel.last_id = entries[-1][0]
            for piece in pieces:
                channel.show(piece)

    def _forget_idle(self) -> None:
        now = self._monotonic()
        for key, channel in list(self._channels.items()):
            if channel.idle_since is not None and now - channel.idle_since > LINGER:
                del self._channels[key]
        CHANNELS.set(len(self._channels))

    # ------------------------------------------------------------------ streams on demand

    async def renew_wants(self) -> None:
        """Ask for main streams and stills for ever, at once when a viewer comes and again while one stays."""
        await forever("wants", self.send_wants, self._until_wanted, away=REDIS_AWAY)

    async def _until_wanted(self) -> None:
        """Until a viewer comes, at most ``RENEW_EVERY`` seconds."""
        self._wanted.clear()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._wanted.wait(), RENEW_EVERY)

    async def send_wants(self) -> None:
        """Announce every stream on demand that somebody watches now."""
        until = self._clock.now() + WANT_FOR
        wants = [key for key, channel in self._channels.items() if key.stream in ON_DEMAND and channel.viewers]
        if not wants:
            return
        async with self._control.pipeline(transaction=False) as pipe:
            for key in wants:
                want = Want.model_validate({"camera_id": key.camera, "stream": key.stream, "until": until})
                pipe.xadd(COMMANDS_KEY, cast("Any", want.fields()), maxlen=STREAM_CAP["commands"], approximate=True)
            await pipe.execute()
