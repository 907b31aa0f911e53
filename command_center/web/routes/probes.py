"""Probes of cameras over HTTP: a picture of a camera before it is stored, or why there is none."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from camera_adapters.messages import CameraId, CameraSpec, ProbePhase, RecordedStream
from command_center.auth import journal
from command_center.auth.model import ADMINS, Actor
from command_center.base.clock import Clock
from command_center.base.db import Database
from command_center.base.schemas import Reply
from command_center.cameras.probes import Probes
from command_center.cameras.setup import CameraSetup
from command_center.web.guards import require
from command_center.web.ownership import Kind, anyones
from command_center.web.routes.cameras import check_same
from command_center.web.wiring import Wired
from common.camera_urls import shown

router = APIRouter(prefix="/api/cameras/{camera_id}/probes", tags=["cameras"])

AdminActor = Annotated[Actor, Depends(require(*ADMINS, of=anyones(Kind.CAMERA)))]
Token = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{8,64}$")]


class ProbeReply(Reply):
    token: str


class ProbedStreamReply(Reply):
    """``reason`` and ``detail`` where there is no picture; ``jpeg`` in base64."""

    stream: RecordedStream
    reason: str | None
    detail: str | None
    codec: str | None
    width: int | None
    height: int | None
    jpeg: str | None


class ProbeReportReply(Reply):
    """``nobody``: no adapter took it, none runs or each has a probe under way."""

    phase: ProbePhase
    adapter: str | None
    streams: list[ProbedStreamReply]


@router.post("")
async def start_probe(
    camera_id: CameraId,
    spec: CameraSpec,
    actor: AdminActor,
    setup: Wired[CameraSetup],
    probes: Wired[Probes],
    database: Wired[Database],
    clock: Wired[Clock],
) -> ProbeReply:
    """Let an adapter open the addresses of a camera that need not exist yet; nothing is stored but who looked where."""
    check_same(camera_id, spec)
    setup.check(spec)
    hosts = " ".join(shown(address) for address in (spec.main, spec.sub) if address)
    note = journal.Note(clock.now(), actor.id, "camera_looked_at", "camera", camera_id, {"address": hosts})
    async with database.transaction() as connection:
        await journal.append(connection, note)
    return ProbeReply(token=await probes.start(spec))


@router.get("/{probe_token}")
async def get_probe(camera_id: CameraId, probe_token: Token, _: AdminActor, probes: Wired[Probes]) -> ProbeReportReply:  # noqa: ARG001
    """What has been found so far."""
    return ProbeReportReply.model_validate(await probes.look(probe_token))
