"""Reading the chain a page at a time, newest first: the whole of it, or what fits some filters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.chain.model import Subject, Transition
from command_center.chain.repository import last_number, read, transition


@dataclass(frozen=True, slots=True)
class Wanted:
    """What rows are looked for; None does not narrow. ``words`` stand in the actor's name, the reason or the note."""

    subject: Subject | None = None
    subject_id: UUID | None = None
    to_state: str | None = None
    role: str | None = None
    words: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    @property
    def conditions(self) -> list[sa.ColumnElement[bool]]:
        table = transition.c
        exact = (
            (table.subject, str(self.subject) if self.subject else None),
            (table.subject_id, self.subject_id),
            (table.to_state, self.to_state),
            (table.actor_role, self.role),
        )
        found: list[sa.ColumnElement[bool]] = [column == value for column, value in exact if value is not None]
        if self.words:
            fields = (table.actor_name, table.reason, table.note)
            found.append(sa.or_(*(field.icontains(self.words, autoescape=True) for field in fields)))
        found += [table.at >= self.since] if self.since else []
        found += [table.at < self.until] if self.until else []
        return found


async def listed(
    connection: AsyncConnection, realm: str, wanted: Wanted, offset: int, limit: int
) -> tuple[Sequence[Transition], int]:
    """A page of the chain and how many rows fit in all.

    Numbers have no gaps, so that of the whole chain neither the count nor a far page costs anything.
    """
    conditions = [transition.c.realm == realm, *wanted.conditions]
    query: sa.Select[Any] = sa.select(transition).order_by(transition.c.number.desc()).limit(limit)
    if wanted == Wanted():
        total = await last_number(connection, realm)
        return await read(connection, query.where(*conditions, transition.c.number <= total - offset)), total
    total = await connection.scalar(sa.select(sa.func.count()).select_from(transition).where(*conditions)) or 0
    return await read(connection, query.where(*conditions).offset(offset)), total
