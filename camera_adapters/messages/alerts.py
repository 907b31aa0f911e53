"""Adapter → centre: one step of one episode of a detected condition."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from pydantic import AwareDatetime, Field, model_validator

from camera_adapters.messages.keys import LIVE_REALM
from camera_adapters.messages.wire import CameraId, StationId, Unit, Wire
from common.kinds import kind_of


class Phase(StrEnum):
    """Kind of a step of an episode. An ``updated`` after ``ended`` says that the condition came back within the
    cool-down of its rule and is the same episode."""

    RAISED = "raised"
    UPDATED = "updated"
    ENDED = "ended"


class Box(Wire):
    """Box in a picture: ``x`` and ``w`` in fractions of its width, ``y`` and ``h`` of its height, from the top left."""

    x: Unit
    y: Unit
    w: Unit
    h: Unit

    @classmethod
    def inside(cls, left: float, top: float, width: float, height: float) -> Box:
        """The part of a box that lies in the picture: a tracker's box may reach out of it, a message's may not."""
        x, y = (min(1.0, max(0.0, value)) for value in (left, top))
        return cls(x=x, y=y, w=min(max(0.0, width), 1.0 - x), h=min(max(0.0, height), 1.0 - y))


STATION_PREFIX = "station:"
"""Begins the origin of a station; no id of a camera holds a colon."""


def station_origin(station_id: str) -> str:
    """``AlertMessage.origin`` of a station."""
    return f"{STATION_PREFIX}{station_id}"


class EpisodeStep(Wire):
    """One step of one episode, of a camera or a station."""

    event_id: UUID
    """Unique for ever; a message that comes twice is stored once."""
    episode_id: UUID
    seq: int = Field(ge=0)
    """Grows within the episode; a lower one than the last is late."""
    phase: Phase
    kind: str
    """Name of a record in ``common.kinds``; the centre also takes one it does not know."""
    zone: str | None = None
    place: str = ""
    """Where in the picture, coarse enough to be the same for the same thing (a grid cell or a track id); of a water
    level the mark that is reached."""
    score: float = Field(ge=0.0, le=1.0)
    """How sure the detector is, 0 to 1."""
    value: float | None = None
    """What was measured, in ``unit``."""
    unit: str | None = None
    box: Box | None = None
    started_at: AwareDatetime
    """When the condition began."""
    captured_at: AwareDatetime
    """When the frame of this step was captured."""
    detector: str = ""
    """Kind and version of the detector, ``intrusion/1``."""
    evidence: dict[str, float] = Field(default_factory=dict)
    """Figures that explain the decision; their names depend on the detector."""


class AlertMessage(EpisodeStep):
    """A step with its sender. Exactly one of ``camera_id`` and ``station_id`` is given."""

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
        """Id of the camera, or ``station:`` and the id of the station; unique among both."""
        return self.camera_id or station_origin(str(self.station_id))

    @property
    def dedup_key(self) -> str:
        """Key of the same kind at the same place of one origin: a realm has at most one open alert with it. All marks
        of one gauge have one key."""
        place = "" if self.mark else self.place
        return "|".join((self.origin, self.zone or "", self.kind, place))

    @property
    def mark(self) -> str:
        """The mark that is reached; empty where the kind has none."""
        return self.place if kind_of(self.kind).by_mark else ""
