"""The quality of detection over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from camera_adapters.messages import CameraId
from command_center.auth.model import ADMINS, Actor, person_of
from command_center.base.clock import Clock
from command_center.base.schemas import Body, Day, Reply
from command_center.base.settings import Settings
from command_center.quality.model import DetectorWatch
from command_center.quality.service import Quality, Row
from command_center.quality.suggestion import Advice, AdviceReason
from command_center.web.guards import require
from command_center.web.ownership import Kind, anyones
from command_center.web.routes.camera_changes import HISTORIANS, MASKERS, CameraChangeReply, change_reply
from command_center.web.wiring import Wired

router = APIRouter(prefix="/api", tags=["quality"])

Reader = Annotated[Actor, Depends(require(*HISTORIANS))]
Masker = Annotated[Actor, Depends(require(*MASKERS, of=anyones(Kind.ALERT)))]
AdminActor = Annotated[Actor, Depends(require(*ADMINS))]


class SuggestionReply(Reply):
    advice: Advice
    reason: AdviceReason
    judged: int
    spared: int
    threshold: float | None
    alert_id: UUID | None


class QualityRowReply(Reply):
    """``ratio``: false of those that officers judged."""

    camera_id: str
    detector: str
    zone: str | None
    alerts: int
    confirmed: int
    false: int
    other: int
    open: int
    ratio: float | None
    threshold: float | None
    suggestion: SuggestionReply


class QualityReply(Reply):
    """``from`` and ``to`` are Monday's midnights in the site's zone."""

    from_: datetime = Field(serialization_alias="from")
    to: datetime
    rows: list[QualityRowReply]


class AgreementBody(Body):
    """The suggestion as the person read it; one that has changed meanwhile is refused."""

    week: Day
    camera_id: CameraId
    detector: str = Field(max_length=48)
    zone: str | None = Field(default=None, max_length=48)
    threshold: float = Field(gt=0, le=1)


@router.get("/quality")
async def get_quality(
    _: Reader,
    clock: Wired[Clock],
    settings: Wired[Settings],
    quality: Wired[Quality],
    week: Annotated[Day | None, Query()] = None,
) -> QualityReply:
    """The table of the week that ``week`` lies in; of the present one without it."""
    day = week or clock.now().astimezone(ZoneInfo(settings.time_zone)).date()
    found = await quality.week(day)
    return QualityReply(from_=found.start, to=found.end, rows=[_row(row) for row in found.rows])


@router.post("/quality/agreements")
async def agree(actor: AdminActor, quality: Wired[Quality], body: AgreementBody) -> CameraChangeReply:
    """Apply a suggested threshold."""
    watch = DetectorWatch(body.camera_id, body.detector, body.zone)
    change = await quality.agree(body.week, watch, body.threshold, person_of(actor))
    return change_reply(change, actor)


@router.post("/alerts/{alert_id}/mask")
async def mask_place(actor: Masker, quality: Wired[Quality], alert_id: UUID) -> CameraChangeReply:
    """Mask the place of a false alert on its camera, for all detectors; undone like every change."""
    return change_reply(await quality.mask(alert_id, person_of(actor)), actor)


def _row(row: Row) -> QualityRowReply:
    counted = row.tally
    return QualityRowReply(
        camera_id=row.watch.camera_id,
        detector=row.watch.detector,
        zone=row.watch.zone,
        alerts=counted.alerts,
        confirmed=counted.confirmed,
        false=counted.false,
        other=counted.other,
        open=counted.open,
        ratio=counted.ratio,
        threshold=row.threshold,
        suggestion=SuggestionReply.model_validate(row.suggestion),
    )
