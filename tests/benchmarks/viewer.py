"""A viewer without a screen: a process that subscribes to all tiles and throws the bytes away."""

from __future__ import annotations

import asyncio
import contextlib
import json
import multiprocessing
from collections.abc import Iterator

from websockets.asyncio.client import connect

from tests.support.stack import Stack


async def _watch(url: str, origin: str, cookie: str, count: int) -> None:
    tiles = [{"camera": f"cam{number + 1:02d}", "stream": "sub"} for number in range(count)]
    async with connect(url, origin=origin, additional_headers={"Cookie": cookie}, max_size=None) as socket:  # type: ignore[arg-type]
        await socket.send(json.dumps({"codecs": ["avc1"]}))
        await socket.send(json.dumps({"subscribe": tiles}))
        async for _ in socket:
            pass


def _main(url: str, origin: str, cookie: str, count: int) -> None:
    asyncio.run(_watch(url, origin, cookie, count))


@contextlib.contextmanager
def watching(stack: Stack, count: int) -> Iterator[None]:
    """All tiles are subscribed to while this is open."""
    with stack.api("viewer") as client:
        cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    url = stack.url.replace("http", "ws", 1) + "/api/ws/live"
    process = multiprocessing.get_context("spawn").Process(
        target=_main, args=(url, stack.url, cookie, count), daemon=True
    )
    process.start()
    try:
        yield
        assert process.is_alive(), "the viewer lost its connection"
    finally:
        process.kill()
        process.join()
