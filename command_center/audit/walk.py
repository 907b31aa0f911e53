"""Walking along a chain: every hash computed anew. A long chain is shared out to processes, a stretch each.

    python -m command_center.audit.walk < JSON

A stretch begins with the hash that the row before it stores; the process of the stretch before has checked that row.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise

from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.base.db import Database
from command_center.chain import repository
from command_center.chain.model import GENESIS, Break, find_break
from common.priority import go_later


@dataclass(frozen=True, slots=True)
class Walk:
    """The number of the last link up to which the chain holds, and where it breaks."""

    number: int
    broken: Break | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """What one process walks: the links from ``first`` to ``last``."""

    url: str
    realm: str
    first: int
    last: int


async def walk(connection: AsyncConnection, realm: str, *, first: int = 1, last: int | None = None) -> Walk:
    """The links from ``first`` on, to ``last`` or the end there is."""
    number = first - 1
    known = await repository.hashes(connection, realm, [number]) if number else {0: GENESIS}
    if number not in known:
        return Walk(number - 1, Break(number, "is missing"))
    digest = known[number]
    async for page in repository.pages(connection, realm, number, last):
        broken = find_break(page, number, digest)
        if broken is not None:
            return Walk(broken.number - 1, broken)
        number, digest = page[-1].number, page[-1].hash
    if last is not None and number < last:
        return Walk(number, Break(number + 1, "is missing"))
    return Walk(number, None)


async def walk_by_processes(url: str, realm: str, last: int) -> Walk:
    """The whole chain, by as many processes as there are cores. Raises OSError where one of them fails."""
    walks = await asyncio.gather(*(_by_process(one) for one in stretches(url, realm, last, os.cpu_count() or 1)))
    return next((one for one in walks if one.broken), Walk(last, None))


def stretches(url: str, realm: str, last: int, count: int) -> Sequence[Stretch]:
    """The numbers from 1 to ``last`` in equal parts."""
    ends = [last * part // count for part in range(count + 1)]
    return [Stretch(url, realm, before + 1, end) for before, end in pairwise(ends) if end > before]


async def _by_process(stretch: Stretch) -> Walk:
    """The database's address goes by the pipe: what stands on a command line everybody can read."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", __name__, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    try:
        said, _ = await process.communicate(json.dumps(asdict(stretch)).encode())
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode:
        raise OSError(f"verifying {stretch.first}-{stretch.last} of {stretch.realm} ended with {process.returncode}")
    answer = json.loads(said)
    return Walk(answer["number"], Break(**answer["broken"]) if answer["broken"] else None)


async def _walk_stretch(stretch: Stretch) -> Walk:
    database = Database(stretch.url, pool_size=1)
    try:
        async with database.read() as connection:
            return await walk(connection, stretch.realm, first=stretch.first, last=stretch.last)
    finally:
        await database.close()


if __name__ == "__main__":
    go_later()
    print(json.dumps(asdict(asyncio.run(_walk_stretch(Stretch(**json.load(sys.stdin)))))))  # noqa: T201
