"""A web service that takes POSTs and answers what it is told to, or hangs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class Post:
    """One request."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class WebReceiver:
    """``statuses`` are answered one after the other, the last one for ever."""

    port: int = 0
    statuses: list[int] = field(default_factory=lambda: [200])
    hangs: bool = False
    open: list[asyncio.StreamWriter] = field(default_factory=list)
    received: list[Post] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/notices"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open.append(writer)
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            self.received.append(Post(head[0].split()[1], headers, body))
            if self.hangs:
                await reader.read()
            status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
            writer.write(f"HTTP/1.1 {status} x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".encode())
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def web_receiver(**options: object) -> AsyncIterator[WebReceiver]:
    """Listening on a free port inside the block."""
    web = WebReceiver(**options)  # type: ignore[arg-type]
    listener = await asyncio.start_server(web.serve, "127.0.0.1", 0)
    web.port = listener.sockets[0].getsockname()[1]
    try:
        yield web
    finally:
        listener.close()
        for writer in web.open:
            writer.close()
