"""The application behind a real web server, and WebSockets to it."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from fastapi import FastAPI
from websockets.asyncio.client import ClientConnection, connect

from command_center.web.guards import COOKIE

Message = dict[str, Any]


@asynccontextmanager
async def served(app: FastAPI) -> AsyncIterator[str]:
    """``host:port`` of a server that runs the application inside the block."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    config = uvicorn.Config(
        app, log_config=None, lifespan="on", ws="websockets-sansio", ws_per_message_deflate=False,
        timeout_graceful_shutdown=1,
    )  # fmt: skip
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started:  # noqa: ASYNC110 - uvicorn offers nothing to wait for
        await asyncio.sleep(0.01)
    try:
        host, port = listener.getsockname()
        yield f"{host}:{port}"
    finally:
        server.should_exit = True
        await running
        listener.close()


@asynccontextmanager
async def opened(
    host: str, path: str, token: str | None, *, origin: str | None = None, bearer: str | None = None
) -> AsyncIterator[ClientConnection]:
    """A socket with a session cookie."""
    headers = {"Origin": origin or f"http://{host}"}
    if token:
        headers["Cookie"] = f"{COOKIE}={token}"
    if bearer:
        headers["Authorization"] = f"Bearer {bearer}"
    async with connect(
        f"ws://{host}{path}", additional_headers=headers, compression=None, proxy=None, max_size=2**26
    ) as connection:
        yield connection


async def receive(connection: ClientConnection, wanted: Callable[[Message], bool], within: float = 10) -> Message:
    """The next message that is wanted; others are passed over."""
    async with asyncio.timeout(within):
        while True:
            message: Message = json.loads(await connection.recv())
            if wanted(message):
                return message
