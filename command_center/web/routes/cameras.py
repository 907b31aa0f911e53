"""The cameras over HTTP."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response

from camera_adapters.messages import CameraId, CameraSpec, DetectorSpec, Gauge, Link, RecordedStream, Zone
from command_center.auth.model import ADMINS, Actor, person_of
from command_center.base.errors import Invalid
from command_center.base.schemas import Count, PositionReply, Reply, TextReply
from command_center.cameras.change import ChangeSource
from command_center.cameras.model import CameraState
from command_center.cameras.service import Cameras
from command_center.cameras.setup import CameraSetup, Cause
from command_center.tasks.visibility import Visibility
from command_center.web.guards import require
from command_center.web.ownership import OWN_CAMERA, Kind, anyones
from command_center.web.paging import Page, PagingDep
from command_center.web.wiring import Wired
from common import camera_urls
from common.text import FieldWords

router = APIRouter(prefix="/api/cameras", tags=["cameras"])

SignedIn = Annotated[Actor, Depends(require(of=OWN_CAMERA))]
AdminActor = Annotated[Actor, Depends(require(*ADMINS, of=anyones(Kind.CAMERA)))]


class CameraReply(Reply):
    id: str
    name: TextReply
    hotspot: str
    position: PositionReply
    record: RecordedStream
    has_main: bool
    enabled: bool
    analysis_fps: float | Literal["keyframes"]
    zones: list[Zone]
    gauges: list[Gauge]
    detectors: list[DetectorSpec]
    main: str
    sub: str | None
    state: CameraState


def camera_reply(camera: CameraSpec, state: CameraState) -> CameraReply:
    """A camera as every signed-in person may see it: its URLs without user, password and query."""
    return CameraReply(
        id=camera.id,
        name=TextReply.model_validate(camera.name),
        hotspot=camera.hotspot,
        position=PositionReply.model_validate(camera.position),
        record=camera.record,
        has_main=camera.sub is not None and camera.sub != camera.main,
        enabled=camera.enabled,
        analysis_fps=camera.analysis_fps,
        zones=list(camera.zones),
        gauges=list(camera.gauges),
        detectors=list(camera.detectors),
        main=camera_urls.shown(camera.main),
        sub=None if camera.sub is None else camera_urls.shown(camera.sub),
        state=state,
    )


def _matches(camera: CameraSpec, words: str) -> bool:
    text = f"{camera.id} {camera.name.zh} {camera.name.en} {camera.hotspot}".casefold()
    return all(word in text for word in words.casefold().split())


@router.get("")
async def list_cameras(
    actor: SignedIn,
    paging: PagingDep,
    cameras: Wired[Cameras],
    visibility: Wired[Visibility],
    hotspot: str | None = None,
    link: Link | None = None,
    q: Annotated[str, Query(max_length=100)] = "",
) -> Page[CameraReply]:
    """Cameras in the order of the site's file; to a responder those at their incidents."""
    shown = await visibility.camera_ids(actor)
    found = [
        camera_reply(camera, cameras.state_of(camera))
        for camera in await cameras.specs()
        if (shown is None or camera.id in shown)
        and (hotspot is None or camera.hotspot == hotspot)
        and _matches(camera, q)
    ]
    found = [camera for camera in found if link is None or camera.state.link is link]
    items = found[paging.offset : paging.offset + paging.page_size]
    return paging.of(items, len(found))


@router.get("/{camera_id}")
async def get_camera(
    camera_id: CameraId, actor: SignedIn, cameras: Wired[Cameras], visibility: Wired[Visibility]
) -> CameraReply:
    """One camera."""
    camera = await cameras.spec(camera_id)
    await visibility.camera(actor, camera_id)
    return camera_reply(camera, cameras.state_of(camera))


def check_same(camera_id: str, spec: CameraSpec) -> None:
    """The id in the address and in the body must agree. Raises Invalid."""
    if spec.id != camera_id:
        fields = {"id": FieldWords(zh="与地址中的编号不同", en="differs from the address")}
        raise Invalid("other_camera", "编号与地址不一致", "The id differs from the address", fields=fields)


@router.get("/{camera_id}/spec")
async def get_spec(camera_id: CameraId, _: AdminActor, cameras: Wired[Cameras]) -> CameraSpec:
    """The whole specification as the file writes it; secrets are only ``${NAME}`` in it."""
    return await cameras.spec(camera_id)


@router.put("/{camera_id}/spec", responses={201: {"model": CameraReply, "description": "The camera is new"}})
async def put_spec(
    camera_id: CameraId,
    spec: CameraSpec,
    actor: AdminActor,
    setup: Wired[CameraSetup],
    cameras: Wired[Cameras],
    response: Response,
    since: Annotated[Count | None, Query()] = None,
    new: bool = False,
) -> CameraReply:
    """Replace a camera's specification, or add a camera (201); the adapters follow within seconds, without a restart.

    ``since`` is the number of the last change that the writer knew of: what others changed after it stays, and a camera
    that was removed meanwhile is not added again. ``new`` adds one and never replaces another.
    """
    check_same(camera_id, spec)
    cause = Cause(person_of(actor), ChangeSource.PAGE)
    change = await setup.add(spec, cause) if new else await setup.replace(spec, cause, since)
    if change is not None and change.draft.before is None:
        response.status_code = 201
    stored = await cameras.spec(camera_id)
    return camera_reply(stored, cameras.state_of(stored))
