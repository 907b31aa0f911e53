"""Bodies are bounded on the wire: by what they declare, by what comes, and by how fast it comes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest

from command_center.attachments.content import LARGEST as LARGEST_ATTACHMENT
from command_center.web import bodies
from command_center.web.bodies import LARGEST_JSON, BoundedBody, largest

Message = dict[str, Any]


class Conversation:
    """One request through the middleware to an application that reads the whole body, then says how much it was."""

    def __init__(self, chunks: Sequence[bytes], headers: dict[str, str] | None = None, pause: float = 0.0) -> None:
        self._chunks = list(chunks)
        self._pause = pause
        self.headers = [(name.encode(), value.encode()) for name, value in (headers or {}).items()]
        self.taken = 0
        self.sent: list[Message] = []

    async def receive(self) -> Message:
        await asyncio.sleep(self._pause)
        chunk = self._chunks.pop(0)
        self.taken += len(chunk)
        return {"type": "http.request", "body": chunk, "more_body": bool(self._chunks)}

    async def send(self, message: Message) -> None:
        self.sent.append(message)

    @property
    def status(self) -> int:
        return int(self.sent[0]["status"])

    @property
    def closed(self) -> bool:
        return (b"connection", b"close") in self.sent[0]["headers"]

    @property
    def answer(self) -> Any:
        return json.loads(b"".join(message.get("body", b"") for message in self.sent[1:]))


async def application(scope: Message, receive: Any, send: Any) -> None:
    size = 0
    async for body in _read(receive):
        size += len(body)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": json.dumps(size).encode()})


async def at_once(_: Message, __: Any, send: Any) -> None:
    """As a route whose guard says no before it reads."""
    await send({"type": "http.response.start", "status": 401, "headers": []})
    await send({"type": "http.response.body", "body": b"no"})


async def listening(_: Message, receive: Any, send: Any) -> None:
    """As an answer that is sent in parts: it hears meanwhile whether its client has gone, and then stops."""

    async def answer() -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await asyncio.sleep(0.2)
        await send({"type": "http.response.body", "body": b"page"})

    async def listen() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    answering, hearing = asyncio.create_task(answer()), asyncio.create_task(listen())
    _, others = await asyncio.wait({answering, hearing}, return_when=asyncio.FIRST_COMPLETED)
    for task in others:
        task.cancel()


async def _read(receive: Any) -> AsyncIterator[bytes]:
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        yield message["body"]
        more = message["more_body"]


PHOTO = "/api/incidents/7/attachments/8"


async def ask(
    conversation: Conversation, path: str = "/api/incidents", method: str = "POST", application: Any = application
) -> Conversation:
    scope = {"type": "http", "method": method, "path": path, "headers": conversation.headers}
    await BoundedBody(application)(scope, conversation.receive, conversation.send)  # type: ignore[arg-type]
    return conversation


async def test_a_body_within_the_bound_reaches_the_application_whole() -> None:
    told = await ask(Conversation([b"a" * 1000, b"b" * 1000]))
    assert (told.status, told.answer, told.closed) == (200, 2000, False)


async def test_what_is_declared_too_large_is_refused_before_a_byte_is_read() -> None:
    told = await ask(Conversation([b"x"], {"content-length": str(192 * 1024 * 1024)}))
    assert (told.status, told.taken, told.closed) == (413, 0, True)
    assert told.answer["error"]["code"] == "too_large"


async def test_what_lies_about_its_size_is_refused_once_it_is_over() -> None:
    told = await ask(Conversation([b"x" * 65536] * 3000, {"content-length": "10"}))
    assert (told.status, told.closed) == (413, True)
    assert told.taken <= LARGEST_JSON + 65536


async def test_a_body_without_an_end_that_nobody_reads_ends_with_its_answer() -> None:
    told = await ask(Conversation([b"x"] * 9, {"transfer-encoding": "chunked"}), application=at_once)
    assert (told.status, told.taken, told.closed) == (401, 0, True)


async def test_a_body_with_an_end_that_nobody_reads_leaves_the_connection_to_the_next_request() -> None:
    told = await ask(Conversation([b"x"], {"content-length": "5000000"}), PHOTO, "PUT", application=at_once)
    assert (told.status, told.taken, told.closed) == (401, 0, False)


async def test_an_answer_that_has_begun_is_not_broken_off_by_what_its_client_still_sends() -> None:
    told = await ask(Conversation([b"x" * 65536] * 3000, {"transfer-encoding": "chunked"}), application=listening)
    assert (told.status, told.closed) == (200, True)
    assert b"".join(message.get("body", b"") for message in told.sent[1:]) == b"page"
    assert told.taken <= LARGEST_JSON + 65536


async def test_what_comes_too_slowly_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "FIRST_SECONDS", 0.2)
    told = await ask(Conversation([b"x"] * 1000, pause=0.05))
    assert (told.status, told.closed) == (408, True)
    assert told.taken < 10


async def test_a_long_body_may_take_as_long_as_its_size_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "FIRST_SECONDS", 0.05)
    monkeypatch.setattr(bodies, "SLOWEST", 1024)
    told = await ask(Conversation([b"x" * 1024] * 6, pause=0.03))
    assert (told.status, told.answer) == (200, 6 * 1024)


@pytest.mark.parametrize(
    ("method", "path", "limit"),
    [
        ("PUT", "/api/incidents/7/attachments/8", LARGEST_ATTACHMENT + bodies.SLACK),
        ("POST", "/api/incidents/7/attachments/8", LARGEST_JSON),
        ("PUT", "/api/cameras/river-02/spec", LARGEST_JSON),
        ("POST", "/api/cap", bodies.LARGEST_CAP + bodies.SLACK),
        ("POST", "/api/cap/more", LARGEST_JSON),
    ],
)
def test_only_routes_whose_bodies_are_files_take_more(method: str, path: str, limit: int) -> None:
    assert largest(method, path) == limit
