"""What a recorded segment is called, what is announced of it, and the marker beside one that is still open."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from camera_adapters.messages import SegmentMessage

MARKER = ".open"
NAME = re.compile(r"(\d{8}T\d{9})Z-e(\d+)")
"""A segment's name without its suffix: start (UTC, milliseconds) and epoch."""

StreamName = Literal["main", "sub"]
Announce = Callable[[SegmentMessage], None]
"""Must not raise: recording goes on while nobody can be told."""


@dataclass(frozen=True, slots=True)
class SegmentFacts:
    """What stands in every announcement of one segment."""

    adapter: str
    camera_id: str
    stream: StreamName
    epoch: int
    started_at: datetime
    discontinuity: bool
    codec: str

    @property
    def path(self) -> str:
        """Relative to the recordings folder, with ``/``."""
        at = self.started_at.astimezone(UTC)
        name = f"{at:%Y%m%dT%H%M%S}{at.microsecond // 1000:03d}Z-e{self.epoch}.mp4"
        return f"{self.camera_id}/{self.stream}/{at:%Y%m%d}/{name}"

    def message(self, kind: Literal["opened", "closed", "expired"], **known: float | int | str) -> SegmentMessage:
        """An announcement; ``known`` are duration, bytes, sha256 of a closed one."""
        return SegmentMessage.model_validate(
            {
                "type": kind,
                "adapter": self.adapter,
                "camera_id": self.camera_id,
                "stream": self.stream,
                "epoch": self.epoch,
                "path": self.path,
                "started_at": self.started_at,
                "discontinuity": self.discontinuity,
                "codec": self.codec,
                **known,
            }
        )

    def closed(self, duration: float, size: int, sha256: str) -> SegmentMessage:
        """The announcement of the finished file; seconds, bytes, hexadecimal digest."""
        return self.message("closed", duration=round(duration, 6), bytes=size, sha256=sha256)

    def a_millisecond_later(self) -> SegmentFacts:
        """The same under the next free name, where two segments begin in the same millisecond."""
        return replace(self, started_at=self.started_at + timedelta(milliseconds=1))


def marker_of(file: Path) -> Path:
    """The file that stands beside ``file`` while it is open."""
    return file.with_suffix(MARKER)
