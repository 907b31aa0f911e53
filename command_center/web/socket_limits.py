"""Bound of WebSockets: how many one session may hold open, so that no page or script holds all that there are."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING

from starlette.requests import HTTPConnection

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

EACH = 40
"""Sockets of one session: a page holds two, and somebody may have twenty pages open."""
CLOSE_TRY_AGAIN = 1013


class BoundedSockets:
    """ASGI middleware: a socket above the bound is refused before anybody is asked who opens it.

    Without a session the client's address stands for it.
    """

    def __init__(self, app: ASGIApp, cookie: str, each: int = EACH) -> None:
        self._app = app
        self._cookie = cookie
        self._each = each
        self._open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count WebSockets while they are open."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        name = self._name(HTTPConnection(scope))
        if self._open[name] >= self._each:
            await send({"type": "websocket.close", "code": CLOSE_TRY_AGAIN})
            return
        self._open[name] += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._open[name] -= 1
            if not self._open[name]:
                del self._open[name]

    def _name(self, connection: HTTPConnection) -> str:
        token = connection.cookies.get(self._cookie)
        if token:
            return sha256(token.encode()).hexdigest()
        return connection.client.host if connection.client else "?"
