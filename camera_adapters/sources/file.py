"""Video files as cameras: ``file:clips/river.mp4`` or ``file:///data/river.mp4``, played at their own pace for ever."""

from __future__ import annotations

import time
from collections.abc import Iterator
from fractions import Fraction
from itertools import dropwhile
from pathlib import Path
from threading import Event
from urllib.parse import unquote, urlsplit

import av
import av.error

from camera_adapters.base.errors import SourceError
from camera_adapters.sources.base import Source, SourceOptions
from camera_adapters.sources.coded import Changes, describe, stamped
from camera_adapters.sources.containers import open_video
from camera_adapters.sources.convert import converted, playable
from camera_adapters.sources.timestamps import Stamp, TimeStamps
from camera_adapters.video.packets import Packet, StreamInfo

MAX_LATE = 5.0
"""Seconds behind its schedule (a suspended machine) after which a file goes on from now instead of catching up."""


def open_file(url: str, options: SourceOptions) -> Source:
    """Open a clip, converting it into the cache if need be. Raises ``SourceError``."""
    path = _path(url)
    try:
        return FileSource(_prepared(path, options), options)
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        raise SourceError("not_found", f"{path}: {error.strerror}") from error
    except (av.error.FFmpegError, OSError, ValueError) as error:
        raise SourceError("format", f"{path.name}: not a video file that can be read", retry=False) from error


class FileSource:
    """A clip in a loop; see ``Source``. Time stamps grow for ever, the wall pace is the monotonic clock's."""

    def __init__(self, path: Path, options: SourceOptions) -> None:
        self._path, self._options = path, options
        self._closed = Event()
        with open_video(path) as container:
            self._changes = Changes(describe(container.streams.video[0]))

    @property
    def info(self) -> StreamInfo:
        return self._changes.info

    def close(self) -> None:
        self._closed.set()

    def packets(self) -> Iterator[Packet]:
        second = float(1 / self.info.time_base)
        offset, start = 0, time.monotonic()
        while not self._closed.is_set():
            end = offset
            for data, pts, dts, duration in self._once(offset):
                start = self._wait(start, dts / second)
                if self._closed.is_set():
                    return
                end = max(end, dts + duration)
                changed = self._changes.extract(bytes(data)) if data.is_keyframe else None
                yield stamped(data, pts, dts, self._options.now(), time.monotonic(), changed)
            if end == offset:
                raise SourceError("format", f"{self._path.name}: not one packet can be read", retry=False)
            offset = end

    def _once(self, offset: int) -> Iterator[tuple[av.Packet[av.VideoStream], int, int, int]]:
        """The clip's packets from its first keyframe on with pts, dts, duration; its first dts is ``offset``."""
        stamps = TimeStamps(self.info.time_base, self.info.fps)
        step = round(1 / self.info.time_base / Fraction(self.info.fps or 25))
        held: list[av.Packet[av.VideoStream]] = []
        first: int | None = None
        for data in dropwhile(lambda packet: not packet.is_keyframe, self._readable()):
            held.append(data)
            clock = float((data.dts or data.pts or 0) * self.info.time_base)  # a long picture is no leap
            for repaired in stamps.push(Stamp(data.pts, data.dts, data.duration or 0, clock)):
                first = repaired.dts if first is None else first
                settled = held.pop(0)
                yield settled, repaired.pts - first + offset, repaired.dts - first + offset, settled.duration or step

    def _readable(self) -> Iterator[av.Packet[av.VideoStream]]:
        """Packets up to the end, or to where the file is torn."""
        try:
            with open_video(self._path) as container:
                for packet in container.demux(container.streams.video[0]):
                    if packet.size and not packet.is_corrupt:
                        yield packet
        except (av.error.InvalidDataError, av.error.EOFError):
            return
        except OSError as error:
            raise SourceError("not_found", f"{self._path.name}: {error.strerror}") from error

    def _wait(self, start: float, due: float) -> float:
        """Sleep until ``due`` seconds after ``start``; answers the start, moved where the schedule was lost."""
        ahead = start + due - time.monotonic()
        if ahead > 0:
            self._closed.wait(ahead)
        return start - ahead if ahead < -MAX_LATE else start


def _path(url: str) -> Path:
    parts = urlsplit(url)
    if parts.netloc not in ("", "localhost"):
        raise SourceError("address", f"a file URL names no host: file:///{parts.netloc}{parts.path}?", retry=False)
    if not parts.path:
        raise SourceError("address", "the URL names no file", retry=False)
    return Path(unquote(parts.path))


def _prepared(path: Path, options: SourceOptions) -> Path:
    """``path`` itself where it can be played as it is, else its converted copy."""
    path.stat()
    with open_video(path) as container:
        if not container.streams.video:
            raise SourceError("format", f"{path.name}: no video in this file", retry=False)
        if playable(container):
            return path
    return converted(path, options.cache_dir, options.progress)
