"""Transitions and their hash chain, without a database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

GENESIS = bytes(32)
"""``prev_hash`` of the first transition of a realm."""

NOTE = "note"
LEVEL = "level"
MARK = "mark"
JOINED = "joined"
RENAMED = "renamed"
CORROBORATED = "corroborated"
CHANGED = "changed"
PLAN = "plan"
ATTACHED = "attached"
EDITED = "edited"
PHONED = "phoned"
CALLED = "called"
ENDED = "ended"
ASKED = "asked"
"""Values of ``to_state`` when the subject stays in its state: a note, a change of level, a higher mark that was
reached, an alert that joined, a better name, other alerts that agree, other facts changed, a plan opened, a file
attached; of a report: its text was written, it was told by phone; of an alert: people were called, its condition is
over; of an incident: those who may make a move were asked to."""


SNAPSHOT_HASH = "snapshot_sha256"
"""Key of a transition's ``data``: the SHA-256 of the picture that came with it."""


class Subject(StrEnum):
    """Kind of the thing whose state a transition changes."""

    ALERT = "alert"
    INCIDENT = "incident"
    TASK = "task"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Who:
    """A person as they were when they acted: the name and role are copied, because both change later."""

    id: str
    name: str
    role: str

    def as_dict(self) -> dict[str, str]:
        return {"id": self.id, "name": self.name, "role": self.role}


@dataclass(frozen=True, slots=True)
class Draft:
    """A transition that has no number yet."""

    subject: Subject
    subject_id: UUID
    from_state: str | None
    """None where the subject begins to exist."""
    to_state: str
    """The new state, or one of the words above where the state stays."""
    at: datetime
    """Aware; hashed to the microsecond, in UTC."""
    actor: Who | None = None
    """None: the centre itself."""
    elapsed_ms: int | None = None
    """Milliseconds in the state before."""
    reason: str | None = None
    """A code, which the page translates."""
    note: str | None = None
    """What the actor wrote."""
    data: Mapping[str, Any] = field(default_factory=dict)
    """JSON values."""


@dataclass(frozen=True, slots=True)
class Transition:
    """A draft with its place in the realm's order and in the chain."""

    realm: str
    number: int
    draft: Draft
    prev_hash: bytes
    hash: bytes

    def digest(self) -> bytes:
        """The hash as it follows from the other fields; differs from ``hash`` where the row was altered."""
        return link_hash(self.realm, self.number, self.draft, self.prev_hash)


class Link(Protocol):
    """A row of any chain: rows are numbered from 1 without gaps, and each hash covers the hash of the row before."""

    @property
    def number(self) -> int: ...

    @property
    def prev_hash(self) -> bytes:
        """The hash of the row before."""
        ...

    @property
    def hash(self) -> bytes: ...

    def digest(self) -> bytes:
        """The hash as it follows from the row as it is stored now."""
        ...


@dataclass(frozen=True, slots=True)
class Break:
    """First row of a chain that is missing, does not continue the row before, or was altered."""

    number: int
    reason: str


def chain(realm: str, number: int, head: bytes, drafts: Iterable[Draft]) -> list[Transition]:
    """The drafts as transitions, numbered and hashed behind the transition ``number`` whose hash is ``head``."""
    links: list[Transition] = []
    for offset, draft in enumerate(drafts, start=1):
        digest = link_hash(realm, number + offset, draft, head)
        links.append(Transition(realm, number + offset, draft, head, digest))
        head = digest
    return links


def link_hash(realm: str, number: int, draft: Draft, prev_hash: bytes) -> bytes:
    """SHA-256 (32 bytes) over ``prev_hash`` and every field of this transition."""
    return seal(prev_hash, canonical(realm, number, draft))


def seal(prev_hash: bytes, spelling: bytes) -> bytes:
    """SHA-256 (32 bytes) of a row of any chain, from the hash before and the row's ``spell`` or ``canonical``."""
    return hashlib.sha256(prev_hash + spelling).digest()


def canonical(realm: str, number: int, draft: Draft) -> bytes:
    """The bytes of a transition that are hashed: the same before it is stored and after it is read back."""
    actor = draft.actor
    record = {
        "realm": realm,
        "number": number,
        "subject": str(draft.subject),
        "subject_id": str(draft.subject_id),
        "from": draft.from_state,
        "to": draft.to_state,
        "at": draft.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": [actor.id, actor.name, actor.role] if actor else None,
        "elapsed_ms": draft.elapsed_ms,
        "reason": draft.reason,
        "note": draft.note,
        "data": _plain(draft.data),
    }
    return _compact(record)


def spell(record: Mapping[str, object]) -> bytes:
    """The bytes of a record of JSON values that are hashed: the same before it is stored and after it is read back."""
    return _compact(_plain(record))


_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _compact(record: object) -> bytes:
    return _ENCODER.encode(record).encode()


def _plain(value: object) -> object:
    """JSON with every number as text: PostgreSQL keeps 1e-7 and 0.0000001 as the same number, JSON does not."""
    # The exact types that JSON is read back as come first, because a million rows are verified with this.
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return value
    if kind is dict:
        return {str(key): _plain(item) for key, item in value.items()}  # type: ignore[attr-defined]
    if kind is float or kind is int:
        return format(float(value) + 0.0, ".17g")  # type: ignore[arg-type]
    return _plain_of_other(value)


def _plain_of_other(value: object) -> object:
    """``_plain`` of values that only a draft holds before it is stored: other mappings, subclasses, sequences."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return format(float(value) + 0.0, ".17g")
    return value


def find_break(links: Iterable[Link], number: int = 0, head: bytes = GENESIS) -> Break | None:
    """The first row where a number is missing, the hash before differs, or the row was altered; None where all hold.

    Args:
        links: Rows in order, from ``number + 1`` on.
        number: Number of the row before them, 0 for the whole chain.
        head: Hash of that row.
    """
    for link in links:
        number += 1
        if link.number != number:
            return Break(number, f"number {number} is missing, {link.number} follows")
        if link.prev_hash != head:
            return Break(number, "does not continue the transition before it")
        if link.digest() != link.hash:
            return Break(number, "was altered after it was written")
        head = link.hash
    return None
