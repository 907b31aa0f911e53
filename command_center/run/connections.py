"""Connections of browsers, bounded in time: the head of a request must come within seconds, or its connection ends.

uvicorn bounds only how long a connection may be silent between two requests. Without a bound of the head a thousand
clients that send a byte a second hold a thousand file descriptors for as long as they like.
"""

from __future__ import annotations

from asyncio import TimerHandle, Transport

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 10.0
"""Seconds from the connection, or from the first byte of a further request, to the end of the request's head."""


class BoundedConnection(H11Protocol):
    """One connection of the web server; a WebSocket leaves it for its own protocol after the head."""

    _head: TimerHandle | None = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first head."""
        super().connection_made(transport)
        self._head = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes; those of an unfinished head are waited for."""
        super().data_received(data)
        self._wait_for_head()

    def on_response_complete(self) -> None:
        """The next request may have begun already."""
        super().on_response_complete()
        self._wait_for_head()

    def _wait_for_head(self) -> None:
        if self.conn.their_state is not h11.IDLE or not self.conn.trailing_data[0]:
            self._stop_waiting()
        elif self._head is None:
            self._head = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _stop_waiting(self) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head = None

    def _give_up(self) -> None:
        if not self.transport.is_closing():
            self.transport.abort()
