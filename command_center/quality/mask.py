"""A mask over the place of a false alert. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from camera_adapters.messages import CameraSpec, Purpose, Zone
from common.text import Text

ROOM = 0.15
"""Part of the box's size that the mask reaches beyond it on every side: the next false alert is never at the same
pixel. No more, because everything under a mask goes unseen."""
LEAST = 0.01
"""Room in any case, as a share of the picture: a far light is a few pixels."""


def masked(camera: CameraSpec, box: Mapping[str, float]) -> CameraSpec:
    """The camera with one more mask, around the box of an alert (fractions: x, y, w, h)."""
    number = _free_number(camera)
    name = Text(zh=f"屏蔽 {number}", en=f"Mask {number}")
    zone = Zone(id=f"mask-{number}", name=name, purpose=Purpose.MASK, polygon=_corners(box))
    return camera.model_copy(update={"zones": (*camera.zones, zone)})


def _free_number(camera: CameraSpec) -> int:
    used = {zone.id for zone in camera.zones} | {gauge.id for gauge in camera.gauges}
    return next(number for number in range(1, len(used) + 2) if f"mask-{number}" not in used)


def _corners(box: Mapping[str, float]) -> tuple[tuple[float, float], ...]:
    wide, high = max(box["w"] * ROOM, LEAST), max(box["h"] * ROOM, LEAST)
    left, top = max(0.0, box["x"] - wide), max(0.0, box["y"] - high)
    right, bottom = min(1.0, box["x"] + box["w"] + wide), min(1.0, box["y"] + box["h"] + high)
    left, top, right, bottom = (round(value, 4) for value in (left, top, right, bottom))
    return (left, top), (right, top), (right, bottom), (left, bottom)
