"""Connections of browsers, bounded in time: what a client begins to send must come within seconds, or it is cut off.

uvicorn bounds only how long a connection may be silent after an answer, and forgets that bound once a byte has come.
Without a bound of the head a thousand clients that send a byte a second hold a thousand file descriptors for as long as
they like; without one of the rest, so do those whose bodies go on after their answer.
"""

from __future__ import annotations

from asyncio import TimerHandle, Transport

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 10.0
"""Seconds from the connection, or from the first byte of a further request, to the end of the request's head."""
REST_SECONDS = 60.0
"""Seconds from an answer that did not wait for its body to the end of the body: a photo is 5 MB."""


class BoundedConnection(H11Protocol):
    """One connection of the web server; a WebSocket leaves it for its own protocol after the head."""

    _bound: TimerHandle | None = None
    _waited_for: float | None = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first head."""
        super().connection_made(transport)
        self._wait_for(HEAD_SECONDS)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._wait_for(None)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes; those of an unfinished head, or of a body after its answer, are waited for."""
        super().data_received(data)
        self._wait_for(self._seconds())

    def on_response_complete(self) -> None:
        """The next request may have begun already, and the body of this one may go on."""
        super().on_response_complete()
        self._wait_for(self._seconds())

    def _seconds(self) -> float | None:
        """How long what comes now may take; None while the application waits for it, and where all has come."""
        theirs, ours = self.conn.their_state, self.conn.our_state
        if theirs is h11.SEND_BODY:
            return REST_SECONDS if ours is h11.DONE else None
        if theirs is not h11.IDLE:
            return None
        if self.conn.trailing_data[0]:
            return HEAD_SECONDS
        return float(self.timeout_keep_alive) if self.timeout_keep_alive_task is None else None

    def _wait_for(self, seconds: float | None) -> None:
        """More bytes of what is waited for already do not prolong it."""
        if seconds == self._waited_for:
            return
        if self._bound is not None:
            self._bound.cancel()
        self._bound = None if seconds is None else self.loop.call_later(seconds, self._give_up)
        self._waited_for = seconds

    def _give_up(self) -> None:
        if not self.transport.is_closing():
            self.transport.abort()
