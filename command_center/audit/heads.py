"""Heads of the chains outside the database: who rewrites a whole chain must find and rewrite this file too.

``DIR/audit/heads.jsonl`` holds one line a head: realm, number, hash, time. It only grows.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from command_center.audit import chains
from command_center.base.away import DATABASE_AWAY
from command_center.base.background import forever
from command_center.base.clock import Clock
from command_center.base.db import Database

log = structlog.get_logger(__name__)

EXPORT_EVERY = timedelta(hours=24)
LOOK_EVERY = 600.0


@dataclass(frozen=True, slots=True)
class Head:
    """The newest link of a chain at a moment; ``realm`` names the chain, also where it is none of a realm."""

    realm: str
    number: int
    hash: bytes
    at: datetime


def read_heads(path: Path) -> list[Head]:
    """Every exported head, oldest first; a line torn by a power cut is left out. No file: none."""
    if not path.exists():
        return []
    return list(_parsed(path.read_text(encoding="utf-8").splitlines(), path))


def _parsed(lines: Iterable[str], path: Path) -> Iterable[Head]:
    for number, line in enumerate(lines, start=1):
        try:
            kept = json.loads(line)
            yield Head(
                kept["realm"], int(kept["number"]), bytes.fromhex(kept["hash"]), datetime.fromisoformat(kept["at"])
            )
        except (ValueError, KeyError, TypeError):
            log.warning("audit_head_unreadable", file=str(path), line=number)


def written(heads: Iterable[Head]) -> str:
    rows = (
        json.dumps({"realm": one.realm, "number": one.number, "hash": one.hash.hex(), "at": one.at.isoformat()})
        for one in heads
    )
    return "".join(f"{row}\n" for row in rows)


def append_heads(path: Path, heads: Sequence[Head]) -> None:
    """Add lines, durably, readable by the owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as file:
        file.write(written(heads))
        file.flush()
        os.fsync(file.fileno())


async def moved_heads(database: Database, clock: Clock, path: Path) -> list[Head]:
    """The heads as they are now that differ from the last that were exported."""
    known = {head.realm: head.number for head in read_heads(path)}
    async with database.read() as connection:
        found = await chains.heads(connection)
    now = clock.now()
    return [Head(realm, number, digest, now) for realm, number, digest in found if known.get(realm) != number]


async def export_heads(database: Database, clock: Clock, path: Path) -> int:
    """Export the heads that have moved since the last export; how many. Raises what the database or the disk raises."""
    moved = await moved_heads(database, clock, path)
    if moved:
        append_heads(path, moved)
    return len(moved)


async def keep_exporting(database: Database, clock: Clock, path: Path) -> None:
    """Once a day for ever, by the file's own last line: a restart does not start the day anew."""

    async def export_when_due() -> None:
        heads = read_heads(path)
        if not heads or clock.now() - heads[-1].at >= EXPORT_EVERY:
            await export_heads(database, clock, path)

    await forever("audit heads", export_when_due, LOOK_EVERY, away=DATABASE_AWAY)


async def export_at_the_end(database: Database, clock: Clock, path: Path) -> None:
    """Before the centre stops; a database that is gone already costs this export only."""
    try:
        async with asyncio.timeout(3):
            await export_heads(database, clock, path)
    except DATABASE_AWAY as error:
        log.warning("audit_heads_not_exported", error=type(error).__name__)
