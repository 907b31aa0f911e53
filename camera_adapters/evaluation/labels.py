"""Labels of recordings, ``labels.json``: what truly happens in each, and how its site is set up.

Boxes and rows are pixels of the recording, times are seconds of the recording. Corners of polygons are pixels too, or
fractions of width and height where none of them is above 1.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, field_validator, model_validator

from camera_adapters.base.errors import LabelError
from common.kinds import KnownKind

LABELS = "labels.json"
WHOLE: Literal["whole picture"] = "whole picture"
PixelBox = tuple[float, float, float, float]
"""Left, top, width, height."""
Corners = tuple[tuple[float, float], ...]
Shape = Corners | tuple[Corners, ...] | Literal["whole picture"]
"""One polygon, several, or the word for everything."""


class _Label(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class LabelledEvent(_Label):
    """Something that truly happens. ``boxes_per_second_xywh``: second of the recording → box, where it moves.

    Delays count from ``visible_s`` where it is given; what is told between ``start_s`` and it is early, and not false.
    """

    kind: KnownKind
    start_s: float = Field(ge=0)
    end_s: float
    visible_s: float | None = None
    box_xywh: PixelBox | None = None
    boxes_per_second_xywh: dict[int, PixelBox] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _lasts(self) -> LabelledEvent:
        if self.end_s <= self.start_s:
            raise ValueError(f"end_s {self.end_s:g} must be after start_s {self.start_s:g}")
        return self


class LabelledZone(_Label):
    """A zone as it would be drawn on the set-up page; ``kind`` is the detector that watches it."""

    name: str
    kind: str = "intrusion"
    polygon: Shape


class LabelledGauge(_Label):
    """A gauge as it would be drawn on the set-up page: rows in pixels from the top → metres."""

    name: str
    kind: Literal["board", "staff", "bank"]
    roi_xywh: PixelBox
    points_y_px_m: tuple[tuple[float, float], ...] = ()
    levels: dict[str, float] = Field(default_factory=dict)


class Setup(_Label):
    """What the site's set-up would say of this camera."""

    zones: tuple[LabelledZone, ...] | None = None
    """None: nothing was drawn, and the whole picture is watched. Empty: nothing is watched for intruders."""
    gauges: tuple[LabelledGauge, ...] = ()
    rise_alert_m_per_h: float | None = Field(default=None, gt=0)
    sky: Shape | None = None
    water: Shape | None = None
    ground: Shape | None = None
    warm_up_s: float | None = Field(default=None, ge=0)
    analysis_fps: float | Literal["keyframes"] = 5.0


class LabelledClip(_Label):
    """One recording. ``rendered`` tells made pictures from real ones; they are never counted together."""

    file: str = Field(min_length=1)
    hotspot: str = Field(min_length=1)
    events: tuple[LabelledEvent, ...]
    static: bool = True
    absent: tuple[str, ...] = ()
    tolerated: tuple[KnownKind, ...] = ()
    """Kinds that are true of it in a measure of which nobody need be told: an alert is neither found nor false."""
    seconds_per_frame_in_reality: float | None = Field(default=None, gt=0)
    smoke_boxes_per_frame_xywh: tuple[PixelBox | None, ...] = ()
    waterline_y_px_per_frame: tuple[float | None, ...] = ()
    setup: Setup = Setup()
    rendered: bool = False
    note: str = ""

    @field_validator("file")
    @classmethod
    def _beside(cls, value: str) -> str:
        if Path(value).is_absolute() or ".." in Path(value).parts:
            raise ValueError("must stand in the folder of the labels")
        return value


def read_labels(folder: Path) -> tuple[LabelledClip, ...]:
    """The clips that ``labels.json`` in this folder tells of; ``LabelError`` names what is wrong and where."""
    path = folder / LABELS
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise LabelError(str(path), "", "", error.strerror or str(error)) from error
    except ValueError as error:
        raise LabelError(str(path), "", "", f"is not JSON: {error}") from error
    if not isinstance(content, list) or not content:
        raise LabelError(str(path), "", "", "must be a list of recordings with at least one entry")
    clips = tuple(_read(path, number, entry) for number, entry in enumerate(content))
    for clip, number in _twice(clips):
        raise LabelError(str(path), f"{number} ({clip.file})", "file", "stands twice")
    for number, clip in enumerate(clips):
        if not (folder / clip.file).is_file():
            raise LabelError(str(path), f"{number} ({clip.file})", "file", "there is no such file in the folder")
    return clips


def _read(path: Path, number: int, entry: object) -> LabelledClip:
    name = entry.get("file") if isinstance(entry, Mapping) else None
    where = f"{number} ({name})" if isinstance(name, str) else str(number)
    try:
        return TypeAdapter(LabelledClip).validate_python(entry)
    except ValidationError as error:
        first = min(error.errors(), key=lambda each: -len(each["loc"]))
        key = ".".join(str(part) for part in first["loc"])
        raise LabelError(str(path), where, key, first["msg"]) from error


def _twice(clips: tuple[LabelledClip, ...]) -> Iterator[tuple[LabelledClip, int]]:
    seen: set[str] = set()
    for number, clip in enumerate(clips):
        if clip.file in seen:
            yield clip, number
        seen.add(clip.file)


def unknown_keys(folder: Path) -> list[str]:
    """Keys of the entries that mean nothing here, each once: a hint at a misspelt one."""
    content = json.loads((folder / LABELS).read_text(encoding="utf-8"))
    known = {*LabelledClip.model_fields, "licence", "source"}
    return sorted({str(key) for entry in content if isinstance(entry, Mapping) for key in entry} - known)


def fractions(shape: Shape, size: tuple[int, int]) -> tuple[Corners, ...]:
    """The polygons of a shape in fractions of a picture of this (width, height), kept inside it."""
    if isinstance(shape, str):
        return (((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)),)
    polygons: tuple[Corners, ...] = shape if _nested(shape) else (shape,)  # type: ignore[assignment]
    scale = size if max(max(corner) for polygon in polygons for corner in polygon) > 1.0 else (1, 1)
    return tuple(tuple((_unit(x / scale[0]), _unit(y / scale[1])) for x, y in polygon) for polygon in polygons)


def _nested(shape: Corners | tuple[Corners, ...]) -> bool:
    return isinstance(shape[0][0], tuple)


def _unit(value: float) -> float:
    return min(1.0, max(0.0, value))
