"""What the centre knows of the cameras that alerts speak of, removed ones too."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from command_center.cameras.repository import camera

Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """A camera as far as alerts and incidents need it."""

    camera_id: str
    name: Names
    hotspot: str
    position: Mapping[str, float]
    zones: Mapping[str, Names]


async def places(connection: AsyncConnection, camera_ids: Collection[str]) -> dict[str, Place]:
    """The known ones of these cameras, by id."""
    if not camera_ids:
        return {}
    spec = camera.c.spec
    query = sa.select(camera.c.id, spec["name"], spec["hotspot"], spec["position"], spec["zones"])
    rows = await connection.execute(query.where(camera.c.id.in_(camera_ids)))
    return {
        camera_id: Place(camera_id, name, hotspot, position, {zone["id"]: zone["name"] for zone in zones})
        for camera_id, name, hotspot, position, zones in rows
    }
