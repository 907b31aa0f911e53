"""Guard of WebSockets: who may hold one open, and for how long."""

from __future__ import annotations

import asyncio

from starlette.websockets import WebSocket

from command_center.auth.model import Actor
from command_center.base.away import SERVER_AWAY
from command_center.web.guards import CLOSE_NO_SESSION, session_of, websocket_actor
from command_center.web.sockets.ending import close

LOOK_EVERY = 3.0
"""Seconds between looks at the session: a revoked one loses its sockets within as many."""


async def admit(websocket: WebSocket) -> Actor | None:
    """The signed-in person; None when the socket was refused and closed."""
    return await websocket_actor(websocket)


async def watch_session(websocket: WebSocket, every: float = LOOK_EVERY) -> None:
    """Return once the session has ended, the socket closed with 4401.

    A database that is away ends nobody's session: officers keep what they see until it can be asked again.
    """
    while True:
        await asyncio.sleep(every)
        try:
            found = await session_of(websocket)
        except SERVER_AWAY:
            continue
        if found is None:
            await close(websocket, CLOSE_NO_SESSION)
            return
