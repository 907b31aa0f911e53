"""Transitions as pages see them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from command_center.base.schemas import Reply
from command_center.chain.model import Transition, Who


class PersonReply(Reply):
    """A person who acted, as they were then."""

    id: str
    display_name: str
    role: str


class TransitionReply(Reply):
    """One row of a timeline."""

    number: int
    subject: Literal["alert", "incident", "task", "report"]
    subject_id: UUID
    from_: str | None = Field(serialization_alias="from")
    to: str
    at: datetime
    actor: PersonReply | None
    reason: str | None
    note: str | None
    elapsed_ms: int | None
    data: dict[str, Any]


def person(who: Who | None) -> PersonReply | None:
    """The view of a person; None is the machine."""
    return PersonReply(id=who.id, display_name=who.name, role=who.role) if who else None


def known_person(row: Mapping[str, str]) -> PersonReply:
    """The view of a person as a row keeps them."""
    return PersonReply(id=row["id"], display_name=row["name"], role=row["role"])


def row_person(row: Mapping[str, str] | None) -> PersonReply | None:
    """The same, where there may be none."""
    return known_person(row) if row else None


def transition_reply(link: Transition) -> TransitionReply:
    """The view of one transition."""
    draft = link.draft
    return TransitionReply(
        number=link.number,
        subject=draft.subject.value,
        subject_id=draft.subject_id,
        from_=draft.from_state,
        to=draft.to_state,
        at=draft.at,
        actor=person(draft.actor),
        reason=draft.reason,
        note=draft.note,
        elapsed_ms=draft.elapsed_ms,
        data=dict(draft.data),
    )
