"""The web server of the centre."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from collections.abc import Callable

import structlog
import uvicorn

from command_center.app import create_app
from command_center.audit import heads
from command_center.base import logs, tls
from command_center.base.away import DATABASE_AWAY
from command_center.base.errors import StartError
from command_center.base.settings import Settings, required
from command_center.migrations import schema
from command_center.run.connections import BoundedConnection
from command_center.run.exposure import in_clear
from command_center.web.container import build_container

log = structlog.get_logger(__name__)

STOP_SECONDS = 4
"""Requests and WebSockets get this long to end; then they are cut."""
LARGEST_MESSAGE = 64 * 1024
"""Bytes of one WebSocket message from a page: subscriptions of 44 tiles are 4 kB."""


MOST_CONNECTIONS = 4_000
"""Open connections and running requests together; what comes above is answered 503 at once. 50 pages have 300."""
BACKLOG = 2_048
"""Connections that the kernel keeps until they are accepted."""


def listen(host: str, port: int) -> socket.socket:
    """Bind first, so that the port is known and a taken one is a clear error. The caller closes it."""
    try:
        family, kind, number, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError:
        raise StartError(f"{host!r} is no address of this machine") from None
    listener = socket.socket(family, kind, number)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
    except OSError as error:
        listener.close()
        raise StartError(f"cannot listen on {host} port {port}: {error.strerror}") from None
    return listener


async def serve(settings: Settings, *, proxy_headers: bool = False) -> None:
    """Serve until SIGTERM or SIGINT. Raises StartError when it cannot start."""
    tls.check_pair(settings.tls_cert, settings.tls_key)
    await check_schema(settings)
    with listen(settings.http_host, settings.http_port) as listener:
        settings = settings.model_copy(update={"http_port": listener.getsockname()[1]})
        container = build_container(settings)
        try:
            server = uvicorn.Server(_config(settings, create_app(container), proxy_headers=proxy_headers))
            log.info("listening", host=settings.http_host, port=settings.http_port, tls=settings.tls_cert is not None)
            await server.serve(sockets=[listener])
        finally:
            await heads.export_at_the_end(container.database, container.clock, settings.audit_heads_file)
            await container.close()


def _config(settings: Settings, app: object, *, proxy_headers: bool) -> uvicorn.Config:
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=proxy_headers,
        forwarded_allow_ips=os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1"),
        ssl_certfile=settings.tls_cert,
        ssl_keyfile=settings.tls_key,
        timeout_graceful_shutdown=STOP_SECONDS,
        timeout_keep_alive=30,
        http=BoundedConnection,
        limit_concurrency=MOST_CONNECTIONS,
        backlog=BACKLOG,
        ws="websockets-sansio",
        ws_max_size=LARGEST_MESSAGE,
        ws_per_message_deflate=False,  # video does not get smaller, it only costs
        ws_ping_interval=20,
        ws_ping_timeout=20,
        lifespan="on",
    )


async def check_schema(settings: Settings) -> None:
    """Refuse a database that is older or newer than this program; one that is away is waited for by the requests."""
    url = required(settings.database_url, "DATABASE_URL")
    try:
        current = await schema.current_revision(url)
    except DATABASE_AWAY as error:
        log.warning("database_away", error=type(error).__name__)
        return
    wanted = schema.head_revision()
    if current != wanted:
        raise StartError(
            f"the database stands at schema {current or '(empty)'}, this program needs {wanted}; "
            "run: python -m command_center migrate"
        )


def run(settings: Settings, *, proxy_headers: bool) -> None:
    logs.configure(settings)
    words = in_clear(settings, proxy_headers=proxy_headers)
    if words is not None:
        log.warning("plain_http", reason=words)
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(serve(settings, proxy_headers=proxy_headers))


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """libuv's loop where there is one: the 220 fragments a second of a wall cost it half as much."""
    if sys.platform == "win32":
        return None
    import uvloop  # noqa: PLC0415 - there is none for Windows

    return uvloop.new_event_loop
