"""The on-duty table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.auth.model import DUTY, Role
from command_center.auth.repository import account
from command_center.base.db import metadata
from command_center.duty.model import Person, Post, Staff

on_duty = sa.Table(
    "on_duty",
    metadata,
    sa.Column("role", sa.Text, primary_key=True),
    sa.Column("account_id", sa.Uuid, sa.ForeignKey("account.id"), primary_key=True),
    sa.Column("since", sa.DateTime(timezone=True), nullable=False),
    sa.Column("set_by", sa.Text, nullable=False),
)

_ENABLED = account.c.disabled_at.is_(None)


async def posts(connection: AsyncConnection) -> list[Post]:
    """Who is on duty, by role and name, without disabled accounts and those that hold no duty role any more."""
    query = (
        sa.select(on_duty, account.c.display_name)
        .join(account, account.c.id == on_duty.c.account_id)
        .where(_ENABLED, account.c.role.in_([role.value for role in DUTY]))
        .order_by(on_duty.c.role, account.c.display_name)
    )
    return [
        Post(Person(row.account_id, row.display_name, Role(row.role)), row.since, row.set_by)
        for row in await connection.execute(query)
    ]


async def staff(connection: AsyncConnection) -> Staff:
    """Everybody who may have to be called."""
    return Staff([post.person for post in await posts(connection)], await holders(connection, DUTY))


async def stands(connection: AsyncConnection, account_id: UUID, role: Role) -> bool:
    """Whether a person is on duty. In a role in which nobody stands everybody who holds it is called, so they are."""
    on = (await posts(connection)) if role in DUTY else []
    people = {post.person.id for post in on}
    return account_id in people or (role in DUTY and all(post.person.role is not role for post in on))


async def holders(connection: AsyncConnection, roles: Sequence[Role]) -> list[Person]:
    """Enabled accounts with these roles, by name."""
    query = sa.select(account.c.id, account.c.display_name, account.c.role).where(
        _ENABLED, account.c.role.in_([role.value for role in roles])
    )
    rows = await connection.execute(query.order_by(account.c.display_name))
    return [Person(row.id, row.display_name, Role(row.role)) for row in rows]


async def replace(
    connection: AsyncConnection, role: Role, people: Sequence[UUID], now: datetime, set_by: str
) -> tuple[list[UUID], list[UUID]]:
    """Put exactly these people on duty in the role; answers who came and who went. Those who stay keep their time."""
    await connection.execute(sa.text("SELECT pg_advisory_xact_lock(hashtextextended('on_duty', 0))"))
    before = list((await connection.scalars(sa.select(on_duty.c.account_id).where(on_duty.c.role == role))).all())
    gone = [one for one in before if one not in people]
    come = [one for one in dict.fromkeys(people) if one not in before]
    await connection.execute(sa.delete(on_duty).where(on_duty.c.role == role, on_duty.c.account_id.in_(gone)))
    if come:
        rows = [{"role": role.value, "account_id": one, "since": now, "set_by": set_by} for one in come]
        await connection.execute(sa.insert(on_duty), rows)
    return come, gone
