"""Bounds of WebSockets that a session and an address may hold, so that no page or script holds all that there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING

from starlette.requests import HTTPConnection

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

EACH = 40
"""Sockets of one session: a page holds two, and somebody may have twenty pages open."""
EACH_ADDRESS = 400
"""Sockets of one address: an office behind one, and a bound for whoever makes up sessions."""
CLOSE_TRY_AGAIN = 1013


class BoundedSockets:
    """ASGI middleware: a socket above a bound is refused before anybody is asked who opens it.

    ``session`` gives the session's token as a client sends it, "" where it sends none.
    """

    def __init__(
        self,
        app: ASGIApp,
        session: Callable[[HTTPConnection], str],
        each: int = EACH,
        each_address: int = EACH_ADDRESS,
    ) -> None:
        self._app = app
        self._session = session
        self._each = each
        self._each_address = each_address
        self._open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count WebSockets while they are open."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        bounds = self._bounds(HTTPConnection(scope))
        if any(self._open[name] >= most for name, most in bounds.items()):
            await send({"type": "websocket.close", "code": CLOSE_TRY_AGAIN})
            return
        self._open.update(bounds.keys())
        try:
            await self._app(scope, receive, send)
        finally:
            self._open.subtract(bounds.keys())
            self._open += Counter()  # forgets who holds none any more

    def _bounds(self, connection: HTTPConnection) -> dict[str, int]:
        """Under which names this socket counts, and how many each may hold."""
        address = f"address {connection.client.host if connection.client else '?'}"
        token = self._session(connection)
        if not token:
            return {address: self._each}
        return {f"session {sha256(token.encode()).hexdigest()}": self._each, address: self._each_address}
