"""Viewings: who watched which pictures, or took which file, when, from where and in which session. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from command_center.chain.model import Who, seal, spell

Span = tuple[datetime, datetime]
"""Pictures from a moment up to another one."""


class Act(StrEnum):
    """What was done. Watching is two rows: one before the first picture leaves, one with everything once it is over."""

    WATCHING_BEGAN = "watching_began"
    WATCHED = "watched"
    OPENED = "opened"
    DOWNLOADED = "downloaded"
    EXPORTED = "exported"


class Thing(StrEnum):
    """What it was done to."""

    RECORDING = "recording"
    SNAPSHOT = "snapshot"
    ATTACHMENT = "attachment"
    REPORT = "report"
    ALERT = "alert"
    AUDIT = "audit"


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person at a browser."""

    who: Who
    session_id: UUID
    address: str


@dataclass(frozen=True, slots=True)
class File:
    """What left the centre as a file, under which name and with which bytes."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Viewing:
    """One row without its place. ``thing_id``: the camera, or the id of the attachment, report or alert."""

    at: datetime
    viewer: Viewer
    act: Act
    thing: Thing
    thing_id: str
    incident_id: UUID | None = None
    spans: tuple[Span, ...] = ()
    """Of a recording: the pictures that were handed out, in order, none twice."""
    watching_id: UUID | None = None
    """The same in both rows of a watching."""
    began_at: datetime | None = None
    last_at: datetime | None = None
    """When pictures were asked for first and last; of a watching that is over."""
    file: File | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A viewing with its place in the chain."""

    number: int
    viewing: Viewing
    prev_hash: bytes
    hash: bytes

    def digest(self) -> bytes:
        """What the hash must be."""
        return seal(self.prev_hash, _spelling(self.number, self.viewing))


def chained(number: int, head: bytes, viewings: Iterable[Viewing]) -> list[Entry]:
    """The viewings as links behind the link ``number`` whose hash is ``head``."""
    entries: list[Entry] = []
    for viewing in viewings:
        number += 1
        digest = seal(head, _spelling(number, viewing))
        entries.append(Entry(number, viewing, head, digest))
        head = digest
    return entries


def covered(spans: Sequence[Span], wanted: Span) -> bool:
    """Whether all of these pictures lie within one of the spans."""
    return any(start <= wanted[0] and wanted[1] <= end for start, end in spans)


def _spelling(number: int, one: Viewing) -> bytes:
    viewer, file = one.viewer, one.file
    return spell(
        {
            "number": str(number),
            "at": _moment(one.at),
            "actor": [viewer.who.id, viewer.who.name, viewer.who.role],
            "session": str(viewer.session_id),
            "address": viewer.address,
            "act": str(one.act),
            "thing": [str(one.thing), one.thing_id],
            "incident": str(one.incident_id) if one.incident_id else None,
            "spans": [[_moment(start), _moment(end)] for start, end in one.spans],
            "watching": [
                str(one.watching_id) if one.watching_id else None,
                _moment(one.began_at),
                _moment(one.last_at),
            ],
            "file": [file.name, file.sha256] if file else None,
        }
    )


def _moment(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat(timespec="microseconds") if at else None
