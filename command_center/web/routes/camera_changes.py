"""The history of each camera's set-up over HTTP: who changed what, and taking it back."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends

from camera_adapters.messages import CameraId
from command_center.auth.model import ADMINS, LEADERS, Actor, Role, person_of
from command_center.base.db import Database
from command_center.base.errors import Forbidden
from command_center.base.schemas import Count, Reply
from command_center.cameras import history
from command_center.cameras.change import ChangeSource, Difference, SetupChange, differences
from command_center.cameras.setup import CameraSetup, Cause
from command_center.web.guards import require
from command_center.web.ownership import Kind, anyones
from command_center.web.paging import Page, PagingDep
from command_center.web.views.transitions import PersonReply, person
from command_center.web.wiring import Wired
from common import camera_urls

router = APIRouter(prefix="/api/cameras", tags=["cameras"])

HISTORIANS = (*LEADERS, Role.REVIEWER, *ADMINS)
"""Who may read what was changed: whoever answers for the watch, reviews it, or sets it up."""
MASKERS = (*LEADERS, *ADMINS)
"""Who may mask a place and take a mask off. A mask silences a place until somebody removes it, which is more than
shelving an alert for hours: what needs 带班领导 there needs one here. Everything else is the administrators' work."""

Historian = Annotated[Actor, Depends(require(*HISTORIANS, of=anyones(Kind.CAMERA)))]
Masker = Annotated[Actor, Depends(require(*MASKERS, of=anyones(Kind.CAMERA)))]
Administrator = Annotated[Actor, Depends(require(*ADMINS, of=anyones(Kind.CAMERA)))]
URLS = frozenset({("main",), ("sub",)})


class DifferenceReply(Reply):
    path: list[str]
    before: Any
    after: Any


class CameraChangeReply(Reply):
    """``alert_id``: the false alert whose place was masked; ``undoes``: the change that was taken back."""

    number: int
    camera_id: str
    at: datetime
    actor: PersonReply | None
    source: ChangeSource
    what: Literal["added", "changed", "removed"]
    differences: list[DifferenceReply]
    alert_id: str | None
    undoes: int | None


def change_reply(change: SetupChange, reader: Actor) -> CameraChangeReply:
    """A change as a page shows it; addresses without user and query to everybody but administrators."""
    draft = change.draft
    found: tuple[Difference, ...] = ()
    if draft.before is not None and draft.after is not None:
        found = differences(draft.before, draft.after)
    return CameraChangeReply(
        number=change.number,
        camera_id=draft.camera_id,
        at=draft.at,
        actor=person(draft.actor),
        source=draft.source,
        what="added" if draft.before is None else "removed" if draft.after is None else "changed",
        differences=[_difference(one, plain=reader.role in ADMINS) for one in found],
        alert_id=draft.about.get("alert_id"),
        undoes=draft.about.get("undoes"),
    )


def _difference(one: Difference, *, plain: bool) -> DifferenceReply:
    before, after = one.before, one.after
    if one.path in URLS and not plain:
        before, after = (None if url is None else camera_urls.shown(url) for url in (before, after))
    return DifferenceReply(path=list(one.path), before=before, after=after)


@router.get("/{camera_id}/changes")
async def list_changes(
    camera_id: CameraId, actor: Historian, paging: PagingDep, database: Wired[Database]
) -> Page[CameraChangeReply]:
    """What was changed, newest first."""
    async with database.read() as connection:
        found, total = await history.of_camera(connection, camera_id, paging.offset, paging.page_size)
    items = [change_reply(change, actor) for change in found]
    return paging.of(items, total)


@router.delete("/{camera_id}")
async def remove_camera(camera_id: CameraId, actor: Administrator, setup: Wired[CameraSetup]) -> CameraChangeReply:
    """Take a camera off the roster. Its alerts stay, its recordings until their time; taking the change back restores
    it."""
    return change_reply(await setup.remove(camera_id, Cause(person_of(actor), ChangeSource.PAGE)), actor)


@router.post("/{camera_id}/changes/{number}/undo")
async def undo_change(
    camera_id: CameraId, number: Count, actor: Masker, database: Wired[Database], setup: Wired[CameraSetup]
) -> CameraChangeReply:
    """Take one change back, which is a change itself; adapters follow within seconds."""
    if actor.role not in ADMINS:
        async with database.read() as connection:
            undone = await setup.change(connection, camera_id, number)
        if undone.draft.source is not ChangeSource.MASK:
            raise Forbidden
    return change_reply(await setup.undo(camera_id, number, person_of(actor)), actor)
