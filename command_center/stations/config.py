"""The stations of the site, from ``stations.yaml``. Pure but for reading the file."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Literal

from pydantic import Field

from camera_adapters.messages import Position, StationId
from command_center.base.errors import ConfigError
from command_center.base.yaml_file import YamlFile
from common.text import Strict, Text
from common.water_marks import FLOOD_SEASON, Season

Metres = float


class Station(Strict):
    """One station. ``levels`` are metres above its datum by ``Mark``, or by a name of the site's own."""

    id: StationId
    name: Text
    hotspot: str
    kind: Literal["river", "reservoir"]
    position: Position | None = None
    datum: Text | None = None
    levels: dict[str, Metres] = Field(default_factory=dict)
    deadband_m: float = Field(default=0.02, ge=0, le=1)
    rise_alert_m_per_h: float | None = Field(default=None, gt=0)
    rain_alert_mm_per_h: float | None = Field(default=None, gt=0)
    plausible_m: tuple[Metres, Metres] | None = None
    """What lies outside is a fault of the sensor and no level."""
    stale_minutes: float = Field(default=30, ge=1, le=1440)
    """After so long without a reading the station is silent."""


class Stations(Strict):
    """Content of ``stations.yaml``."""

    flood_season: Season = FLOOD_SEASON
    stations: tuple[Station, ...] = ()

    def find(self, station_id: str) -> Station | None:
        return next((station for station in self.stations if station.id == station_id), None)


def read_stations(path: Path, hotspots: Collection[str]) -> Stations:
    """The stations; none where there is no file. Raises ConfigError with every problem of the file."""
    if not path.exists():
        return Stations()
    file = YamlFile(path)
    read = file.read(Stations)
    problems = file.repeated("stations", [station.id for station in read.stations])
    for index, station in enumerate(read.stations):
        if station.hotspot not in hotspots:
            problems.append(file.problem(["stations", index, "hotspot"], f"there is no hotspot {station.hotspot!r}"))
        if station.plausible_m is not None and station.plausible_m[0] >= station.plausible_m[1]:
            problems.append(file.problem(["stations", index, "plausible_m"], "the first must be below the second"))
    if problems:
        raise ConfigError(problems)
    return read
