"""The desired state: what an adapter must know to run a camera."""

from __future__ import annotations

from enum import StrEnum
from itertools import pairwise
from typing import Literal

from pydantic import Field, field_validator, model_validator

from camera_adapters.messages.streams import RecordedStream, Stream
from camera_adapters.messages.wire import AreaId, CameraId, Point, Setting, Unit
from common.text import Strict, Text

SOURCE_SCHEMES = ("rtsp", "rtsps", "file", "scene")
"""Kinds of URL that adapters can open. Whoever takes a camera from a person checks it; ``CameraSpec`` does not, so that
a centre that knows one kind less still reads what a newer one has stored."""


class Position(Strict):
    """WGS84, degrees."""

    lon: float = Field(ge=-180, le=180)
    lat: float = Field(ge=-90, le=90)


class Purpose(StrEnum):
    """What a zone of the picture is drawn for."""

    WATCH = "watch"
    """Detectors that name it look here."""
    MASK = "mask"
    """Nothing seen here counts, for any detector."""
    SKY = "sky"
    WATER = "water"
    GROUND = "ground"
    """Normally dry."""
    LINE = "line"
    """An open line of two or more points, for crossing; seen from the first point, in is to the right."""


class Zone(Strict):
    """A named part of the picture; corners as fractions of width and height from the top left."""

    id: AreaId
    name: Text
    purpose: Purpose = Purpose.WATCH
    polygon: tuple[Point, ...] = Field(min_length=2, max_length=64)

    @model_validator(mode="after")
    def _closes(self) -> Zone:
        if self.purpose is not Purpose.LINE and len(self.polygon) < 3:
            raise ValueError("a polygon needs at least 3 corners; only a line has 2")
        return self


class Gauge(Strict):
    """A water gauge in the picture: where it is read, and what its rows mean.

    ``points`` are pairs of a row (fraction of the picture's height) and metres above the station's datum; a ``bank``
    has none, for it only gives a trend. ``levels`` are metres by ``Mark``, or by a name of the site's own.
    """

    id: AreaId
    name: Text
    kind: Literal["board", "staff", "bank"]
    roi: tuple[Unit, Unit, Unit, Unit]
    """Left, top, width, height as fractions of the picture."""
    points: tuple[tuple[Unit, float], ...] = Field(default=(), max_length=16)
    levels: dict[str, float] = Field(default_factory=dict)
    rise_alert_m_per_h: float | None = Field(default=None, gt=0)

    @model_validator(mode="after")
    def _readable(self) -> Gauge:
        left, top, width, height = self.roi
        if width <= 0 or height <= 0 or left + width > 1.0001 or top + height > 1.0001:
            raise ValueError("the roi must lie in the picture and have a size")
        if self.kind != "bank" and len(self.points) < 2:
            raise ValueError("a gauge in metres needs at least 2 points of row and metres")
        ordered = sorted(self.points)
        if any(a[0] == b[0] or a[1] <= b[1] for a, b in pairwise(ordered)):
            raise ValueError("metres must fall from row to row down the picture")
        return self


class DetectorSpec(Strict):
    """One detector of a camera: its kind in the table of detectors, the zone it watches, and its settings."""

    kind: str = Field(pattern=r"^[a-z][a-z0-9_]{0,47}$")
    zone: str | None = None
    """A zone of the camera, or one of its gauges."""
    settings: dict[str, Setting] = Field(default_factory=dict)


class CameraSpec(Strict):
    """Everything an adapter must know to run a camera. URLs carry secrets only as ``${NAME}`` of the environment."""

    id: CameraId
    name: Text
    hotspot: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,47}$")
    position: Position
    main: str = Field(min_length=3, max_length=500)
    sub: str | None = Field(default=None, min_length=3, max_length=500)
    transport: Literal["tcp", "udp"] = "tcp"
    record: RecordedStream = Stream.SUB
    analysis_fps: float | Literal["keyframes"] = "keyframes"
    zones: tuple[Zone, ...] = ()
    gauges: tuple[Gauge, ...] = ()
    detectors: tuple[DetectorSpec, ...] = ()
    enabled: bool = True

    @property
    def sub_url(self) -> str:
        """The URL of the small stream; the main stream where a camera has only one."""
        return self.sub or self.main

    @field_validator("analysis_fps")
    @classmethod
    def _rate(cls, value: float | str) -> float | str:
        if isinstance(value, float | int) and not 0.05 <= value <= 30:
            raise ValueError("must be 'keyframes' or between 0.05 and 30 frames a second")
        return value

    @model_validator(mode="after")
    def _zones_exist(self) -> CameraSpec:
        names = [*(zone.id for zone in self.zones), *(gauge.id for gauge in self.gauges)]
        if len(set(names)) != len(names):
            raise ValueError("two zones or gauges have the same id")
        for detector in self.detectors:
            if detector.zone is not None and detector.zone not in names:
                raise ValueError(f"detector {detector.kind!r} names the zone {detector.zone!r}, which is not defined")
        return self
