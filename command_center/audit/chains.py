"""Every chain there is: transitions of each realm, the administrators' journal, changes of cameras, viewings."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.audit.walk import Walk
from command_center.auth import journal
from command_center.cameras import history
from command_center.chain import repository
from command_center.chain.model import Break
from command_center.viewings import repository as viewings


@dataclass(frozen=True, slots=True)
class Other:
    """A chain that has a table of its own, with ``number`` and ``hash``; short enough to be walked at once."""

    table: sa.Table
    verify: Callable[[AsyncConnection], Awaitable[Break | None]]


OTHERS: Mapping[str, Other] = MappingProxyType(
    {
        "admin_journal": Other(journal.admin_journal, journal.verify),
        "camera_change": Other(history.camera_change, history.verify),
        "viewing": Other(viewings.viewing, viewings.verify),
    }
)
"""By the name under which heads and verdicts speak of them; no realm is called so."""


async def heads(connection: AsyncConnection) -> list[tuple[str, int, bytes]]:
    """Name, number and hash of the newest link of every chain that has one."""
    found = await repository.heads(connection)
    for name, other in OTHERS.items():
        table = other.table.c
        row = (
            await connection.execute(sa.select(table.number, table.hash).order_by(table.number.desc()).limit(1))
        ).first()
        if row is not None:
            found.append((name, row.number, bytes(row.hash)))
    return found


async def hashes(connection: AsyncConnection, name: str, numbers: Collection[int]) -> dict[int, bytes]:
    """The stored hashes of these links."""
    if name not in OTHERS:
        return await repository.hashes(connection, name, numbers)
    table = OTHERS[name].table.c
    query = sa.select(table.number, table.hash).where(table.number.in_(numbers))
    return {number: bytes(digest) for number, digest in await connection.execute(query)}


async def first_at(connection: AsyncConnection, name: str, above: int) -> datetime | None:
    """When the first link above this number was written; None where there is none."""
    table = OTHERS[name].table.c if name in OTHERS else repository.transition.c
    query = sa.select(table.at).where(table.number > above).order_by(table.number).limit(1)
    at: datetime | None = await connection.scalar(query if name in OTHERS else query.where(table.realm == name))
    return at


async def walk_other(connection: AsyncConnection, name: str, newest: int) -> Walk:
    """A chain with a table of its own, from its beginning."""
    broken = await OTHERS[name].verify(connection)
    return Walk(broken.number - 1 if broken else newest, broken)
