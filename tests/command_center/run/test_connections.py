"""Connections that bring the head of their request a byte at a time end within seconds; others do not notice them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import httpx
import pytest
import uvicorn

from command_center.base.background import cancel
from command_center.run import connections
from command_center.run.connections import BoundedConnection

HEAD = b"GET / HTTP/1.1\r\nHost: centre\r\n"


async def hello(scope: dict[str, Any], receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


@pytest.fixture
async def port(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[int]:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.5)
    quiet: dict[str, Any] = {"log_config": None, "lifespan": "off", "port": 0, "timeout_keep_alive": 1}
    config = uvicorn.Config(hello, http=BoundedConnection, **quiet)  # type: ignore[arg-type]
    server = uvicorn.Server(config)
    config.load()
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    yield server.servers[0].sockets[0].getsockname()[1]
    await server.shutdown()


async def ended(reader: asyncio.StreamReader) -> bool:
    with suppress(ConnectionError):
        return await asyncio.wait_for(reader.read(), 10) == b""
    return True


async def test_a_head_that_comes_too_slowly_ends_its_connection(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(HEAD)
    assert await ended(reader)
    writer.close()


async def test_a_connection_that_says_nothing_at_all_ends_too(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    assert await ended(reader)
    writer.close()


async def test_the_head_of_a_second_request_is_bounded_as_well(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(HEAD + b"\r\n")
    assert (await reader.readuntil(b"ok")).startswith(b"HTTP/1.1 200")
    writer.write(HEAD)
    assert await ended(reader)
    writer.close()


async def test_a_body_that_goes_on_after_its_answer_ends_its_connection(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "REST_SECONDS", 0.5)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"POST / HTTP/1.1\r\nHost: centre\r\nContent-Length: 1000\r\n\r\n")
    assert (await reader.readuntil(b"ok")).startswith(b"HTTP/1.1 200")
    dripping = asyncio.create_task(drip(writer))
    assert await ended(reader)
    await cancel([dripping])
    writer.close()


async def test_a_connection_that_is_silent_after_the_rest_of_a_body_ends_as_any_silent_one(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"POST / HTTP/1.1\r\nHost: centre\r\nContent-Length: 4\r\n\r\n")
    assert (await reader.readuntil(b"ok")).startswith(b"HTTP/1.1 200")
    writer.write(b"rest")
    assert await ended(reader)
    writer.close()


async def drip(writer: asyncio.StreamWriter) -> None:
    while True:
        writer.write(b"a")
        await asyncio.sleep(0.05)


async def test_others_are_answered_while_hundreds_of_connections_are_slow(port: int) -> None:
    slow = [await asyncio.open_connection("127.0.0.1", port) for _ in range(300)]
    for _, writer in slow:
        writer.write(HEAD)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        answers = [(await client.get("/")).text for _ in range(20)]
    assert answers == ["ok"] * 20
    assert all([await ended(reader) for reader, _ in slow])
    for _, writer in slow:
        writer.close()
