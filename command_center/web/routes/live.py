"""``/api/ws/live``: the pictures of every tile of a page over one socket."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import partial

import structlog
from fastapi import APIRouter
from pydantic import BaseModel, Field, ValidationError
from starlette.websockets import WebSocket

from camera_adapters.messages import CameraId, Stream
from command_center.base.away import DATABASE_AWAY
from command_center.live.fragment import StreamKey
from command_center.live.hub import LiveHub
from command_center.live.metrics import BYTES_SENT, MESSAGES_SENT
from command_center.live.viewer import Viewer
from command_center.tasks.visibility import Visibility
from command_center.web.sockets.ending import CLOSE_TRY_AGAIN, close, first_to_end
from command_center.web.sockets.guard import LOOK_EVERY, admit, watch_session
from command_center.web.wiring import Wired

log = structlog.get_logger(__name__)

router = APIRouter()

CLOSE_NOT_UNDERSTOOD = 1008


class Subscription(BaseModel):
    """One stream."""

    camera: CameraId
    stream: Stream


class LiveRequest(BaseModel):
    """What a page may say: the whole set it wants, what it can play, how many bytes it has taken so far."""

    subscribe: list[Subscription] | None = Field(default=None, max_length=500)
    codecs: list[str] | None = Field(default=None, max_length=50)
    received: int | None = Field(default=None, ge=0)


class StreamChoice:
    """What one page wants to see, and of that what its person may: a responder's cameras come and go with their
    incidents."""

    def __init__(self, hub: LiveHub, viewer: Viewer, shown: Callable[[], Awaitable[frozenset[str] | None]]) -> None:
        self._hub = hub
        self._viewer = viewer
        self._shown = shown
        self._wanted: Sequence[StreamKey] = ()

    async def change(self, wanted: Sequence[StreamKey]) -> None:
        """The page wants these and no others."""
        self._wanted = wanted
        shown = await self._shown()
        self._hub.watch(self._viewer, [key for key in wanted if shown is None or key.camera in shown])

    async def look_again(self) -> None:
        """Ask again whether they are shown; ends only with the socket. A database that is away changes nothing."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            with suppress(*DATABASE_AWAY):
                await self.change(self._wanted)


@router.websocket("/api/ws/live")
async def watch_live(websocket: WebSocket, hub: Wired[LiveHub], visibility: Wired[Visibility]) -> None:
    """Send pictures until the page goes or its session ends."""
    actor = await admit(websocket)
    if actor is None:
        return
    await websocket.accept()
    with hub.viewer() as viewer:
        choice = StreamChoice(hub, viewer, partial(visibility.camera_ids, actor))
        tasks = [
            _send(websocket, viewer),
            _listen(websocket, viewer, choice),
            choice.look_again(),
            watch_session(websocket),
        ]
        ended_by = await first_to_end(tasks)
    if ended_by is not None:
        await close(websocket, CLOSE_TRY_AGAIN)


async def _send(websocket: WebSocket, viewer: Viewer) -> None:
    """``send_bytes`` waits while the page's network is full; the viewer's queue drops meanwhile."""
    while True:
        message = await viewer.next()
        await websocket.send_bytes(message)
        MESSAGES_SENT.inc()
        BYTES_SENT.inc(len(message))


async def _listen(websocket: WebSocket, viewer: Viewer, choice: StreamChoice) -> None:
    while True:
        text = await websocket.receive_text()
        try:
            said = LiveRequest.model_validate_json(text)
        except ValidationError as error:
            log.info("live_message_not_understood", problems=error.error_count())
            await close(websocket, CLOSE_NOT_UNDERSTOOD)
            return
        if said.codecs is not None:
            viewer.plays(said.codecs)
        if said.received is not None:
            viewer.received(said.received)
        if said.subscribe is not None:
            await choice.change([StreamKey(one.camera, one.stream) for one in said.subscribe])
