"""Bodies of 192 MiB without a session, to every route: what the centre reads of each, and what it keeps in memory."""

from __future__ import annotations

import asyncio
import re
import select
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psutil

from command_center.auth.model import Role
from tests.benchmarks.doors.process_of import process_of
from tests.benchmarks.report import Figure
from tests.benchmarks.servers import centre, servers, signed_in

MEGABYTE = 1_000_000
SIZE = 192 * 2**20
PIECE = b" " * 65536
LONGEST = 20.0
"""Seconds after which a connection that is still open is given up: it has taken what it has taken."""
VERBS = ("get", "put", "post", "patch", "delete")


def routes(url: str) -> list[tuple[str, str]]:
    """Method and path of every operation, and of a page; a place in a path is filled with an id that nothing has."""
    with signed_in(url, Role.VIEWER) as client:
        paths = client.get("/api/openapi.json").raise_for_status().json()["paths"]
    found = [(verb.upper(), path) for path, operations in paths.items() for verb in operations if verb in VERBS]
    return [(verb, re.sub(r"\{[^}]+\}", str(uuid4()), path)) for verb, path in [*found, ("POST", "/"), ("GET", "/")]]


def send(port: int, verb: str, path: str, *, declared: bool) -> bytes:
    """Send the body until the connection ends, as a client does that does not care; the first bytes of the answer."""
    framing = f"Content-Length: {SIZE}" if declared else "Transfer-Encoding: chunked"
    head = f"{verb} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n{framing}\r\n\r\n"
    piece = PIECE if declared else b"%x\r\n%b\r\n" % (len(PIECE), PIECE)
    answer, sent, until = b"", 0, time.monotonic() + LONGEST
    with suppress(ConnectionError), socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(head.encode())
        connection.setblocking(False)
        left = b""
        while sent < SIZE and time.monotonic() < until:
            readable, writable, _ = select.select([connection], [connection], [], 1)
            if readable:
                told = connection.recv(65536)
                if not told:
                    break
                answer = answer or told
            if writable:
                left = left or piece
                count = connection.send(left)
                left, sent = left[count:], sent + count
    return answer


@contextmanager
def highest(process: psutil.Process) -> Iterator[list[int]]:
    """The resident memory of a process while this is open, looked at a hundred times a second; the highest in it."""
    seen = [process.memory_info().rss]
    enough = threading.Event()

    def look() -> None:
        while not enough.wait(0.01):
            seen[0] = max(seen[0], process.memory_info().rss)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        enough.set()
        thread.join()


def _taken(process: psutil.Process, port: int, verb: str, path: str, *, declared: bool) -> tuple[int, str, int]:
    """Bytes that the process has read meanwhile, and of which request; 0 or the status that was answered."""
    before = process.io_counters().read_chars
    answer = send(port, verb, path, declared=declared)
    time.sleep(0.02)
    how = "declared" if declared else "in chunks"
    status = int(answer[9:12]) if answer.startswith(b"HTTP/") else 0
    return process.io_counters().read_chars - before, f"{verb} {path}, {how}", status


def _attack(url: str) -> list[Figure]:
    port = urlsplit(url).port or 0
    process, known = process_of(port), routes(url)
    for verb, path in known:
        send_small(port, verb, path)
    before = process.memory_info().rss
    with highest(process) as most:
        taken = [_taken(process, port, *route, declared=way) for route in known for way in (True, False)]
    grown = (most[0] - before) / MEGABYTE
    worst, of, _ = max(taken)
    unsound = [f"{of} → {status}" for _, of, status in taken if status and not 400 <= status < 500]
    about = f"{len(known)} routes, each declared and in chunks; the most by {of}"
    return [
        Figure("doors.body.read", worst / MEGABYTE, "MB", "≤", 1, about),
        Figure("doors.body.memory", grown, "MB", "≤", 5, f"highest resident memory over {before / MEGABYTE:.0f} MB"),
        Figure("doors.body.let_in", len(unsound), "answers", note="not refused by 4xx: " + "; ".join(unsound)[:200]),
    ]


def send_small(port: int, verb: str, path: str) -> None:
    """The same request with two bytes: what a first request loads is no part of the measurement."""
    head = f"{verb} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}"
    with suppress(ConnectionError), socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(head.encode())
        while connection.recv(65536):
            pass


async def _measure() -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        async with servers() as urls, centre(urls, Path(folder)) as (url, _):
            return await asyncio.to_thread(_attack, url)


def run(_: Path) -> list[Figure]:
    """Each route twice: with a length that is declared, and in chunks that declare none."""
    return asyncio.run(_measure())
