"""Bounds of request bodies, counted on the wire before anything parses them or asks who sends them.

Without them a stranger's body is read and parsed whole before the guard of the route says no: 192 MiB of it cost the
process 578 MiB and seconds of standstill.
"""

from __future__ import annotations

import asyncio
import re
import time
from typing import TYPE_CHECKING

from starlette.requests import ClientDisconnect

from command_center.attachments.content import LARGEST as LARGEST_ATTACHMENT
from command_center.base.errors import CentreError
from command_center.cap.reading import LARGEST as LARGEST_CAP
from command_center.web.answers import answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_JSON = 256 * 1024
"""Bytes: the specification of a camera with thirty zones has some 20 kB."""
SLACK = 64 * 1024
"""Bytes by which a route that counts for itself may go over, so that it can answer in its own words."""
BY_ROUTE: Sequence[tuple[str, re.Pattern[str], int]] = (
    ("PUT", re.compile(r"^/api/incidents/[^/]+/attachments/[^/]+$"), LARGEST_ATTACHMENT + SLACK),
    ("POST", re.compile(r"^/api/cap$"), LARGEST_CAP + SLACK),
)
"""Routes whose bodies are files; each looks at who sends it before it reads."""
FIRST_SECONDS = 20.0
"""Seconds that any body may take."""
SLOWEST = 8 * 1024
"""Bytes a second that a longer body must come at: a photo over a poor mobile network comes at twenty times as much."""


def largest(method: str, path: str) -> int:
    """Bytes that a body of this request may have."""
    return next((limit for verb, fits, limit in BY_ROUTE if verb == method and fits.match(path)), LARGEST_JSON)


def too_large(limit: int) -> CentreError:
    """Says how much would have been taken."""
    size = f"{limit // 1024} kB"
    return CentreError("too_large", f"请求内容不能超过 {size}", f"A request may have {size} at most", status=413)


def too_slow() -> CentreError:
    """Says that the rest did not come in time."""
    return CentreError("too_slow", "请求内容传输过慢，已中断", "The request came too slowly", status=408)


class BoundedBody:
    """ASGI middleware: refuses bodies that are too large (413) or too slow (408) and closes their connection.

    What is declared too large is refused before a byte of it is read, what lies about its size once it is over. Where
    an answer does not wait for a body without a declared size, the connection ends with it: the rest has no bound.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = largest(scope["method"], scope["path"])
        if _declared(scope) > limit:
            await _refuse(too_large(limit), scope, receive, send)
            return
        body = _Body(receive, limit, endless=_in_chunks(scope))
        reply = _Reply(body, send)
        try:
            await self._app(scope, body.receive, reply.send)
        except ClientDisconnect:
            if body.refused is None:
                raise
        if body.refused is not None and not reply.begun:
            await _refuse(body.refused, scope, receive, send)


class _Body:
    """A body as it comes. Once it is refused, the application is told that its client has gone."""

    def __init__(self, receive: Receive, limit: int, *, endless: bool) -> None:
        self._receive = receive
        self._limit = limit
        self._size = 0
        self._waited = 0.0
        self._whole = False
        self._endless = endless
        self._answering = False
        self._answered = asyncio.Event()
        self.refused: CentreError | None = None

    @property
    def left_open(self) -> bool:
        """Whether more may come of which nobody has said how much."""
        return self._endless and not self._whole

    def answering(self, *, done: bool) -> None:
        """The application answers; from now on nothing is refused any more."""
        self._answering = True
        if done:
            self._answered.set()

    async def receive(self) -> Message:
        if self.refused is not None:
            return {"type": "http.disconnect"}
        if self._whole:
            return await self._receive()
        begun = time.monotonic()
        try:
            message = await asyncio.wait_for(self._receive(), FIRST_SECONDS + self._size / SLOWEST - self._waited)
        except TimeoutError:
            return self._refuse(too_slow())
        self._waited += time.monotonic() - begun
        if message["type"] == "http.request":
            self._size += len(message.get("body", b""))
            self._whole = not message.get("more_body", False)
            if self._size > self._limit:
                return await self._over()
        return message

    async def _over(self) -> Message:
        """Who answers already reads on only to hear that the client has gone, and would break off the answer."""
        if self._answering:
            await self._answered.wait()
            return {"type": "http.disconnect"}
        return self._refuse(too_large(self._limit))

    def _refuse(self, error: CentreError) -> Message:
        self.refused = error
        return {"type": "http.disconnect"}


class _Reply:
    """The answer of the application; what it says of a body that was refused is left out."""

    def __init__(self, body: _Body, send: Send) -> None:
        self._body = body
        self._send = send
        self.begun = False

    async def send(self, message: Message) -> None:
        if self._body.refused is not None and not self.begun:
            return
        if message["type"] == "http.response.start" and self._body.left_open:
            message = {**message, "headers": [*message.get("headers", []), (b"connection", b"close")]}
        self.begun = True
        done = message["type"] == "http.response.body" and not message.get("more_body", False)
        try:
            await self._send(message)
        finally:
            self._body.answering(done=done)


def _declared(scope: Scope) -> int:
    """The size that the head of the request names; 0 where it names none."""
    value = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    return int(value) if value.isdigit() else 0


def _in_chunks(scope: Scope) -> bool:
    """Whether the head says that a body comes, and not how long it is."""
    return any(name == b"transfer-encoding" for name, _ in scope["headers"])


async def _refuse(error: CentreError, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer, and close: what still comes of the body is not read."""
    response = answer(error)
    response.headers["Connection"] = "close"
    await response(scope, receive, send)
