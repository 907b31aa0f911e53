"""Verifying chains from their beginning against their exported heads: streamed, so that memory stays small."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.audit import repository
from command_center.audit.heads import Head, read_heads
from command_center.audit.model import GENESIS, Break, Transition, find_break
from command_center.db import Database
from command_center.errors import StartError


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many transitions of a realm hold, and where its chain breaks, if it does."""

    realm: str
    checked: int
    heads: int
    """Exported heads that were compared."""
    broken: Break | None


@dataclass
class Verification:
    """The last one of this process."""

    task: asyncio.Task[None] | None = None
    at: datetime | None = None
    seconds: float | None = None
    verdicts: tuple[Verdict, ...] = ()

    @property
    def running(self) -> bool:
        return self.task is not None and not self.task.done()


async def verify_realm(connection: AsyncConnection, realm: str, heads: Sequence[Head] = ()) -> Verdict:
    """Walk one chain from its beginning; the first row that is altered, missing, or not what was exported."""
    exported = {head.number: head for head in heads if head.realm == realm}
    number, digest = 0, GENESIS
    async for page in repository.pages(connection, realm):
        broken = find_break(page, number, digest) or _against(page, exported)
        if broken is not None:
            return Verdict(realm, broken.number - 1, len(exported), broken)
        number, digest = page[-1].number, page[-1].hash
    return Verdict(realm, number, len(exported), _missing_end(number, exported))


def _against(page: Sequence[Transition], exported: Mapping[int, Head]) -> Break | None:
    for link in page:
        head = exported.get(link.number)
        if head is not None and head.hash != link.hash:
            return Break(
                link.number, f"is not what was exported on {head.at:%Y-%m-%d %H:%M} UTC: the chain was rewritten"
            )
    return None


def _missing_end(number: int, exported: Mapping[int, Head]) -> Break | None:
    """A chain that holds but is shorter than it once was."""
    last = max(exported, default=0)
    if last <= number:
        return None
    return Break(
        number + 1, f"is missing, and all behind it: {last} rows were exported on {exported[last].at:%Y-%m-%d}"
    )


async def verify_all(database: Database, path: Path) -> list[Verdict]:
    """Every chain there is, or ever was."""
    heads = read_heads(path)
    async with database.read() as connection:
        realms = {realm for realm, _, _ in await repository.heads(connection)} | {head.realm for head in heads}
        return [await verify_realm(connection, realm, heads) for realm in sorted(realms)]


def told(verdicts: Sequence[Verdict]) -> str:
    """Lines for a terminal. Raises StartError with them when a chain does not hold."""
    lines = [_line(one) for one in verdicts] or ["there are no transitions yet"]
    if any(one.broken for one in verdicts):
        raise StartError("\n".join(lines))
    return "\n".join(lines)


def _line(verdict: Verdict) -> str:
    if verdict.broken is not None:
        return f"{verdict.realm}: BROKEN at number {verdict.broken.number}: {verdict.broken.reason}"
    return f"{verdict.realm}: {verdict.checked} transitions hold, {verdict.heads} exported heads agree"
