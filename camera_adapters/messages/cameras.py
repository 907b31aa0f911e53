"""The desired state: what an adapter must know to run a camera."""

from __future__ import annotations

from enum import StrEnum
from itertools import pairwise
from typing import Literal

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

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

    @field_validator("polygon")
    @classmethod
    def _closes(cls, polygon: tuple[Point, ...], given: ValidationInfo) -> tuple[Point, ...]:
        if given.data.get("purpose") is not Purpose.LINE and len(polygon) < 3:
            raise PydanticCustomError("zone_corners", "a polygon needs at least 3 corners; only a line has 2")
        return polygon


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
    points: tuple[tuple[Unit, float], ...] = Field(default=(), max_length=16, validate_default=True)
    levels: dict[str, float] = Field(default_factory=dict)
    rise_alert_m_per_h: float | None = Field(default=None, gt=0)

    @field_validator("roi")
    @classmethod
    def _in_the_picture(cls, roi: tuple[Unit, Unit, Unit, Unit]) -> tuple[Unit, Unit, Unit, Unit]:
        left, top, width, height = roi
        if width <= 0 or height <= 0 or left + width > 1.0001 or top + height > 1.0001:
            raise PydanticCustomError("gauge_place", "the roi must lie in the picture and have a size")
        return roi

    @field_validator("points")
    @classmethod
    def _readable(cls, points: tuple[tuple[Unit, float], ...], given: ValidationInfo) -> tuple[tuple[Unit, float], ...]:
        if given.data.get("kind") != "bank" and len(points) < 2:
            raise PydanticCustomError("gauge_points", "a gauge in metres needs at least 2 points of row and metres")
        if any(a[0] == b[0] or a[1] <= b[1] for a, b in pairwise(sorted(points))):
            raise PydanticCustomError("gauge_order", "metres must fall from row to row down the picture")
        return points


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
    gauges: tuple[Gauge, ...] = Field(default=(), validate_default=True)
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
            raise PydanticCustomError("analysis_rate", "must be 'keyframes' or between 0.05 and 30 frames a second")
        return value

    @field_validator("gauges")
    @classmethod
    def _once_each(cls, gauges: tuple[Gauge, ...], given: ValidationInfo) -> tuple[Gauge, ...]:
        names = [*(zone.id for zone in given.data.get("zones", ())), *(gauge.id for gauge in gauges)]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise PydanticCustomError("area_twice", "two zones or gauges have the id {id}", {"id": twice})
        return gauges

    @field_validator("detectors")
    @classmethod
    def _zones_exist(cls, detectors: tuple[DetectorSpec, ...], given: ValidationInfo) -> tuple[DetectorSpec, ...]:
        if not {"zones", "gauges"} <= given.data.keys():
            return detectors  # what is wrong with those is told
        names = {None, *(area.id for area in (*given.data["zones"], *given.data["gauges"]))}
        for detector in detectors:
            if detector.zone not in names:
                raise PydanticCustomError(
                    "area_unknown",
                    "detector '{kind}' names the zone '{zone}', which is not defined",
                    {"kind": detector.kind, "zone": str(detector.zone)[:48]},
                )
        return detectors
