"""Replay of a recording as packets: the same pictures at the times at which they were captured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import av
import av.error

from camera_adapters.messages import RecordedStream
from camera_adapters.recording.segments import SegmentName, day_folder
from camera_adapters.sources.coded import describe, stamped
from camera_adapters.video.packets import Packet, StreamInfo

LONGEST = timedelta(minutes=15)
"""Longest time that one file covers: a file that begins earlier than this before a range holds nothing of it."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """One recording file."""

    path: Path
    started_at: datetime
    """UTC, when its first packet was captured."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """A packet and the stream it belongs to; the description is a new object with each file."""

    info: StreamInfo
    packet: Packet


def recorded_files(
    root: Path, camera_id: str, stream: RecordedStream, start: datetime, end: datetime
) -> list[Recorded]:
    """Files of one stream that may hold something of the range, oldest first.

    Args:
        root: The recordings folder.
        camera_id: The camera.
        stream: Which of its streams.
        start: Begin of the range, aware; included.
        end: End of the range, aware; not included.
    """
    found = []
    day = (start - LONGEST).astimezone(UTC).date()
    while day <= end.astimezone(UTC).date():
        for path in (root / day_folder(camera_id, stream, day)).glob("*.mp4"):
            name = SegmentName.parse(path)
            if name is not None and start - LONGEST < name.started_at < end:
                found.append(Recorded(path, name.started_at))
        day += timedelta(days=1)
    return sorted(found, key=lambda file: file.started_at)


def replay(files: list[Recorded], start: datetime, end: datetime) -> Iterator[Replayed]:
    """Packets of the files within the range, as fast as the caller takes them; each file is closed after its last one.

    Args:
        files: Of one stream, oldest first, as ``recorded_files`` finds them.
        start: First moment of capture, aware; included. Packets before the file's next keyframe are among them.
        end: Aware; not included.

    ``Packet.monotonic`` is the time of capture in seconds since 1970. ``pts`` and ``dts`` run on from file to file, so
    a pause between two files is a pause in them. A file that is torn or was deleted meanwhile ends early or is left
    out, without an error.
    """
    for file in files:
        try:
            yield from _packets(file, files[0].started_at, start, end)
        except (av.error.FFmpegError, OSError):
            continue  # torn, or deleted meanwhile: the next file goes on


def _packets(file: Recorded, begun: datetime, start: datetime, end: datetime) -> Iterator[Replayed]:
    with av.open(str(file.path)) as container:
        stream = container.streams.video[0]
        info = describe(stream)
        first: int | None = None
        before = round((file.started_at - begun).total_seconds() / info.time_base)
        for data in container.demux(stream):
            if not data.size or data.dts is None or data.pts is None:
                continue
            first = data.dts if first is None else first
            captured = file.started_at + timedelta(seconds=float((data.dts - first) * info.time_base))
            if captured >= end:
                return
            if captured >= start:
                pts, dts = (before + each - first for each in (data.pts, data.dts))
                yield Replayed(info, stamped(data, pts, dts, captured, captured.timestamp(), None))
