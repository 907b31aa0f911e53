"""Recorder of one stream: fragments → segment files of a minute, playable while they are still being written.

Every fragment is one unbuffered append, so a killed worker loses at most the fragment under way. Beside an open file
lies a marker (``….open``) with its facts; ``repair`` finds unclosed files by their markers. While a recorder lives, its
lock on the file keeps ``repair`` away from it.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from camera_adapters.messages import RecordedStream
from camera_adapters.recording.segments import Announce, SegmentFacts, SegmentName, marker_of
from camera_adapters.video.fmp4 import TIME_OFFSET, TIMESCALE, decode_time, fragment_span
from camera_adapters.video.fragments import Fragment

SEGMENT_SECONDS = 60.0
"""Length of a segment; it ends with the first keyframe after this."""


@dataclass(slots=True)
class _Segment:
    """The file that is being written, and its length, time and hash so far."""

    facts: SegmentFacts
    file: Path
    init_id: str
    descriptor: int
    base: int
    """Decode time of the first sample; a file's timeline starts at 0, or players show its end as its length."""
    size: int = 0
    end: int = 0
    digest: hashlib._Hash = field(default_factory=hashlib.sha256)

    @property
    def duration(self) -> float:
        """Seconds recorded so far."""
        return self.end / TIMESCALE

    def append(self, *parts: bytes) -> None:
        """Write all of it or nothing; raises ``OSError``."""
        wanted = sum(map(len, parts))
        try:
            _write_all(self.descriptor, parts, wanted)
        except OSError:
            os.ftruncate(self.descriptor, self.size)
            raise
        self.size += wanted
        for part in parts:
            self.digest.update(part)

    def append_fragment(self, data: bytes) -> None:
        """Append one fragment, its decode time moved to the file's own timeline."""
        start = decode_time(data) - self.base
        self.append(data[:TIME_OFFSET], start.to_bytes(8, "big"), data[TIME_OFFSET + 8 :])
        self.end = start + fragment_span(data)


def _write_all(descriptor: int, parts: tuple[bytes, ...], wanted: int) -> None:
    if os.writev(descriptor, parts) != wanted:  # a regular file takes less only where the disk ends
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class Recorder:
    """Records one stream of one camera; used by one thread, owns the open file.

    A disk that fails raises nothing here: ``error`` holds the system's message until a write succeeds again. The rest
    of the GOP is then dropped (``dropped`` counts fragments), and every following keyframe tries a new segment.

    Args:
        root: The recordings folder; missing folders below it are made.
        camera_id: Stands in the file's path.
        stream: Which of the camera's streams; stands in the path too.
        epoch: Fencing epoch of the camera's lease; stands in the file's name.
        announce: Called when a segment is opened and when it is closed; must not raise.
        adapter: Name of the worker in the announcements.
        segment_seconds: Length after which the next keyframe starts a new file.
    """

    def __init__(
        self,
        root: Path,
        camera_id: str,
        stream: RecordedStream,
        epoch: int,
        announce: Announce,
        *,
        adapter: str,
        segment_seconds: float = SEGMENT_SECONDS,
    ) -> None:
        self._root, self._announce = root, announce
        self._names: tuple[str, str, RecordedStream] = (adapter, camera_id, stream)
        self._epoch, self._seconds = epoch, segment_seconds
        self._segment: _Segment | None = None
        self._broken = True
        self.error: str | None = None
        self.dropped = 0
        self.bytes = 0

    @property
    def path(self) -> str | None:
        """Path of the open segment, relative to the recordings folder; None while none is open."""
        return self._segment.facts.path if self._segment else None

    def write(self, fragment: Fragment) -> None:
        """Append one fragment, to a new segment where the open one is full or cannot continue; never raises.

        A new segment needs a keyframe: a fragment without one is dropped while no segment is open.
        """
        try:
            self._end_where_due(fragment)
            if self._segment is not None:
                self._segment.append_fragment(fragment.data)
            elif fragment.keyframe:
                self._segment = self._start(fragment)
            else:
                self.dropped += 1
                return
            self.bytes += len(fragment.data)
            self.error = None
        except OSError as error:
            self.error = error.strerror or str(error)
            self.dropped += 1
            self.close()
            self._broken = True

    def close(self) -> None:
        """Close and announce the open segment; ``write`` may go on with a new one."""
        segment, self._segment = self._segment, None
        if segment is None:
            return
        with suppress(OSError):  # what the disk took is counted; it may refuse even this
            os.close(segment.descriptor)
        self._announce(segment.facts.closed(segment.duration, segment.size, segment.digest.hexdigest()))
        with suppress(OSError):
            marker_of(segment.file).unlink(missing_ok=True)

    def _end_where_due(self, fragment: Fragment) -> None:
        """Close a full segment, and one that this fragment cannot continue; a gap inside a GOP stays a gap in it."""
        current = self._segment
        if current is None:
            return
        self._broken = self._broken or fragment.discontinuity
        other = current.init_id != fragment.init.init_id
        if other or (fragment.keyframe and (fragment.discontinuity or current.duration >= self._seconds)):
            self.close()

    def _start(self, fragment: Fragment) -> _Segment:
        adapter, camera_id, stream = self._names
        name = SegmentName(camera_id, stream, fragment.started_at, self._epoch)
        facts = SegmentFacts(adapter, name, self._broken, fragment.init.codec)
        while (self._root / facts.path).exists():
            facts = facts.a_millisecond_later()
        segment = _create(self._root / facts.path, facts, fragment)
        self._broken = False
        self._announce(facts.message("opened"))
        return segment


def _create(file: Path, facts: SegmentFacts, fragment: Fragment) -> _Segment:
    """The file with its first fragment, locked, and its marker; nothing is left behind where that fails."""
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = -1
    try:
        marker_of(file).write_text(json.dumps({"discontinuity": facts.discontinuity, "codec": facts.codec}))
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC, 0o640)
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        segment = _Segment(facts, file, fragment.init.init_id, descriptor, decode_time(fragment.data))
        segment.append(fragment.init.data)
        segment.append_fragment(fragment.data)
    except OSError:
        if descriptor >= 0:
            os.close(descriptor)
            file.unlink(missing_ok=True)
        marker_of(file).unlink(missing_ok=True)
        raise
    return segment
