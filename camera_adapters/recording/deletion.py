"""Deletion of recordings by the rule of ``retention``: one runner a data folder, in the worker that has the lock."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import cast

import redis
import structlog
from pydantic import ValidationError

from camera_adapters.base.folder_lock import FolderLock
from camera_adapters.base.loop import Loop
from camera_adapters.messages import PROTECTED_KEY, PROTECTED_RANGES, PROTECTED_UPDATED_FIELD, SegmentMessage
from camera_adapters.recording.retention import DiskSpace, Protection, Recording, choose
from camera_adapters.recording.segments import SegmentName
from common.backoff import stepped

EVERY = 30.0
LOCK = ".retention.lock"
PAST_DAY = timedelta(days=2)
logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class RecordingFolder:
    """The recordings folder and its bounds, in bytes."""

    root: Path
    limit: int
    """Most that recordings may take."""
    min_free: int
    """Least that must stay free on the disk."""

    def room(self) -> DiskSpace:
        """The bounds, and what is free on the disk now. Raises ``OSError``."""
        return DiskSpace(self.limit, self.min_free, shutil.disk_usage(self.root).free)


def parse_protection(fields: dict[bytes, bytes]) -> Protection:
    """The centre's list of ranges to keep, from the hash ``PROTECTED_KEY``; ``fields`` loses its time stamp.

    Raises ``ValueError`` when any part of it cannot be read: half a list would protect too little.
    """
    stamp = fields.pop(PROTECTED_UPDATED_FIELD.encode(), None)
    if stamp is None:
        return Protection()
    updated_at = datetime.fromisoformat(stamp.decode())
    if updated_at.tzinfo is None:
        raise ValueError("updated_at has no time zone")
    ranges = {name.decode(): PROTECTED_RANGES.validate_json(text) for name, text in fields.items()}
    return Protection(updated_at, ranges)


def scan(root: Path) -> Iterator[Recording]:
    """All segment files below ``root``: ``camera/stream/day/start-eN.mp4``; other files are left alone."""
    for path in root.glob("*/*/*/*.mp4"):
        name = SegmentName.parse(path)
        if name is None:
            continue
        try:
            facts = path.stat()
        except FileNotFoundError:
            continue
        ended = max(name.started_at, datetime.fromtimestamp(facts.st_mtime, UTC))
        relative = path.relative_to(root).as_posix()
        yield Recording(relative, name.camera_id, name.stream, name.epoch, name.started_at, ended, facts.st_size)


class RecordingDeletion:
    """Deletes recordings every half minute, in a thread of its own, while this worker holds the folder's lock.

    Args:
        place: The folder and its bounds.
        adapter: Name of the worker in the announcements.
        client: Redis with the centre's list; not closed here. While it is away the last list counts until it is too
            old.
        announce: Is told of each file before the file is deleted; must not raise.
        now: Aware UTC.
    """

    def __init__(
        self,
        place: RecordingFolder,
        adapter: str,
        client: redis.Redis,
        announce: Callable[[SegmentMessage], None],
        now: Callable[[], datetime],
    ) -> None:
        self._place = place
        self._adapter = adapter
        self._redis = client
        self._announce = announce
        self._now = now
        self._protection = Protection()
        self._lock = FolderLock(place.root, LOCK)
        self._loop = Loop(
            "retention", self._step, EVERY, first=EVERY, retry=partial(stepped, EVERY), finish=self._lock.release
        )
        self.deleted = 0

    def start(self) -> None:
        self._loop.start()

    def close(self) -> None:
        """Stop after the file that is being deleted, and release the lock."""
        self._loop.stop()

    def _step(self) -> None:
        if self._lock.held():
            self.run_once()

    def run_once(self) -> int:
        """Delete what the bounds and the list demand; answers how many files were chosen.

        A file that cannot be deleted is logged and left for the next round. Raises ``OSError`` where the folder cannot
        be read.
        """
        self._learn()
        room = self._place.room()
        verdict = choose(scan(self._place.root), room, self._protection, self._now())
        for recording in verdict.delete:
            if self._loop.stopping:
                break
            self._try_delete(recording)
        if verdict.missing:
            logger.error("recordings_too_large", bytes=verdict.missing, free=room.free, reason="all the rest must stay")
        if verdict.delete:
            logger.info("recordings_deleted", files=len(verdict.delete), oldest=verdict.delete[0].path)
        return len(verdict.delete)

    def _learn(self) -> None:
        """Read the centre's list. Where it cannot be read the last one counts, until it is too old."""
        try:
            fields = cast("dict[bytes, bytes]", self._redis.hgetall(PROTECTED_KEY))
            found = parse_protection(fields)
            if found.updated_at is not None:
                self._protection = found
        except redis.RedisError:
            return  # the alert sender reports that Redis is away
        except (ValueError, ValidationError) as error:
            logger.warning("protection_unreadable", error=str(error)[:300])

    def _try_delete(self, recording: Recording) -> None:
        """Delete one file; one that cannot be deleted must not keep the others, or the disk would fill up."""
        try:
            self._delete(recording)
        except OSError as error:
            logger.warning("recording_not_deleted", path=recording.path, error=str(error))

    def _delete(self, recording: Recording) -> None:
        """Announce first, then delete: a file that is announced and is still there is deleted in the next round."""
        self._announce(
            SegmentMessage(
                type="expired",
                adapter=self._adapter,
                camera_id=recording.camera_id,
                stream=recording.stream,
                epoch=recording.epoch,
                path=recording.path,
                started_at=recording.started_at,
                bytes=recording.size,
            )
        )
        path = self._place.root / recording.path
        path.unlink(missing_ok=True)
        self.deleted += 1
        if recording.until < self._now() - PAST_DAY and not any(os.scandir(path.parent)):
            path.parent.rmdir()  # a day that is over; nobody will write in it
