"""Reading of the record, newest first: one row an act, a watching as one, also while it goes on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.viewings.model import Act, Entry, Span, Thing
from command_center.viewings.repository import entry_of, spans_of, viewing, watching

Condition = sa.ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Listed:
    """A row as it is read; of a watching that goes on with what was handed out until now."""

    entry: Entry
    spans: tuple[Span, ...]
    last_at: datetime
    goes_on: bool


_COLUMNS = viewing.c
_ENDED = viewing.alias("ended")
_ONCE: Condition = sa.or_(
    _COLUMNS.act != str(Act.WATCHING_BEGAN),
    ~sa.exists().where(_ENDED.c.watching_id == _COLUMNS.watching_id, _ENDED.c.act == str(Act.WATCHED)),
)
"""The first row of a watching stands for it only until the last one is written."""
_JOINED = viewing.outerjoin(
    watching, sa.and_(watching.c.id == _COLUMNS.watching_id, _COLUMNS.act == str(Act.WATCHING_BEGAN))
)
_GOING = (watching.c.id.label("open_id"), watching.c.spans.label("open_spans"), watching.c.last_at.label("open_last"))
_SPANS = sa.func.coalesce(watching.c.spans, _COLUMNS.spans)


async def listed(
    connection: AsyncConnection, conditions: Sequence[Condition], offset: int, limit: int
) -> tuple[list[Listed], int]:
    """One page, and how many rows fit in all."""
    where = (_ONCE, *conditions)
    total = await connection.scalar(sa.select(sa.func.count()).select_from(_JOINED).where(*where)) or 0
    going = (
        watching.c.id.label("open_id"),
        watching.c.spans.label("open_spans"),
        watching.c.last_at.label("open_last"),
    )
    query = sa.select(viewing, *going).select_from(_JOINED).where(*where).order_by(_COLUMNS.number.desc())
    return [_listed(row) for row in (await connection.execute(query.offset(offset).limit(limit))).mappings()], total


def _listed(row: sa.RowMapping) -> Listed:
    entry, goes_on = entry_of(row), row["open_id"] is not None
    one = entry.viewing
    if goes_on:
        return Listed(entry, spans_of(row["open_spans"]), row["open_last"], goes_on=True)
    return Listed(entry, one.spans, one.last_at or one.at, goes_on=False)


def by_person(words: str) -> Condition:
    """Whose name contains the words."""
    return _COLUMNS.actor_name.icontains(words, autoescape=True)


def about(words: str, cameras: Collection[str], incidents: Collection[UUID]) -> Condition:
    """The words stand in the id, the file's name or its hash; or it is about one of these cameras or incidents."""
    fields = (_COLUMNS.thing_id, _COLUMNS.file_name, _COLUMNS.sha256)
    return sa.or_(
        *(field.icontains(words, autoescape=True) for field in fields),
        sa.and_(_COLUMNS.thing == str(Thing.RECORDING), _COLUMNS.thing_id.in_(cameras)),
        _COLUMNS.incident_id.in_(incidents),
    )


def of_evidence(incident: UUID, alerts: Collection[str], videos: Collection[tuple[str, Span]]) -> Condition:
    """What belongs to an incident: its files and papers, the pictures of its alerts, its cameras in its time."""
    pictures = (str(Thing.SNAPSHOT), str(Thing.ALERT))
    return sa.or_(
        _COLUMNS.incident_id == incident,
        sa.and_(_COLUMNS.thing.in_(pictures), _COLUMNS.thing_id.in_(alerts)),
        *(_of_video(camera, span) for camera, span in videos),
    )


def _of_video(camera: str, span: Span) -> Condition:
    overlaps = _SPANS.op("&&", is_comparison=True)(sa.func.tstzrange(*span))
    return sa.and_(_COLUMNS.thing == str(Thing.RECORDING), _COLUMNS.thing_id == camera, overlaps)
