"""Score history of a zone: what it usually scores at this time of day, and the threshold that follows. Pure.

Low sun on a chimney, morning mist over a pond, floodlights at dusk come back at the same hour. So the threshold of a
kind in a zone stands above the highest score of the same hour (± 60 min) of the last week. The last 12 h do not count:
a fire that grows must not raise its own threshold; nor does what a person confirmed as true.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from camera_adapters.messages import Lesson

SLOT = timedelta(minutes=10)
SLOTS_A_DAY = 144
AROUND = 6
"""Slots on both sides: 60 minutes."""
KEPT = timedelta(days=7.5)
YOUNG = timedelta(hours=12)
MOST = 0.9
"""However often a place has cried wolf, evidence this strong is heard."""
NOTICED = 0.2
"""Lower scores need not be remembered."""

Key = tuple[str, str | None]
Slots = dict[int, float]
"""Number of the ten minutes since 1970 → the highest score in them; at most 1,080 a kind and zone."""


class ScoreHistory:
    """The scores of one camera, by kind and zone."""

    def __init__(self, slots: Mapping[Key, Mapping[int, float]] | None = None) -> None:
        self._slots: dict[Key, Slots] = {key: dict(each) for key, each in (slots or {}).items()}

    def note(self, kind: str, zone: str | None, score: float, at: datetime) -> None:
        """Remember a score; ``at`` is aware."""
        if score < NOTICED:
            return
        slots = self._slots.setdefault((kind, zone), {})
        number = slot(at)
        if number not in slots:
            oldest = slot(at - KEPT)
            for old in [each for each in slots if each < oldest]:
                del slots[old]
        slots[number] = max(score, slots.get(number, 0.0))

    def confirmed(self, kind: str, zone: str | None, begin: datetime, end: datetime) -> None:
        """Forget the scores of an alert that a person confirmed: they must not raise the threshold."""
        slots = self._slots.get((kind, zone), {})
        for number in [each for each in slots if slot(begin) <= each <= slot(end)]:
            del slots[number]

    def highest(self, kind: str, zone: str | None, at: datetime) -> float:
        """The highest score of this time of day; 0 when there is none."""
        slots = self._slots.get((kind, zone), {})
        now, oldest, newest = slot(at), slot(at - KEPT), slot(at - YOUNG)
        found = 0.0
        for number, score in slots.items():
            apart = (number - now) % SLOTS_A_DAY
            if oldest <= number <= newest and min(apart, SLOTS_A_DAY - apart) <= AROUND:
                found = max(found, score)
        return found

    def threshold(self, kind: str, zone: str | None, at: datetime, usual: float) -> float:
        """The threshold now: ``usual``, or more where this hour has a history, never more than ``MOST``."""
        highest = self.highest(kind, zone, at)
        if highest <= 0.0:
            return usual
        return max(usual, min(MOST, max((highest + 1.0) / 2.0, highest + 0.2)))

    def merge(self, slots: Mapping[Key, Mapping[int, float]], now: datetime) -> None:
        """Take stored scores, the higher one of each ten minutes; scores that are too old are dropped."""
        oldest = slot(now - KEPT)
        for key, known in slots.items():
            mine = self._slots.setdefault(key, {})
            for number, score in known.items():
                if number >= oldest:
                    mine[number] = max(score, mine.get(number, 0.0))

    def exchange(
        self, known: Mapping[Key, Mapping[int, float]], lessons: Sequence[Lesson], now: datetime
    ) -> dict[Key, dict[int, float]]:
        """Take stored scores, and forget those of alerts that people confirmed. Answers a copy of all scores, to be
        stored where the next worker of the camera finds it."""
        self.merge(known, now)
        for lesson in lessons:
            self.confirmed(lesson.kind, lesson.zone, lesson.begin, lesson.end)
        return {key: dict(slots) for key, slots in self._slots.items()}


def slot(at: datetime) -> int:
    """Number of the ten-minute slot of an aware moment, counted from 1970."""
    return int(at.astimezone(UTC).timestamp() // SLOT.total_seconds())
