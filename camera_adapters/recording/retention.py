"""Rule of which recordings to delete; pure.

The rule, in this order:

1. Nothing is deleted while recordings are within the limit and the disk has room.
2. What the centre protects (from 60 s before an alert, everything of an incident) is never deleted.
3. When the centre's list is missing or older than 10 minutes it is not trusted: nothing is deleted because of the
   limit; only a disk with less than half of the room it should keep loses files, and none that is younger than 24 h.
   The last list that was seen still protects.
4. A file that may still be written (younger than 5 minutes) is never deleted.
5. The oldest go first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from camera_adapters.messages import RecordedStream

TRUSTED_FOR = timedelta(minutes=10)
YOUNG = timedelta(hours=24)
MAY_BE_OPEN = timedelta(minutes=5)
LONGEST_SEGMENT = timedelta(minutes=3)
"""A segment is about a minute; where its end is not known it is taken to be this long."""

Range = tuple[datetime, datetime | None]


@dataclass(frozen=True, slots=True)
class Recording:
    """A segment file; ``path`` relative to the recordings folder."""

    path: str
    camera_id: str
    stream: RecordedStream
    epoch: int
    started_at: datetime
    ended_at: datetime | None
    """When it was written last; None when that is not known."""
    size: int

    @property
    def until(self) -> datetime:
        """The latest moment that the recording may show."""
        return self.started_at + LONGEST_SEGMENT if self.ended_at is None else self.ended_at


@dataclass(frozen=True, slots=True)
class Protection:
    """The centre's list of ranges to keep, by camera; ``updated_at`` None: it was never seen."""

    updated_at: datetime | None = None
    ranges: Mapping[str, Sequence[Range]] = field(default_factory=dict)

    def trusted(self, now: datetime) -> bool:
        """Whether the list is fresh enough to delete by it."""
        # Nor one from the future: the clocks differ, and it would be trusted long after its author fell silent.
        return self.updated_at is not None and abs(now - self.updated_at) <= TRUSTED_FOR

    def covers(self, recording: Recording) -> bool:
        """Whether any part of the recording is protected."""
        return any(
            start <= recording.until and (end is None or recording.started_at <= end)
            for start, end in self.ranges.get(recording.camera_id, ())
        )


@dataclass(frozen=True, slots=True)
class DiskSpace:
    """The limits and what the disk has; bytes."""

    limit: int
    min_free: int
    free: int

    def too_much(self, used: int, *, trusted: bool) -> int:
        """How many bytes must be deleted when recordings use ``used`` bytes."""
        if not trusted:
            return self.min_free - self.free if self.free < self.min_free // 2 else 0
        return max(0, used - self.limit, self.min_free - self.free)


@dataclass(frozen=True, slots=True)
class DeletionChoice:
    """What to delete; ``missing`` bytes remain too much because everything else must stay."""

    delete: tuple[Recording, ...] = ()
    missing: int = 0


def choose(recordings: Iterable[Recording], room: DiskSpace, protection: Protection, now: datetime) -> DeletionChoice:
    """Apply the rule above to all recordings: which to delete, oldest first, and how many bytes remain too many."""
    known = sorted(recordings, key=lambda each: each.started_at)
    trusted = protection.trusted(now)
    missing = room.too_much(sum(each.size for each in known), trusted=trusted)
    youngest = now - (MAY_BE_OPEN if trusted else YOUNG)
    chosen: list[Recording] = []
    for recording in known:
        if missing <= 0:
            break
        if recording.until <= youngest and not protection.covers(recording):
            chosen.append(recording)
            missing -= recording.size
    return DeletionChoice(tuple(chosen), max(0, missing))
