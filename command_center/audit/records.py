"""Records that the chain vouches for: states of alerts and incidents, bytes of attachments and snapshots, watchings.

The tables that a person reads can be written by whoever has the application's password; the chain cannot. What stands
in them is compared with what the chain says.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Collection
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.alerts.model import AlertState
from command_center.alerts.tables import alert, alert_snapshot
from command_center.attachments.file_store import FileStore
from command_center.audit.verify import ChainVerdict
from command_center.chain.model import ATTACHED, SNAPSHOT_HASH, Break, Subject
from command_center.chain.repository import transition
from command_center.incidents.model import IncidentState
from command_center.incidents.repository import incident
from command_center.viewings import repository as viewings

PAGE = 200
"""Pictures hashed by one statement: bounds how long the database works on it."""


async def judge_records(connection: AsyncConnection, realm: str, attachments: FileStore) -> list[ChainVerdict]:
    """A verdict each of alerts, incidents, attachments and snapshots of a realm, and of the watchings of recordings.

    Its break is the row of the chain.
    """
    return [
        await _states(connection, realm, Subject.ALERT, alert, [str(one) for one in AlertState]),
        await _states(connection, realm, Subject.INCIDENT, incident, [str(one) for one in IncidentState]),
        await _attachments(connection, realm, attachments),
        await _snapshots(connection, realm),
        await _watchings(connection),
    ]


async def _states(
    connection: AsyncConnection, realm: str, subject: Subject, table: sa.Table, states: Collection[str]
) -> ChainVerdict:
    columns = transition.c
    last = (
        sa.select(columns.subject_id, columns.to_state, columns.number)
        .where(columns.realm == realm, columns.subject == str(subject), columns.to_state.in_(states))
        .ext(distinct_on(columns.subject_id))
        .order_by(columns.subject_id, columns.number.desc())
        .subquery("last")
    )
    now = sa.select(table.c.id, table.c.state).where(table.c.realm == realm).subquery("now")
    differs = now.c.state.is_distinct_from(last.c.to_state)
    joined = now.join(last, now.c.id == last.c.subject_id, full=True)
    identity = sa.func.coalesce(now.c.id, last.c.subject_id)
    query = sa.select(identity, now.c.state, last.c.to_state, last.c.number).select_from(joined).where(differs)
    first = (await connection.execute(query.order_by(last.c.number.nulls_first()).limit(1))).first()
    count = await connection.scalar(sa.select(sa.func.count()).select_from(table).where(table.c.realm == realm))
    return ChainVerdict(f"{realm}: {subject}s", int(count or 0), 0, None if first is None else _different(*first))


def _different(identity: object, stands: str | None, said: str | None, number: int | None) -> Break:
    if said is None:
        return Break(0, f"{identity} stands in the table and the chain knows nothing of it")
    if stands is None:
        return Break(number or 0, f"{identity} is {said} by the chain and is missing from its table")
    return Break(number or 0, f"{identity} is {said} by the chain and {stands} in its table")


async def _attachments(connection: AsyncConnection, realm: str, store: FileStore) -> ChainVerdict:
    columns, checked = transition.c, 0
    query = sa.select(columns.number, columns.data).where(columns.realm == realm, columns.to_state == ATTACHED)
    for row in (await connection.execute(query.order_by(columns.number))).all():
        wrong = await asyncio.to_thread(_file_is_wrong, store, row.data)
        if wrong:
            return ChainVerdict(f"{realm}: attachments", checked, 0, Break(row.number, wrong))
        checked += 1
    return ChainVerdict(f"{realm}: attachments", checked, 0, None)


def _file_is_wrong(store: FileStore, data: dict[str, Any]) -> str | None:
    path: Path = store.path(data["sha256"])
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return f"the file of attachment {data['attachment_id']} is missing"
    return None if digest == data["sha256"] else f"the file of attachment {data['attachment_id']} was altered"


async def _snapshots(connection: AsyncConnection, realm: str) -> ChainVerdict:
    checked = 0
    async for number, identity, said, stands in _pictures(connection, realm):
        if said != stands:
            wrong = "is missing" if stands is None else "was altered"
            broken = Break(number, f"the picture of alert {identity} {wrong}")
            return ChainVerdict(f"{realm}: snapshots", checked, 0, broken)
        checked += 1
    return ChainVerdict(f"{realm}: snapshots", checked, 0, None)


async def _pictures(connection: AsyncConnection, realm: str) -> AsyncIterator[tuple[int, object, str, str | None]]:
    """Row of the chain, alert, the hash that it says, and that of the bytes that are stored."""
    columns, number = transition.c, 0
    said = columns.data[SNAPSHOT_HASH].astext
    key = (alert_snapshot.c.realm == columns.realm) & (alert_snapshot.c.alert_id == columns.subject_id)
    stands = sa.func.encode(sa.func.sha256(alert_snapshot.c.jpeg), "hex")
    joined = transition.outerjoin(alert_snapshot, key)
    query = sa.select(columns.number, columns.subject_id, said, stands).select_from(joined)
    while True:
        wanted = (columns.realm == realm, columns.subject == str(Subject.ALERT), columns.number > number)
        page = (
            await connection.execute(query.where(*wanted, said.is_not(None)).order_by(columns.number).limit(PAGE))
        ).all()
        for row in page:
            yield row[0], row[1], row[2], row[3]
        if len(page) < PAGE:
            return
        number = page[-1][0]


async def _watchings(connection: AsyncConnection) -> ChainVerdict:
    """Each that began goes on, or has its last row: whoever deletes one that goes on hides what was watched in it."""
    lost = await viewings.first_unended(connection)
    count = await viewings.count_watchings(connection)
    broken = None if lost is None else Break(lost, "the row of this watching was deleted before it was over")
    return ChainVerdict("viewing: watchings", count, 0, broken)
