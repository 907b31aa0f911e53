"""Health that the adapters report to the centre: of each camera and of each worker."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, TypeAdapter

from camera_adapters.messages.keys import LIVE_REALM
from camera_adapters.messages.wire import CameraId, Wire


class Link(StrEnum):
    """Whether pictures arrive: ``stale`` after 2 s without one, ``offline`` after 8 s or when the source fails."""

    CONNECTING = "connecting"
    ONLINE = "online"
    STALE = "stale"
    OFFLINE = "offline"


class StreamFacts(Wire):
    """Measured facts of a stream, for the camera's page. Sizes in pixels, ``bitrate`` in bits a second."""

    codec: str
    width: int
    height: int
    fps: float | None = None
    gop_seconds: float | None = None
    bitrate: int | None = None


class CameraHealth(Wire):
    """The state of one camera, sent when it changes and every 5 s."""

    type: Literal["camera"] = "camera"
    realm: str = LIVE_REALM
    adapter: str
    epoch: int = 0
    camera_id: CameraId
    link: Link
    faults: tuple[str, ...] = ()
    """Kinds of ``camera_…`` faults that hold now."""
    reason: str | None = None
    """A code for which the page has words and advice: one of ``REASONS`` of the adapters' errors; and although pictures
    arrive: ``disk`` (nothing is recorded), ``detector`` (one failed, or its settings are wrong), ``low_visibility``
    (fog, heavy rain)."""
    detail: str | None = None
    """A short fact for who maintains the camera: a status, the system's name of an error, a variable; no secret."""
    last_frame_at: AwareDatetime | None = None
    reconnects: int = 0
    streams: dict[str, StreamFacts] = Field(default_factory=dict)
    at: AwareDatetime


class Heartbeat(Wire):
    """Each adapter worker's sign of life, once a second."""

    type: Literal["heartbeat"] = "heartbeat"
    realm: str = LIVE_REALM
    adapter: str
    cameras: tuple[str, ...] = ()
    spooled: int = 0
    dropped_fragments: int = 0
    pid: int = 0
    at: AwareDatetime


HealthMessage = Annotated[CameraHealth | Heartbeat, Field(discriminator="type")]

HEALTH: TypeAdapter[CameraHealth | Heartbeat] = TypeAdapter(HealthMessage)
