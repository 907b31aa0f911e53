"""Recordings: which files there are (adapters to centre), and which of them must be kept (centre to adapters)."""

from __future__ import annotations

from typing import Literal

from pydantic import AwareDatetime, Field, TypeAdapter

from camera_adapters.messages.keys import LIVE_REALM
from camera_adapters.messages.streams import RecordedStream
from camera_adapters.messages.wire import CameraId, Wire

PROTECTED_KEY = "protected"
"""Hash by which the centre keeps recordings from deletion: one field a camera id holding ``PROTECTED_RANGES`` as JSON,
and ``updated_at`` (ISO 8601, UTC), rewritten at least every 5 minutes. When it is older than 10 minutes the adapters do
not trust it: they then delete nothing younger than 24 h, and nothing at all unless the disk is nearly full."""

PROTECTED_UPDATED_FIELD = "updated_at"

PROTECTED_RANGES: TypeAdapter[tuple[tuple[AwareDatetime, AwareDatetime | None], ...]] = TypeAdapter(
    tuple[tuple[AwareDatetime, AwareDatetime | None], ...]
)
"""JSON list of ``[from, to]`` in UTC; ``to`` is null while the end is open."""


class SegmentMessage(Wire):
    """A recording file was opened or closed, or is being deleted (``expired``)."""

    type: Literal["opened", "closed", "expired"]
    realm: str = LIVE_REALM
    adapter: str
    camera_id: CameraId
    stream: RecordedStream
    epoch: int
    path: str = Field(pattern=r"^[A-Za-z0-9_\-./]+$", max_length=300)
    """Relative to the recordings folder."""
    started_at: AwareDatetime
    duration: float | None = None
    """Seconds; absent while the file is open."""
    bytes: int | None = None
    """Size of the file; absent while it is open."""
    sha256: str | None = None
    """Of the whole file, hexadecimal; only of a closed one."""
    discontinuity: bool = False
    """True when frames are missing between the segment before and this one."""
    codec: str | None = None
