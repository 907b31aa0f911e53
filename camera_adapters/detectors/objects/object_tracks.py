"""Tracks of the network's detections from look to look. Pure; boxes and distances are fractions of the picture."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import hypot, isinf, sqrt

from camera_adapters.base.boxes import BoxTuple, overlap, shared
from camera_adapters.detectors.objects.finding import Detection, ObjectClass

MEMORY = 7
"""Looks that a thing is judged by."""
LOST_LOOKS = 3
LOST_SECONDS = 12.0
"""A thing that was missed so often and for so long is gone."""
SAME_OVERLAP = 0.2
SPEED = 0.12
"""Picture widths a second that a thing may cross between two looks, besides its own size."""
STANDS_OVERLAP = 0.7
MAX_THINGS = 32


@dataclass(slots=True)
class TrackedObject:
    """One thing over time."""

    number: int
    finding: Detection
    born: float
    seen_at: float
    looks: deque[Detection | None] = field(default_factory=lambda: deque(maxlen=MEMORY))
    """What each of the last looks saw of it; None when it saw nothing."""
    first: BoxTuple = (0.0, 0.0, 0.0, 0.0)
    """Where it stood when it last had moved."""
    stood_since: float = 0.0
    moved: bool = False
    """It was seen to move by itself, so it is no picture, statue or parked car."""
    walked: bool = False
    """A track of moving pixels went with it."""
    inside_since: float | None = None
    """Since when its foot point has been in the zone."""
    missed: int = 0

    def see(self, finding: Detection, now: float, sway: float) -> None:
        """It was found again; ``sway`` is how far the camera may have moved the picture, infinite for anywhere."""
        self.finding, self.seen_at, self.missed = finding, now, 0
        self.looks.append(finding)
        if isinf(sway):  # where it was says nothing of where it stands
            self.first = finding.box
        if overlap(self.first, finding.box) < STANDS_OVERLAP and travel(self.first, finding.box) > sway + reach(
            finding
        ):
            self.first, self.stood_since = finding.box, now
            self.moved = True

    def miss(self) -> None:
        """A look did not find it."""
        self.looks.append(None)
        self.missed += 1

    @property
    def sort(self) -> ObjectClass:
        """What it was taken for most surely in the last looks."""
        sums: dict[ObjectClass, float] = {}
        for finding in self.looks:
            if finding is not None:
                sums[finding.sort] = sums.get(finding.sort, 0.0) + finding.score
        return max(sums, key=lambda sort: sums[sort], default=self.finding.sort)

    def scores(self, sort: ObjectClass) -> list[float]:
        """Scores of the looks that took it for ``sort``, best first."""
        return sorted((each.score for each in self.looks if each is not None and each.sort is sort), reverse=True)


class ObjectTracks:
    """Greedy nearest-first assignment from look to look; numbers are never used twice."""

    def __init__(self) -> None:
        self._things: list[TrackedObject] = []
        self._next = 1

    @property
    def known(self) -> Sequence[TrackedObject]:
        """Everything that is not gone, oldest first."""
        return self._things

    def clear(self) -> None:
        """Forget all; numbers go on."""
        self._things.clear()

    def update(
        self, findings: Sequence[Detection], crop: BoxTuple, now: float, sway: float = 0.0
    ) -> Sequence[TrackedObject]:
        """Take what a look into ``crop`` found; what lies outside of it was not looked for."""
        free = list(findings)
        pairs = []
        for i, thing in enumerate(self._things):
            for j, finding in enumerate(free):
                cost = mismatch(thing, finding, now)
                if cost is not None:
                    pairs.append((cost, i, j))
        used: set[int] = set()
        found: set[int] = set()
        for _, i, j in sorted(pairs):
            if i not in found and j not in used:
                self._things[i].see(free[j], now, sway)
                found.add(i)
                used.add(j)
        for i, thing in enumerate(self._things):
            if i not in found and _within(thing.finding.box, crop):
                thing.miss()
        self._things = [each for each in self._things if not _gone(each, now)]
        for j, finding in enumerate(free):
            if j not in used and len(self._things) < MAX_THINGS:
                self._begin(finding, now)
        return self._things

    def _begin(self, finding: Detection, now: float) -> None:
        thing = TrackedObject(self._next, finding, now, now, first=finding.box, stood_since=now)
        thing.looks.append(finding)
        self._things.append(thing)
        self._next += 1


def mismatch(thing: TrackedObject, finding: Detection, now: float) -> float | None:
    """How badly a find fits a thing; None when it cannot be the same."""
    if finding.sort is not thing.finding.sort and overlap(thing.finding.box, finding.box) < 2 * SAME_OVERLAP:
        return None
    ratio = size(finding.box) / size(thing.finding.box)
    if not 0.4 < ratio < 2.5:
        return None
    away = travel(thing.finding.box, finding.box)
    near = away <= 0.8 * max(size(finding.box), size(thing.finding.box)) + SPEED * min(now - thing.seen_at, 2.0)
    return away if near or overlap(thing.finding.box, finding.box) >= SAME_OVERLAP else None


def size(box: BoxTuple) -> float:
    """Side of the square of the same area."""
    return sqrt(max(1e-9, box[2] * box[3]))


def travel(a: BoxTuple, b: BoxTuple) -> float:
    """Distance of two boxes' centres."""
    return hypot(a[0] + a[2] / 2 - b[0] - b[2] / 2, a[1] + a[3] / 2 - b[1] - b[3] / 2)


def reach(finding: Detection) -> float:
    """How far it must be from where it stood to have moved: the jitter of a network's box is no way."""
    return max(0.02, 0.35 * size(finding.box))


def _within(box: BoxTuple, crop: BoxTuple) -> bool:
    return shared(box, crop) > 0.6 * box[2] * box[3]


def _gone(thing: TrackedObject, now: float) -> bool:
    return (thing.missed >= LOST_LOOKS and now - thing.seen_at >= LOST_SECONDS) or thing.missed >= MEMORY
