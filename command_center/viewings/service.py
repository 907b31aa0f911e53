"""Keeping of the record of viewings: nothing is handed out before its row stands.

A page asks for a recording in many pieces, and for each piece in many parts. Of one person, session, camera and address
all of that is one watching: a row in the chain before the first picture leaves, the pictures in a row that grows, and
the whole of it in the chain once nobody has asked for anything during ``IDLE``, or after ``LONGEST``. A process that is
killed loses none of it: the next one closes what it left.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from command_center.base.clock import Clock, NewId
from command_center.base.db import Database
from command_center.viewings import repository
from command_center.viewings.model import Act, File, Span, Thing, Viewer, Viewing, covered
from command_center.viewings.repository import Watching

IDLE = timedelta(minutes=10)
LONGEST = timedelta(hours=1)
TRUSTED = timedelta(minutes=1)
"""For so long a piece that is on record is handed out again without asking the database: a player asks for each piece
in many parts. Much shorter than ``IDLE``, so that no watching ends while somebody watches."""
SAME_FILE = timedelta(minutes=10)
"""The same file, asked for again in the same session within this time, is the same act: downloads come in parts."""

Key = tuple[UUID, str, str]
Name = TypeVar("Name")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class _Stored:
    """What this process knows to stand in the database of a watching."""

    spans: tuple[Span, ...]
    at: datetime


class Viewings:
    """The record. Its callers wait for it before they answer; where the database is away nothing is handed out."""

    def __init__(self, database: Database, clock: Clock, new_id: NewId) -> None:
        self._database = database
        self._clock = clock
        self._new_id = new_id
        self._stored: dict[Key, _Stored] = {}
        self._taken: dict[tuple[object, ...], datetime] = {}

    async def watched(self, viewer: Viewer, camera_id: str, span: Span) -> None:
        """Pictures of a camera are about to be handed out."""
        now = self._clock.now()
        key = (viewer.session_id, viewer.address, camera_id)
        known = self._stored.get(key)
        if known is not None and now - known.at < TRUSTED and covered(known.spans, span):
            return
        fresh = Watching(self._new_id(), viewer, camera_id, now, now, (span,))
        async with self._database.transaction() as connection:
            stored = await repository.watch(connection, fresh)
            if stored.id == fresh.id:
                await repository.append(connection, [_began(fresh)])
        _forget(self._stored, lambda one: now - one.at >= TRUSTED)
        self._stored[key] = _Stored(stored.spans, now)

    async def took(
        self,
        viewer: Viewer,
        act: Act,
        thing: tuple[Thing, str],
        file: File,
        *,
        incident_id: UUID | None = None,
        spans: tuple[Span, ...] = (),
    ) -> None:
        """A file is about to be handed out."""
        now = self._clock.now()
        key = (viewer.session_id, viewer.address, act, thing, file)
        if key in self._taken and now - self._taken[key] < SAME_FILE:
            return
        one = Viewing(now, viewer, act, *thing, incident_id, spans, file=file)
        async with self._database.transaction() as connection:
            await repository.append(connection, [one])
        _forget(self._taken, lambda at: now - at >= SAME_FILE)
        self._taken[key] = now

    async def close(self) -> None:
        """Write the last rows of the watchings that are over."""
        now = self._clock.now()
        async with self._database.transaction() as connection:
            ended = await repository.take_ended(connection, now - IDLE, now - LONGEST)
            await repository.append(connection, [_ended(one, now) for one in ended])


def _began(one: Watching) -> Viewing:
    return Viewing(
        one.began_at, one.viewer, Act.WATCHING_BEGAN, Thing.RECORDING, one.camera_id, None, one.spans, one.id
    )


def _ended(one: Watching, now: datetime) -> Viewing:
    watched = (Act.WATCHED, Thing.RECORDING, one.camera_id)
    return Viewing(now, one.viewer, *watched, None, one.spans, one.id, one.began_at, one.last_at)


def _forget(kept: dict[Name, Value], old: Callable[[Value], bool]) -> None:
    for key in [key for key, value in kept.items() if old(value)]:
        del kept[key]
