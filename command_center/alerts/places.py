"""What the centre knows of the cameras and stations that alerts speak of, removed ones too."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from camera_adapters.messages import STATION_PREFIX
from command_center.cameras.repository import camera

Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """A camera or station as far as alerts and incidents need it."""

    origin: str
    name: Names
    hotspot: str
    position: Mapping[str, float]
    zones: Mapping[str, Names]
    """Of a camera: its zones and gauges, by id."""


async def places(connection: AsyncConnection, origins: Collection[str]) -> dict[str, Place]:
    """The known ones of these cameras, by origin."""
    camera_ids = [origin for origin in origins if not origin.startswith(STATION_PREFIX)]
    if not camera_ids:
        return {}
    spec = camera.c.spec
    query = sa.select(camera.c.id, spec["name"], spec["hotspot"], spec["position"], spec["zones"], spec["gauges"])
    rows = await connection.execute(query.where(camera.c.id.in_(camera_ids)))
    return {
        camera_id: Place(
            camera_id, name, hotspot, position, {one["id"]: one["name"] for one in (*zones, *(gauges or ()))}
        )
        for camera_id, name, hotspot, position, zones, gauges in rows
    }
