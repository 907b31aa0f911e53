"""Detectors over HTTP: what they can be set to, for the set-up page."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends

from camera_adapters.messages import DetectorInfo
from command_center.auth.model import Actor
from command_center.base.schemas import Reply
from command_center.cameras.service import Cameras
from command_center.web.guards import require
from command_center.web.ownership import Kind, anyones
from command_center.web.wiring import Wired

router = APIRouter(prefix="/api/detectors", tags=["cameras"])

SignedIn = Annotated[Actor, Depends(require(of=anyones(Kind.SITE)))]


class CatalogueReply(Reply):
    """``known`` is False while no adapter has ever run: then nothing can be said about settings."""

    known: bool
    detectors: list[DetectorInfo]


@router.get("")
async def list_detectors(_: SignedIn, cameras: Wired[Cameras]) -> CatalogueReply:
    """Every kind of detector with its settings and their bounds, as the adapters last said."""
    catalogue = cameras.catalogue
    return CatalogueReply(known=catalogue is not None, detectors=list(catalogue.detectors) if catalogue else [])
