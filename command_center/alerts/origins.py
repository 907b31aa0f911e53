"""Origins of alerts: what the centre knows of their cameras and stations, removed ones too."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from camera_adapters.messages import STATION_PREFIX, station_origin
from command_center.cameras.repository import camera
from command_center.stations.repository import station

Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Origin:
    """A camera or station as far as alerts and incidents need it."""

    origin: str
    name: Names
    hotspot: str
    position: Mapping[str, float] | None
    zones: Mapping[str, Names]
    """Of a camera: its zones and gauges, by id."""


async def origins_of(connection: AsyncConnection, origins: Collection[str]) -> dict[str, Origin]:
    """The known ones of these cameras and stations, by origin."""
    stations = [origin.removeprefix(STATION_PREFIX) for origin in origins if origin.startswith(STATION_PREFIX)]
    return {
        **await _cameras(connection, [origin for origin in origins if not origin.startswith(STATION_PREFIX)]),
        **await _stations(connection, stations),
    }


async def _stations(connection: AsyncConnection, station_ids: Collection[str]) -> dict[str, Origin]:
    if not station_ids:
        return {}
    spec = station.c.spec
    query = sa.select(station.c.id, spec["name"], spec["hotspot"], spec["position"])
    rows = await connection.execute(query.where(station.c.id.in_(station_ids)))
    return {
        station_origin(station_id): Origin(station_origin(station_id), name, hotspot, position, {})
        for station_id, name, hotspot, position in rows
    }


async def _cameras(connection: AsyncConnection, camera_ids: Collection[str]) -> dict[str, Origin]:
    if not camera_ids:
        return {}
    spec = camera.c.spec
    query = sa.select(camera.c.id, spec["name"], spec["hotspot"], spec["position"], spec["zones"], spec["gauges"])
    rows = await connection.execute(query.where(camera.c.id.in_(camera_ids)))
    return {
        camera_id: Origin(
            camera_id, name, hotspot, position, {one["id"]: one["name"] for one in (*zones, *(gauges or ()))}
        )
        for camera_id, name, hotspot, position, zones, gauges in rows
    }
