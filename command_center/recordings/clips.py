"""Clips on demand: cut once, kept in a cache of bounded size, served from there."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import structlog

from camera_adapters.messages import LIVE_REALM, RecordedStream, utc_micros
from command_center.base.db import Database
from command_center.recordings import repository
from command_center.recordings.errors import NoRecordingError
from command_center.recordings.remux import Part, remux
from command_center.recordings.repository import SegmentRow
from command_center.recordings.selection import check_range, select

log = structlog.get_logger(__name__)

CACHE_BYTES = 2_000_000_000
ABANDONED_AFTER = 3600.0
ASKED_FOR_JUST_NOW = 30.0
"""Seconds; between cutting a clip and opening it for its reader lie milliseconds."""
AT_ONCE = 2
"""Clips that are cut at the same time: each keeps a disk busy, and live video comes first."""
HASHES_KEPT = 1000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Clip:
    """A file in the cache, and the time of its first picture: the keyframe at or before what was asked for."""

    path: Path
    started_at: datetime


@dataclass(frozen=True, slots=True)
class ClipRequest:
    """The camera, stream and range of a clip that is to be cut."""

    camera_id: str
    start: datetime
    end: datetime
    stream: RecordedStream | None = None


class Clips:
    """Cuts clips from recordings and keeps them in the cache folder, which it owns, within ``cache_bytes``."""

    def __init__(self, database: Database, recordings: Path, cache: Path, *, cache_bytes: int = CACHE_BYTES) -> None:
        self._database = database
        self._recordings = recordings
        self._cache = cache
        self._cache_bytes = cache_bytes
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._under_way: dict[str, asyncio.Task[Clip]] = {}
        self._hashes: dict[str, str] = {}

    async def clip(self, request: ClipRequest) -> Clip:
        """The clip, from the cache or cut now. Raises ClipRangeError, NoRecordingError, ExpiredError."""
        check_range(request.start, request.end)
        async with self._database.read() as connection:
            rows = await repository.overlapping(connection, LIVE_REALM, request.camera_id, request.start, request.end)
        sizes = await asyncio.to_thread(self._sizes, rows)
        chosen = select(rows, sizes.keys(), request.stream)
        name = _name(request, [(row.path, sizes[row.path]) for row in chosen])
        task = self._under_way.get(name)
        if task is None:
            parts = [Part(self._recordings / row.path, row.started_at, row.discontinuity) for row in chosen]
            task = asyncio.create_task(self._made(name, parts, request))
            self._under_way[name] = task
            task.add_done_callback(lambda _: self._under_way.pop(name, None))
        return await asyncio.shield(task)

    async def sha256(self, clip: Clip) -> str:
        """Of the clip's bytes; a file of the cache never changes, so it is computed once."""
        name = clip.path.name
        if name not in self._hashes:
            digest = await asyncio.to_thread(_sha256, clip.path)
            if len(self._hashes) >= HASHES_KEPT:
                self._hashes.clear()
            self._hashes[name] = digest
        return self._hashes[name]

    async def _made(self, name: str, parts: Sequence[Part], request: ClipRequest) -> Clip:
        async with self._turns:
            return await asyncio.to_thread(self._cut, name, parts, request)

    def _sizes(self, rows: Sequence[SegmentRow]) -> dict[str, int]:
        """Sizes of the files that exist inside the recordings folder; a path that leads out of it is refused."""
        root = self._recordings.resolve()
        sizes = {}
        for row in rows:
            path = (root / row.path).resolve()
            if not path.is_relative_to(root):
                log.warning("segment_outside_recordings", path=row.path)
            elif path.is_file():
                sizes[row.path] = path.stat().st_size
        return sizes

    def _cut(self, name: str, parts: Sequence[Part], request: ClipRequest) -> Clip:
        self._cache.mkdir(parents=True, exist_ok=True)
        self._clear_drafts()
        for kept in self._cache.glob(f"{name}-*.mp4"):
            kept.touch()
            return Clip(kept, EPOCH + timedelta(microseconds=int(kept.stem.rsplit("-", 1)[1])))
        draft = self._cache / f".{name}-{uuid4().hex}.part"
        try:
            began = remux(parts, request.start, request.end, draft)
            if began is None:
                raise NoRecordingError
            target = self._cache / f"{name}-{utc_micros(began)}.mp4"
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
        self._make_room(target)
        return Clip(target, began)

    def _make_room(self, newest: Path) -> None:
        """Remove what was not asked for longest, until the rest fits. What was asked for just now stays: its answer may
        not have opened it yet."""
        files = sorted(((path.stat().st_mtime, path) for path in self._cache.glob("*.mp4")), reverse=True)
        room = self._cache_bytes - newest.stat().st_size
        for _, path in files:
            if path == newest:
                continue
            facts = path.stat()
            room -= facts.st_size
            if room < 0 and facts.st_mtime < time.time() - ASKED_FOR_JUST_NOW:
                path.unlink(missing_ok=True)

    def _clear_drafts(self) -> None:
        """Remove what a killed process left half cut; no clip takes an hour."""
        for draft in self._cache.glob(".*.part"):
            with suppress(FileNotFoundError):  # its maker has finished it meanwhile
                if time.time() - draft.stat().st_mtime > ABANDONED_AFTER:
                    draft.unlink()


def _name(request: ClipRequest, files: Sequence[tuple[str, int]]) -> str:
    """The same for the same clip of the same bytes: a file that has grown makes another clip."""
    text = repr((request.start.astimezone(UTC), request.end.astimezone(UTC), list(files)))
    return f"{request.camera_id}-{hashlib.sha256(text.encode()).hexdigest()[:24]}"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
