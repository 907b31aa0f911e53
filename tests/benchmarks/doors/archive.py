"""ZIP files of 25 MB with 500,000 entries as attachments: how long others wait, and what stays on the disk."""

from __future__ import annotations

import asyncio
import http.client
import multiprocessing
import multiprocessing.connection
import struct
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import httpx

from command_center.auth.model import Role
from tests.benchmarks.report import Figure
from tests.benchmarks.servers import centre, servers, signed_in

ENTRIES = 500_000
AGAIN = 5
QUESTION = "/api/sessions/current"
"""Answered 401 without asking any server: what it waits for is the event loop alone."""
LOCAL = struct.Struct("<4s5H3L2H")
ENTRY = struct.Struct("<4s6H3L5H2L")
END = struct.Struct("<4s4H2LH")
END_64 = struct.Struct("<4sQ2H2L4Q")
LOCATOR = struct.Struct("<4sLQL")


def archive(*, hidden: bool) -> bytes:
    """A ZIP file that is all directory. ``hidden``: its end says that the directory is small, and only the record of
    64 bits before it tells the size that readers of ZIP files believe."""
    first = LOCAL.pack(b"PK\x03\x04", 20, 0, 0, 0, 0, 0, 0, 0, 4, 0) + b"word"
    entry = ENTRY.pack(b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0)
    directory = b"".join(entry + b"%04x" % (number & 0xFFFF) for number in range(ENTRIES))
    size, start = len(directory), len(first)
    parts = [first, directory]
    if hidden:
        parts += [
            END_64.pack(b"PK\x06\x06", 44, 45, 45, 0, 0, ENTRIES, ENTRIES, size, start),
            LOCATOR.pack(b"PK\x06\x07", 0, start + size, 1),
        ]
    told = 1000 if hidden else size
    parts.append(END.pack(b"PK\x05\x06", 0, 0, ENTRIES & 0xFFFF, ENTRIES & 0xFFFF, told, start, 0))
    return b"".join(parts)


def _ask(port: int, pipe: multiprocessing.connection.Connection) -> None:
    """Ask every five milliseconds until something comes through the pipe; then the longest wait, ms, and how many."""
    longest, asked = 0.0, 0
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    pipe.send("ready")
    while not pipe.poll(0.005):
        begun = time.perf_counter()
        connection.request("GET", QUESTION)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == http.HTTPStatus.UNAUTHORIZED
        longest, asked = max(longest, (time.perf_counter() - begun) * 1000), asked + 1
    pipe.send((longest, asked))


@contextmanager
def waiting(port: int) -> Iterator[list[float]]:
    """How long somebody else waited at most while this was open, ms; filled in at its end."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_ask, args=(port, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        assert ours.poll(60), "nobody asks"
        ours.recv()
        longest: list[float] = []
        yield longest
        ours.send("enough")
        assert ours.poll(60), "whoever asked was not answered"
        longest.extend(ours.recv())
    finally:
        process.kill()
        process.join()


def _files(folder: Path) -> set[tuple[Path, int]]:
    return {(path, path.stat().st_size) for path in folder.rglob("*") if path.is_file()}


def _upload(client: httpx.Client, incident: str, data: bytes) -> int:
    path = f"/api/incidents/{incident}/attachments/{uuid4()}?name=plan.docx"
    return client.put(path, content=data).status_code


def _attack(url: str, folder: Path) -> list[Figure]:
    port = urlsplit(url).port or 0
    files = [archive(hidden=False), archive(hidden=True)]
    with signed_in(url, Role.DUTY_OFFICER) as client:
        body = {"kind": "smoke", "level": 3, "title": "北坡冒烟", "source": {"channel": "phone"}}
        incident = client.post("/api/incidents", json=body).raise_for_status().json()["id"]
        with waiting(port) as quiet:
            time.sleep(3)
        before = _files(folder / "attachments")
        with waiting(port) as stalled:
            answers = [_upload(client, incident, data) for _ in range(AGAIN) for data in files]
        left = _files(folder / "attachments") - before
    refused = sum(answer == httpx.codes.UNSUPPORTED_MEDIA_TYPE for answer in answers)
    size = len(files[0]) / 1_000_000
    about = f"longest of {stalled[1]:.0f} waits of somebody else; {quiet[0]:.0f} ms without; {size:.0f} MB a file"
    return [
        Figure("doors.zip.stall", stalled[0], "ms", "≤", 50, about),
        Figure("doors.zip.refused", refused, "files", "≥", len(answers), f"of {len(answers)}, half with a hidden size"),
        Figure("doors.zip.left", len(left), "files", "≤", 0, "new in the folder of attachments"),
    ]


async def _measure() -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        async with servers() as urls, centre(urls, Path(folder)) as (url, _):
            return await asyncio.to_thread(_attack, url, Path(folder))


def run(_: Path) -> list[Figure]:
    """Sent by an officer, since strangers are refused before a byte is read."""
    return asyncio.run(_measure())
