"""The chain to read, for administrators: its rows by filter and page, and its heads to keep elsewhere."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from camera_adapters.messages import LIVE_REALM
from command_center.audit.heads import moved_heads, read_heads, written
from command_center.audit.listing import Wanted, listed
from command_center.auth.model import ADMINS, Actor, Role
from command_center.base.clock import Clock
from command_center.base.db import Database
from command_center.base.schemas import Moment
from command_center.base.settings import Settings
from command_center.chain.model import Subject
from command_center.viewings.model import Thing
from command_center.viewings.service import Viewings
from command_center.web.downloads import MadeFile, exported
from command_center.web.guards import require, viewer_of
from command_center.web.paging import FilterWord, Page, PagingDep
from command_center.web.refusals import file_of
from command_center.web.views.transitions import TransitionReply, transition_reply
from command_center.web.wiring import Wired

router = APIRouter(prefix="/api/audit", tags=["operation"])
AdminActor = Annotated[Actor, Depends(require(*ADMINS))]


class ChainRowReply(TransitionReply):
    """A transition with its place in the chain; hashes as hexadecimal digits."""

    prev_hash: str
    hash: str


def _wanted(
    *,
    subject: Subject | None = None,
    subject_id: UUID | None = None,
    state: FilterWord | None = None,
    role: Role | None = None,
    q: FilterWord | None = None,
    from_: Annotated[Moment | None, Query(alias="from")] = None,
    to: Annotated[Moment | None, Query()] = None,
) -> Wanted:
    words = q.strip() if q else None
    return Wanted(subject, subject_id, state or None, role.value if role else None, words or None, from_, to)


@router.get("/transitions")
async def list_transitions(
    _: AdminActor, database: Wired[Database], wanted: Annotated[Wanted, Depends(_wanted)], paging: PagingDep
) -> Page[ChainRowReply]:
    """The chain of the live realm, newest first."""
    async with database.read() as connection:
        found, total = await listed(connection, LIVE_REALM, wanted, paging.offset, paging.page_size)
    items = [
        ChainRowReply(**transition_reply(link).model_dump(), prev_hash=link.prev_hash.hex(), hash=link.hash.hex())
        for link in found
    ]
    return paging.of(items, total)


@router.get("/heads.jsonl", response_class=Response, responses=file_of("application/jsonl"))
async def get_heads(
    actor: AdminActor,
    request: Request,
    settings: Wired[Settings],
    database: Wired[Database],
    clock: Wired[Clock],
    viewings: Wired[Viewings],
) -> Response:
    """Every head that was exported and the newest of each chain, as ``audit verify`` reads them."""
    file = settings.audit_heads_file
    lines = written([*read_heads(file), *await moved_heads(database, clock, file)])
    made = MadeFile(f"heads-{clock.now():%Y%m%d-%H%M%S}.jsonl", "application/jsonl", lines.encode())
    return await exported(viewings, viewer_of(request, actor), (Thing.AUDIT, "heads"), made)
