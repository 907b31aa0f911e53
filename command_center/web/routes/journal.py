"""The journal of accounts and settings over HTTP, for administrators: sign-ins, accounts, passwords, duty, tokens."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from command_center.audit import journal_listing as listing
from command_center.auth.journal import admin_journal
from command_center.auth.model import ADMINS, Actor
from command_center.base.db import Database
from command_center.base.schemas import Moment, Reply
from command_center.web.guards import require
from command_center.web.paging import FilterWord, Page, PagingDep, conditions, given
from command_center.web.wiring import Wired

router = APIRouter(prefix="/api/audit", tags=["operation"])
AdminActor = Annotated[Actor, Depends(require(*ADMINS))]
TOLD = ("address", "username", "display_name", "role", "disabled", "password", "sessions", "failures", "had_one")
"""What of a row's detail is shown; the rest are ids and lists that the row itself keeps."""


class JournalRowReply(Reply):
    """One act: ``actor`` is None for the command line and for failures to sign in. ``hash`` as hexadecimal digits."""

    number: int
    at: datetime
    action: str
    subject: str
    subject_id: str
    actor: str | None
    about: str | None
    facts: dict[str, str]
    sources: list[str]
    hash: str


class Filters:
    """The filters of the list."""

    def __init__(
        self,
        *,
        action: Annotated[list[FilterWord] | None, Query()] = None,
        person: FilterWord | None = None,
        from_: Annotated[Moment | None, Query(alias="from")] = None,
        to: Annotated[Moment | None, Query()] = None,
    ) -> None:
        self.conditions = conditions(
            given(action, listing.by_actions),
            given(person.strip() if person else None, listing.about_person),
            given(from_, admin_journal.c.at.__ge__),
            given(to, admin_journal.c.at.__lt__),
        )


@router.get("/journal")
async def list_journal(
    _: AdminActor, database: Wired[Database], filters: Annotated[Filters, Depends()], paging: PagingDep
) -> Page[JournalRowReply]:
    """Who signed in or failed to, and what was done to accounts and settings, newest first."""
    async with database.read() as connection:
        rows, total = await listing.listed(connection, list(filters.conditions), paging.offset, paging.page_size)
    return paging.of([_reply(row) for row in rows], total)


def _reply(row: listing.Listed) -> JournalRowReply:
    facts = {name: str(row.detail[name]) for name in TOLD if name in row.detail}
    sources = [f"{source} ×{count}" for source, count in dict(row.detail.get("from", {})).items()]
    return JournalRowReply(
        number=row.number,
        at=row.at,
        action=row.action,
        subject=row.subject,
        subject_id=row.subject_id,
        actor=row.actor,
        about=row.about,
        facts=facts,
        sources=sources,
        hash=row.hash.hex(),
    )
