"""Trials of a set-up over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from pydantic import Field

from camera_adapters.messages import CameraId, CameraSpec, TrialAlert, TrialPhase
from command_center.auth.model import ADMINS, Actor
from command_center.base.schemas import Reply
from command_center.cameras.service import Cameras
from command_center.cameras.setup import CameraSetup
from command_center.cameras.trials import Trials
from command_center.web.guards import require
from command_center.web.ownership import Kind, anyones
from command_center.web.routes.cameras import check_same
from command_center.web.wiring import Wired

router = APIRouter(prefix="/api/cameras/{camera_id}/trials", tags=["cameras"])

AdminActor = Annotated[Actor, Depends(require(*ADMINS, of=anyones(Kind.CAMERA)))]
Token = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{8,64}$")]


class TrialReply(Reply):
    """``from`` and ``to``: what of the recording is looked at."""

    token: str
    from_: datetime = Field(serialization_alias="from")
    to: datetime


class TrialReportReply(Reply):
    """``reason``: setting, format, time, stopped, nobody."""

    phase: TrialPhase
    progress: float
    seconds: float
    adapter: str | None
    alerts: list[TrialAlert]
    reason: str | None
    detail: str | None


@router.post("")
async def start_trial(
    camera_id: CameraId,
    spec: CameraSpec,
    _: AdminActor,
    cameras: Wired[Cameras],
    setup: Wired[CameraSetup],
    trials: Wired[Trials],
) -> TrialReply:
    """Try a set-up on the last hour of the camera's recording; nothing is stored and nobody is told."""
    await cameras.spec(camera_id)
    check_same(camera_id, spec)
    setup.check(spec)
    token, request = await trials.start(spec)
    return TrialReply(token=token, from_=request.start, to=request.end)


@router.get("/{token}")
async def get_trial(camera_id: CameraId, token: Token, _: AdminActor, trials: Wired[Trials]) -> TrialReportReply:  # noqa: ARG001
    """How far it is, and what it would have raised so far."""
    return TrialReportReply.model_validate(await trials.look(token))


@router.delete("/{token}", status_code=204)
async def cancel_trial(camera_id: CameraId, token: Token, _: AdminActor, trials: Wired[Trials]) -> None:  # noqa: ARG001
    """End it."""
    await trials.cancel(token)
