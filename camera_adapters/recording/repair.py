"""Repair of segments that a killed worker left open: the torn end is cut off, the file hashed and announced."""

from __future__ import annotations

import fcntl
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from camera_adapters.messages import SegmentMessage
from camera_adapters.recording.segments import MARKER, Announce, SegmentFacts, SegmentName
from camera_adapters.video.fmp4 import TIMESCALE, decode_time, fragment_span


def repair(root: Path, camera_id: str, adapter: str, announce: Announce) -> int:
    """Close the segments of one camera that a killed worker left open: cut the torn end off, hash, announce.

    Args:
        root: The recordings folder.
        camera_id: The camera; call it before its recorder starts.
        adapter: Name of the worker in the announcements.
        announce: Is told of each file: ``closed``, or ``expired`` where the file held no whole fragment.

    Returns:
        How many files were announced. A file that a living worker has locked is left alone, and so is every marker
        whose name is not a segment's.

    Raises:
        OSError: the folder or a file cannot be read or written.
    """
    done = 0
    for marker in sorted((root / camera_id).glob(f"*/*/*{MARKER}")):
        name = SegmentName.parse(marker)
        if name is None:
            continue
        file = marker.with_suffix(".mp4")
        if not file.exists():
            marker.unlink(missing_ok=True)
            continue
        message = _repaired(file, SegmentFacts(adapter, name, *_known(marker)))
        if message is not None:
            announce(message)
            marker.unlink(missing_ok=True)
            done += 1
    return done


def _repaired(file: Path, facts: SegmentFacts) -> SegmentMessage | None:
    """The announcement of the file as it is now; None where somebody still writes it."""
    with file.open("r+b") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return None
        size, end = _whole_part(file)
        if not end:
            file.unlink()
            return facts.message("expired")
        stream.truncate(size)
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    return facts.closed(end / TIMESCALE, size, sha256)


def _known(marker: Path) -> tuple[bool, str]:
    """What the marker says: whether frames are missing before the segment, and its codec."""
    try:
        known = json.loads(marker.read_text())
    except ValueError:  # torn while it was written
        known = {}
    return bool(known.get("discontinuity", True)), str(known.get("codec", ""))


def _whole_part(file: Path) -> tuple[int, int]:
    """Bytes up to the end of the last whole fragment, and the ticks until then."""
    data = file.read_bytes()  # a minute: a few MB, 30 MB of a main stream
    whole = end = 0
    fragment: bytes = b""
    for name, start, stop in _boxes(data):
        if name == b"moof":
            fragment = data[start:stop]
        elif name == b"mdat" and fragment:
            whole, end = stop, decode_time(fragment) + fragment_span(fragment)
    return whole, end


def _boxes(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Name, start, end of each whole box at the top level."""
    position = 0
    while position + 8 <= len(data):
        size = int.from_bytes(data[position : position + 4], "big")
        if size < 8 or position + size > len(data):
            return
        yield data[position + 4 : position + 8], position, position + size
        position += size
