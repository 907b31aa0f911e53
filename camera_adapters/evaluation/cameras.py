"""From labels to a camera as its site would have set it up, with every detector that fits its hotspot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from camera_adapters.base.errors import LabelError
from camera_adapters.detectors.movement import intrusion, line_crossing
from camera_adapters.detectors.table import DETECTORS
from camera_adapters.detectors.water import water_level
from camera_adapters.evaluation.labels import LABELS, WHOLE, LabelledClip, LabelledGauge, Shape, fractions
from camera_adapters.messages import CameraSpec, Purpose

HOTSPOTS = frozenset({"camera"}).union(*(entry.hotspots for entry in DETECTORS.values()))
"""What labels may call the place: a kind of hotspot, or a camera of which only the faults and zones matter."""
DEFAULT_HOTSPOT = "mountain"
"""What a place of another name is taken for."""
ZONE_DETECTOR = intrusion.ENTRY.name
"""What watches a drawn zone of which the labels say nothing more."""
GAUGE_DETECTOR = water_level.ENTRY.name
GROUND = "area-ground"
LINE = line_crossing.ENTRY.name


def camera_of(clip: LabelledClip, size: tuple[int, int]) -> CameraSpec:
    """The camera of a clip whose pictures have this (width, height); ``LabelError`` when the labels cannot be one."""
    zones = list(_zones(clip, size))
    content: dict[str, Any] = {
        "id": "clip",
        "name": {"zh": clip.file[:80], "en": clip.file[:80]},
        "hotspot": zone_id(clip.hotspot),
        "position": {"lon": 0.0, "lat": 0.0},
        "main": f"file:{clip.file}"[:500],
        "analysis_fps": clip.setup.analysis_fps,
        "zones": zones,
        "gauges": [_gauge(gauge, clip, size) for gauge in clip.setup.gauges],
        "detectors": list(_detectors(clip, [zone["id"] for zone in zones if zone["purpose"] in ("watch", "line")])),
    }
    try:
        return CameraSpec.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(("setup", *(str(part) for part in first["loc"])))
        raise LabelError(LABELS, clip.file, key, first["msg"]) from error


def _zones(clip: LabelledClip, size: tuple[int, int]) -> Iterator[dict[str, Any]]:
    for zone in clip.setup.zones or ():
        purpose = "line" if zone.kind == LINE else "watch"
        yield from _drawn(zone_id(zone.name), zone.name, purpose, zone.polygon, size)
    if clip.setup.zones is None:
        yield from _drawn("whole", "whole", "watch", WHOLE, size)
    for purpose in ("sky", "water", "ground"):
        shape: Shape | None = getattr(clip.setup, purpose)
        if shape is not None:
            yield from _drawn(f"area-{purpose}", purpose, purpose, shape, size)


def _drawn(zone: str, name: str, purpose: str, shape: Shape, size: tuple[int, int]) -> Iterator[dict[str, Any]]:
    for number, polygon in enumerate(fractions(shape, size)):
        ending = f"-{number + 1}" if number else ""
        yield {
            "id": f"{zone}{ending}",
            "name": {"zh": name, "en": name},
            "purpose": purpose,
            "polygon": polygon,
        }


def _gauge(gauge: LabelledGauge, clip: LabelledClip, size: tuple[int, int]) -> dict[str, Any]:
    width, height = size
    left, top, wide, high = gauge.roi_xywh
    return {
        "id": zone_id(gauge.name),
        "name": {"zh": gauge.name, "en": gauge.name},
        "kind": gauge.kind,
        "roi": (left / width, top / height, wide / width, high / height),
        "points": [(row / height, metres) for row, metres in gauge.points_y_px_m],
        "levels": gauge.levels,
        "rise_alert_m_per_h": clip.setup.rise_alert_m_per_h,
    }


def _detectors(clip: LabelledClip, watched: list[str]) -> Iterator[dict[str, Any]]:
    """One of each zone for the zone's own kind, one of the camera for each other kind that fits, one a gauge."""
    kinds = {zone_id(zone.name): zone.kind for zone in clip.setup.zones or ()}
    for zone in watched:
        kind = kinds.get(zone, ZONE_DETECTOR)
        yield {"kind": kind if kind in DETECTORS else ZONE_DETECTOR, "zone": zone}
    place = clip.hotspot if clip.hotspot in HOTSPOTS else DEFAULT_HOTSPOT
    for name, entry in DETECTORS.items():
        if place not in entry.hotspots or name in kinds.values():
            continue
        if not entry.needs_zone:
            yield {"kind": name}
        elif Purpose.GROUND in entry.takes and clip.setup.ground is not None:
            yield {"kind": name, "zone": GROUND}
    for gauge in clip.setup.gauges:
        yield {"kind": GAUGE_DETECTOR, "zone": zone_id(gauge.name)}


def zone_id(name: str) -> str:
    """The name in the letters of an identifier."""
    return re.sub(r"[^a-z0-9_-]+", "-", name.lower()).strip("-_")[:48] or "zone"
