"""Heads of the chains outside the database: who rewrites a whole chain must find and rewrite this file too.

``DIR/audit/heads.jsonl`` holds one line a head: realm, number, hash, time. It only grows. A head that is moved leaves
within a minute, to the file and to wherever else heads are sent.
"""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog

from command_center.audit import chains
from command_center.base.away import DATABASE_AWAY
from command_center.base.clock import Clock
from command_center.base.db import Database

log = structlog.get_logger(__name__)

EXPORT_EVERY = 30.0
"""Seconds: a row is covered by a head within a minute, so that no more than that can be cut off unseen."""
TAIL = 256 * 1024
"""Bytes at the end of the file in which the last head of each chain is looked for; one that stands further back is
written again."""


@dataclass(frozen=True, slots=True)
class Head:
    """The newest link of a chain at a moment; ``realm`` names the chain, also where it is none of a realm."""

    realm: str
    number: int
    hash: bytes
    at: datetime


@dataclass(frozen=True, slots=True)
class Anchor:
    """What the file holds: its heads, oldest first, and the lines that cannot be read."""

    heads: tuple[Head, ...] = ()
    garbled: tuple[int, ...] = ()


def read_anchor(path: Path) -> Anchor:
    """The whole file. A last line torn by a power cut is no garbled one. No file: nothing."""
    return _parsed(path.read_bytes()) if path.exists() else Anchor()


def read_heads(path: Path) -> list[Head]:
    """Every exported head, oldest first."""
    return list(read_anchor(path).heads)


def last_heads(path: Path) -> dict[str, Head]:
    """The last head of each chain, as far as ``TAIL`` reaches."""
    if not path.exists():
        return {}
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - TAIL))
        lines = file.read()
    return {head.realm: head for head in _parsed(lines).heads}


def _parsed(content: bytes) -> Anchor:
    heads, garbled = list[Head](), list[int]()
    *lines, _torn = content.decode("utf-8", errors="replace").split("\n")
    for number, line in enumerate(lines, start=1):
        try:
            kept = json.loads(line)
            hashed, at = bytes.fromhex(kept["hash"]), datetime.fromisoformat(kept["at"])
            heads.append(Head(str(kept["realm"]), int(kept["number"]), hashed, at))
        except (ValueError, KeyError, TypeError):
            garbled.append(number)
    return Anchor(tuple(heads), tuple(garbled))


def written(heads: Iterable[Head]) -> str:
    rows = (
        json.dumps({"realm": one.realm, "number": one.number, "hash": one.hash.hex(), "at": one.at.isoformat()})
        for one in heads
    )
    return "".join(f"{row}\n" for row in rows)


def append_heads(path: Path, heads: Sequence[Head]) -> None:
    """Add lines, durably, readable by the owner only. A last line torn by a power cut is taken away before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # another process of the centre may be adding its own
        end = file.seek(0, os.SEEK_END)
        start = file.seek(max(0, end - TAIL))
        file.seek(start + file.read().rfind(b"\n") + 1)
        file.truncate()
        file.write(written(heads).encode())
        file.flush()
        os.fsync(file.fileno())


async def moved_heads(database: Database, clock: Clock, path: Path) -> list[Head]:
    """The heads as they are now that differ from the last that were exported."""
    known = {head.realm: head.number for head in last_heads(path).values()}
    async with database.read() as connection:
        found = await chains.heads(connection)
    now = clock.now()
    return [Head(realm, number, digest, now) for realm, number, digest in found if known.get(realm) != number]


async def export_heads(database: Database, clock: Clock, path: Path) -> int:
    """Export the heads that have moved since the last export; how many. Raises what the database or the disk raises."""
    moved = await moved_heads(database, clock, path)
    if moved:
        await asyncio.to_thread(append_heads, path, moved)
    return len(moved)


async def export_at_the_end(database: Database, clock: Clock, path: Path) -> None:
    """Before the centre stops; a database that is gone already costs this export only."""
    try:
        async with asyncio.timeout(3):
            await export_heads(database, clock, path)
    except DATABASE_AWAY as error:
        log.warning("audit_heads_not_exported", error=type(error).__name__)
