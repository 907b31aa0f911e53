"""Reading the journal of accounts and settings a page at a time, newest first."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.auth.journal import admin_journal
from command_center.auth.repository import account

Condition = sa.ColumnElement[bool]
_ACTOR = account.alias("actor")
_ABOUT = account.alias("about")
_COLUMNS = admin_journal.c
_JOINED = admin_journal.outerjoin(_ACTOR, _ACTOR.c.id == _COLUMNS.actor_id).outerjoin(
    _ABOUT, sa.and_(_COLUMNS.subject == "account", sa.cast(_ABOUT.c.id, sa.Text) == _COLUMNS.subject_id)
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A row as it is read: ``actor`` acted, ``about`` is whose account it concerns; None where no account is meant."""

    number: int
    at: datetime
    action: str
    subject: str
    subject_id: str
    actor: str | None
    about: str | None
    detail: Mapping[str, Any]
    hash: bytes


def by_actions(actions: Collection[str]) -> Condition:
    """Rows of these acts."""
    return _COLUMNS.action.in_(actions)


def about_person(words: str) -> Condition:
    """Rows whose actor, or whose account, is called so."""
    names = (_ACTOR.c.display_name, _ACTOR.c.username, _ABOUT.c.display_name, _ABOUT.c.username)
    return sa.or_(*(name.icontains(words, autoescape=True) for name in names))


async def listed(
    connection: AsyncConnection, conditions: Sequence[Condition], offset: int, limit: int
) -> tuple[list[Listed], int]:
    """One page, and how many rows fit in all."""
    total = await connection.scalar(sa.select(sa.func.count()).select_from(_JOINED).where(*conditions)) or 0
    query = (
        sa.select(admin_journal, _ACTOR.c.display_name.label("actor"), _ABOUT.c.display_name.label("about"))
        .select_from(_JOINED)
        .where(*conditions)
        .order_by(_COLUMNS.number.desc())
        .offset(offset)
        .limit(limit)
    )
    return [_listed(row) for row in (await connection.execute(query)).mappings()], total


def _listed(row: sa.RowMapping) -> Listed:
    return Listed(
        number=row["number"],
        at=row["at"],
        action=row["action"],
        subject=row["subject"],
        subject_id=row["subject_id"],
        actor=row["actor"],
        about=row["about"],
        detail=row["detail"],
        hash=bytes(row["hash"]),
    )
