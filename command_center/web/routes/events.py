"""``/api/ws/events``: numbered events, resumed by number; camera states; a ping every second."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.websockets import WebSocket

from camera_adapters.messages import LIVE_REALM
from command_center import __version__
from command_center.auth.model import Actor
from command_center.base.clock import Clock
from command_center.cameras.model import CameraState
from command_center.cameras.service import Cameras
from command_center.tasks.visibility import Visibility
from command_center.web.container import InternalToken
from command_center.web.events.client_messages import PageReports
from command_center.web.events.hub import EventHub
from command_center.web.events.listener import Listener, TooSlowError
from command_center.web.events.metrics import SLOW_LISTENERS
from command_center.web.events.payload import PageReader
from command_center.web.events.viewing import ViewedIncident, show_lookers
from command_center.web.guards import CLOSE_WRONG_ORIGIN, bearer_matches
from command_center.web.sockets.ending import CLOSE_TOO_SLOW, CLOSE_TRY_AGAIN, close, first_to_end
from command_center.web.sockets.guard import admit, watch_session
from command_center.web.wiring import Wired

router = APIRouter()

PING_EVERY = 1.0
MOST_REPLAYED = 2000
"""Events: a page that is further behind loads its lists again, which costs the centre less."""


@router.websocket("/api/ws/events")
async def follow_events(
    websocket: WebSocket,
    hub: Wired[EventHub],
    cameras: Wired[Cameras],
    reports: Wired[PageReports],
    token: Wired[InternalToken],
    visibility: Wired[Visibility],
    after: Annotated[int | None, Query(ge=0, le=2**62)] = None,
    realm: str = LIVE_REALM,
) -> None:
    """Send events until the page goes, its session ends, or it is too slow. Other realms are the centre's own."""
    internal = bearer_matches(websocket, token)
    if realm not in hub.realms or not (internal or realm == LIVE_REALM):
        await websocket.close(CLOSE_WRONG_ORIGIN)
        return
    actor = None if internal else await admit(websocket)
    if actor is None and not internal:
        return
    await websocket.accept()
    await hub.started()
    reader, gaze = _reader(actor, visibility), ViewedIncident()
    with hub.listen(realm, reader) as listener:
        tasks = [
            _send(websocket, hub, reports.clock, listener, reader, after),
            listener.overrun(),
            _ping(listener, reports.clock),
            reports.follow(websocket, actor, gaze),
            *([reports.show_unseen(listener, actor), show_lookers(listener, reports.presence, gaze)] if actor else []),
            *([] if internal else [watch_session(websocket)]),
            *([_cameras(listener, cameras, partial(visibility.camera_ids, actor))] if realm == LIVE_REALM else []),
        ]
        ended_by = await first_to_end(tasks)
    if isinstance(ended_by, TooSlowError):
        SLOW_LISTENERS.inc()
        await close(websocket, CLOSE_TOO_SLOW)
    elif ended_by is not None:
        await close(websocket, CLOSE_TRY_AGAIN)


async def _send(
    websocket: WebSocket, hub: EventHub, clock: Clock, listener: Listener, reader: PageReader, after: int | None
) -> None:
    """Hello, what was missed, then what comes. The queue already fills while the missed part is read."""
    far = after is not None and listener.start - after > MOST_REPLAYED
    await websocket.send_text(_stamped(clock, "hello", number=listener.start, **({"reload": True} if far else {})))
    number = listener.start if after is None or far else after
    while number < listener.start:
        parcels = await hub.backlog(listener.realm, number)
        for parcel in parcels:
            text = parcel.text_for(reader) if (parcel.number or 0) <= listener.start else None
            if text is not None:
                await websocket.send_text(text)
        if not parcels:
            break
        number = parcels[-1].number or listener.start
    while True:
        for text in await listener.next():
            await websocket.send_text(text)


async def _ping(listener: Listener, clock: Clock) -> None:
    while True:
        await asyncio.sleep(PING_EVERY)
        listener.put_text(_stamped(clock, "ping"))


def _reader(actor: Actor | None, visibility: Visibility) -> PageReader:
    if actor is None:
        return PageReader()
    return PageReader(actor.role, actor.id, visibility.units.of_person(actor.username))


async def _cameras(listener: Listener, cameras: Cameras, shown: Callable[[], Awaitable[frozenset[str] | None]]) -> None:
    """All states at once, then changes; of the cameras that are shown."""
    async with cameras.subscribe() as subscription:
        listener.put_text(_states(_of(await shown(), cameras.states())))
        while True:
            change = await subscription.next()
            if change.roster:
                listener.put_text('{"type":"cameras_changed"}')
            states = _of(await shown(), cameras.states())
            listener.put_text(_states({name: states[name] for name in change.cameras if name in states}))


def _of(shown: frozenset[str] | None, states: dict[str, CameraState]) -> dict[str, CameraState]:
    return states if shown is None else {name: state for name, state in states.items() if name in shown}


def _states(states: dict[str, CameraState]) -> str:
    members = ",".join(f"{json.dumps(name)}:{state.model_dump_json()}" for name, state in states.items())
    return f'{{"type":"cameras","states":{{{members}}}}}'


def _stamped(clock: Clock, kind: str, **more: int) -> str:
    stamp: dict[str, object] = {"type": kind, "server_time": clock.now().isoformat()}
    if kind == "hello":
        stamp["version"] = __version__
    return json.dumps(stamp | more)
