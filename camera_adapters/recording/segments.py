"""Segments: the name of a file, its announcement, and the marker beside one that is still open."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path, PurePath
from typing import Literal, NamedTuple

from camera_adapters.messages import RecordedStream, SegmentMessage, Stream

MARKER = ".open"
_STEM = re.compile(r"(\d{8}T\d{9})Z-e(\d+)")
"""A segment's name without its suffix: start (UTC, milliseconds) and epoch."""

Announce = Callable[[SegmentMessage], None]
"""Takes the announcement of a segment. It must not raise: recording continues while no server can be reached."""


class SegmentName(NamedTuple):
    """What a segment file is called by: ``camera/stream/day/start-eN.mp4``; the start to the millisecond."""

    camera_id: str
    stream: RecordedStream
    started_at: datetime
    epoch: int

    @property
    def path(self) -> str:
        """Relative to the recordings folder, with ``/``."""
        at = self.started_at.astimezone(UTC)
        name = f"{at:%Y%m%dT%H%M%S}{at.microsecond // 1000:03d}Z-e{self.epoch}.mp4"
        return f"{day_folder(self.camera_id, self.stream, at.date())}/{name}"

    @classmethod
    def parse(cls, file: PurePath) -> SegmentName | None:
        """The name of a segment file, or of the marker beside it; None where no recorder has named it so."""
        match = _STEM.fullmatch(file.stem)
        if match is None:
            return None
        camera_id, stream, _day, _file = file.parts[-4:]
        started_at = datetime.strptime(f"{match[1]}000+0000", "%Y%m%dT%H%M%S%f%z")
        return cls(camera_id, Stream.MAIN if stream == Stream.MAIN else Stream.SUB, started_at, int(match[2]))


def day_folder(camera_id: str, stream: RecordedStream, day: date) -> str:
    """Folder of the segments that began on this day (UTC), relative to the recordings folder."""
    return f"{camera_id}/{stream}/{day:%Y%m%d}"


@dataclass(frozen=True, slots=True)
class SegmentFacts:
    """Facts of one segment that every announcement of it carries."""

    adapter: str
    name: SegmentName
    discontinuity: bool
    codec: str

    @property
    def path(self) -> str:
        """Relative to the recordings folder, with ``/``."""
        return self.name.path

    def message(self, kind: Literal["opened", "closed", "expired"], **known: float | int | str) -> SegmentMessage:
        """An announcement; ``known`` are duration, bytes, sha256 of a closed one."""
        return SegmentMessage.model_validate(
            {
                "type": kind,
                "adapter": self.adapter,
                "camera_id": self.name.camera_id,
                "stream": self.name.stream,
                "epoch": self.name.epoch,
                "path": self.path,
                "started_at": self.name.started_at,
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
        return replace(self, name=self.name._replace(started_at=self.name.started_at + timedelta(milliseconds=1)))


def marker_of(file: Path) -> Path:
    """Path of the marker that lies beside ``file`` while it is open."""
    return file.with_suffix(MARKER)
