"""Site over HTTP: what every page needs to know of the place."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends

from command_center import __version__
from command_center.auth.model import Actor
from command_center.base.errors import NotFound
from command_center.base.schemas import Reply, TextReply
from command_center.base.settings import Settings
from command_center.site.model import HotspotKind, Hotspots
from command_center.web.downloads import StoredFile
from command_center.web.guards import require
from command_center.web.ownership import Kind, anyones
from command_center.web.refusals import file_of, refusals
from command_center.web.wiring import Wired

router = APIRouter(prefix="/api", tags=["site"])

SignedIn = Annotated[Actor, Depends(require(of=anyones(Kind.SITE)))]


class HotspotReply(Reply):
    id: str
    kind: HotspotKind
    name: TextReply


class SiteReply(Reply):
    name: TextReply
    time_zone: str
    hotspots: list[HotspotReply]
    version: str


@router.get("/site")
async def site(_: SignedIn, hotspots: Wired[Hotspots], settings: Wired[Settings]) -> SiteReply:
    """Name, time zone and hotspots."""
    known = hotspots
    return SiteReply(
        name=TextReply.model_validate(known.name),
        time_zone=settings.time_zone,
        hotspots=[HotspotReply.model_validate(hotspot) for hotspot in known.hotspots],
        version=__version__,
    )


@router.get("/map", response_class=StoredFile, responses=file_of("application/geo+json", ranges=True) | refusals(404))
async def site_map(_: SignedIn, settings: Wired[Settings]) -> StoredFile:
    """The site's map as GeoJSON, WGS84."""
    path = settings.map_file
    if not path.is_file():
        raise NotFound("no_map", "未配置地图数据", "No map is configured")
    return StoredFile(path, media_type="application/geo+json", headers={"Cache-Control": "no-cache"})
