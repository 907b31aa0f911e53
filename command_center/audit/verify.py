"""Verifying chains from their beginning against their exported heads: streamed, so that memory stays small."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.audit import chains
from command_center.audit.heads import Head, read_heads
from command_center.audit.walk import Walk, walk, walk_by_processes
from command_center.base.db import Database
from command_center.base.errors import StartError
from command_center.chain.model import Break

MANY = 50_000
"""Links from which on the walk is shared out to processes: below it they would cost more than they save."""

HEADS_AT_ONCE = 5_000
"""Heads compared by one statement: a year of minutes has half a million."""


@dataclass(frozen=True, slots=True)
class ChainVerdict:
    """How many transitions of a realm hold, and where its chain breaks, if it does."""

    realm: str
    checked: int
    heads: int
    """Exported heads that were compared."""
    broken: Break | None


async def verify_realm(connection: AsyncConnection, realm: str, heads: Sequence[Head] = ()) -> ChainVerdict:
    """Walk one chain from its beginning; the first row that is altered, missing, or not what was exported."""
    return await _judge(connection, realm, await walk(connection, realm), heads)


async def verify_all(database: Database, path: Path) -> list[ChainVerdict]:
    """Every chain there is, or ever was."""
    heads = await asyncio.to_thread(read_heads, path)
    async with database.read() as connection:
        newest = {name: number for name, number, _ in await chains.heads(connection)}
        verdicts = []
        for realm in sorted(newest.keys() | {head.realm for head in heads}):
            walked = await _walk(database, connection, realm, newest.get(realm, 0))
            verdicts.append(await _judge(connection, realm, walked, heads))
        return verdicts


async def _walk(database: Database, connection: AsyncConnection, realm: str, newest: int) -> Walk:
    """A long chain by several processes, then what was appended to it meanwhile."""
    if realm in chains.OTHERS:
        return await chains.walk_other(connection, realm, newest)
    before = await walk_by_processes(database.url, realm, newest) if newest >= MANY else Walk(0, None)
    return before if before.broken else await walk(connection, realm, first=before.number + 1)


async def _judge(connection: AsyncConnection, realm: str, walked: Walk, heads: Sequence[Head]) -> ChainVerdict:
    exported = [head for head in heads if head.realm == realm]
    found = [walked.broken, await _rewritten(connection, realm, exported), _missing_end(walked.number, exported)]
    broken = min((one for one in found if one is not None), key=lambda one: one.number, default=None)
    return ChainVerdict(realm, broken.number - 1 if broken else walked.number, len(exported), broken)


async def _rewritten(connection: AsyncConnection, realm: str, exported: Sequence[Head]) -> Break | None:
    """A chain that holds but is not the one that once left the database."""
    by_number = sorted(exported, key=lambda one: one.number)
    for start in range(0, len(by_number), HEADS_AT_ONCE):
        page = by_number[start : start + HEADS_AT_ONCE]
        stored = await chains.hashes(connection, realm, [head.number for head in page])
        head = next((one for one in page if stored.get(one.number, one.hash) != one.hash), None)
        if head is not None:
            said = f"is not what was exported on {head.at:%Y-%m-%d %H:%M} UTC: the chain was rewritten"
            return Break(head.number, said)
    return None


def _missing_end(number: int, exported: Sequence[Head]) -> Break | None:
    """A chain that holds but is shorter than it once was."""
    last = max(exported, key=lambda head: head.number, default=None)
    if last is None or last.number <= number:
        return None
    said = f"is missing, and all behind it: {last.number} rows were exported on {last.at:%Y-%m-%d}"
    return Break(number + 1, said)


def told(verdicts: Sequence[ChainVerdict]) -> str:
    """Lines for a terminal. Raises StartError with them when a chain does not hold."""
    lines = [_line(one) for one in verdicts] or ["there are no transitions yet"]
    if any(one.broken for one in verdicts):
        raise StartError("\n".join(lines))
    return "\n".join(lines)


def _line(verdict: ChainVerdict) -> str:
    if verdict.broken is not None:
        return f"{verdict.realm}: BROKEN at number {verdict.broken.number}: {verdict.broken.reason}"
    agree = f", {verdict.heads} exported heads agree" if verdict.heads else ""
    return f"{verdict.realm}: {verdict.checked} rows hold{agree}"
