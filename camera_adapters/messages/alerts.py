"""Adapter → centre: one step of one episode of a detected condition."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from pydantic import AwareDatetime, Field, model_validator

from camera_adapters.messages.keys import LIVE_REALM
from camera_adapters.messages.wire import CameraId, StationId, Unit, Wire


class Phase(StrEnum):
    """Where an episode of a detected condition stands. An ``updated`` after ``ended``: it is back, soon enough to be
    the same."""

    RAISED = "raised"
    UPDATED = "updated"
    ENDED = "ended"


class Box(Wire):
    """Fractions of width and height: left, top, width, height."""

    x: Unit
    y: Unit
    w: Unit
    h: Unit

    @classmethod
    def inside(cls, left: float, top: float, width: float, height: float) -> Box:
        """The part of a box that lies in the picture: a tracker may reach a little out of it, a message may not."""
        x, y = (min(1.0, max(0.0, value)) for value in (left, top))
        return cls(x=x, y=y, w=min(max(0.0, width), 1.0 - x), h=min(max(0.0, height), 1.0 - y))


STATION_PREFIX = "station:"
"""No camera's id holds a colon."""


def station_origin(station_id: str) -> str:
    """A station as the origin of alerts."""
    return f"{STATION_PREFIX}{station_id}"


class EpisodeStep(Wire):
    """One step of one episode, whoever says it: ``event_id`` is unique for ever, ``seq`` grows within its episode."""

    event_id: UUID
    episode_id: UUID
    seq: int = Field(ge=0)
    phase: Phase
    kind: str
    zone: str | None = None
    place: str = ""
    """Where in the picture, coarse enough to be the same for the same thing (a grid cell or a track id); of a water
    level the mark that is reached."""
    score: float = Field(ge=0.0, le=1.0)
    value: float | None = None
    unit: str | None = None
    box: Box | None = None
    started_at: AwareDatetime
    """When the condition began."""
    captured_at: AwareDatetime
    """When the frame that this message speaks of was captured."""
    detector: str = ""
    """Kind and version of the detector that saw it, ``intrusion/1``."""
    evidence: dict[str, float] = Field(default_factory=dict)


class AlertMessage(EpisodeStep):
    """A step with its sender: exactly one of camera and station says it."""

    realm: str = LIVE_REALM
    adapter: str
    epoch: int = 0
    camera_id: CameraId | None = None
    station_id: StationId | None = None
    published_at: AwareDatetime

    @model_validator(mode="after")
    def _one_origin(self) -> AlertMessage:
        if (self.camera_id is None) == (self.station_id is None):
            raise ValueError("exactly one of camera_id and station_id must be given")
        return self

    @property
    def origin(self) -> str:
        """Who says it, unlike every other camera and station."""
        return self.camera_id or station_origin(str(self.station_id))

    @property
    def dedup_key(self) -> str:
        """The same thing at the same place: at most one open alert a realm."""
        return "|".join((self.origin, self.zone or "", self.kind, self.place))
