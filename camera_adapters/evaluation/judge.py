"""Judge of a run: the truth against the alerts, as hits, misses and false alerts. Pure; seconds of the clip's clock.

A truth is *found* by an alert of the same kind (a detector without a network may call every body an ``intrusion``)
within the event or up to 30 s after it, and, where both have a box, in the same place: IoU of at least 0.1, or the
alert's centre inside the true box made a fifth larger. A further alert for the same truth is a duplicate; every other
alert is false. An ``updated`` can find a truth too, because it is sent only while the condition is seen; it is never
false, because it calls nobody for something new.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from common.kinds import KINDS, kind_of
from common.kinds.cameras import CAMERA_FROZEN
from common.kinds.movement import INTRUSION

Box = tuple[float, float, float, float]
"""Left, top, width, height; one unit for truth and alert."""
AFTER = 30.0
"""Seconds after its end in which an event still may be told of."""
MIN_IOU = 0.1
DILATION = 0.2
ANYBODY = frozenset(kind.name for kind in KINDS.values() if INTRUSION.name in kind.told_as)
"""What motion alone cannot tell apart."""
UNHELD = frozenset({CAMERA_FROZEN.name})
"""What must not be looked for in a clip's last second held on."""


class Outcome(Enum):
    """What became of a truth or of an alert."""

    HIT = "hit"
    MISS = "miss"
    NOT_JUDGEABLE = "not judgeable"
    """Missed, but the clip is too short for the rule of this kind."""
    DUPLICATE = "duplicate"
    FALSE = "false"


@dataclass(frozen=True, slots=True)
class Truth:
    """An event as labelled. ``boxes`` by time, in order; empty where the place is not known."""

    kind: str
    begin: float
    end: float
    boxes: Sequence[tuple[float, Box]] = ()
    visible: float | None = None
    """From when on it is large enough to be expected to be found; None: from the beginning."""

    def box_at(self, time: float) -> Box | None:
        """The box that was last true at this time; the first one before that."""
        if not self.boxes:
            return None
        return next((box for at, box in reversed(self.boxes) if at <= time), self.boxes[0][1])


@dataclass(frozen=True, slots=True)
class Told:
    """Something that people were told: ``raised`` for the first word of an episode."""

    kind: str
    at: float
    raised: bool
    box: Box | None = None
    zone: str | None = None
    score: float = 0.0
    number: int = 0
    """Which of the clip's messages it is."""


@dataclass(frozen=True, slots=True)
class TruthVerdict:
    """What became of one truth."""

    truth: Truth
    outcome: Outcome
    by: Told | None = None

    @property
    def delay(self) -> float | None:
        """Seconds from visible onset to the first word; None when it was not found."""
        onset = self.truth.begin if self.truth.visible is None else self.truth.visible
        return None if self.by is None else max(0.0, self.by.at - onset)


@dataclass(frozen=True, slots=True)
class ToldVerdict:
    """What became of one raised alert: ``HIT``, ``DUPLICATE`` or ``FALSE``."""

    told: Told
    outcome: Outcome
    truth: Truth | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """One clip, judged."""

    truths: tuple[TruthVerdict, ...]
    alerts: tuple[ToldVerdict, ...]

    def false(self, kind: str) -> int:
        """False alerts of a kind."""
        return sum(each.outcome is Outcome.FALSE and each.told.kind == kind for each in self.alerts)


@dataclass(frozen=True, slots=True)
class Patience:
    """What a clip must offer before a miss counts: the time each kind needs by its rule, and when the clip ends."""

    clip_end: float
    held_until: float
    needs: Mapping[str, float] = field(default_factory=dict)

    def enough_for(self, truth: Truth) -> bool:
        """Whether the truth lasts as long as its rule needs; one that lasts to the clip's end is held on after it."""
        held = truth.end >= self.clip_end - 1e-6 and truth.kind not in UNHELD
        end = self.held_until if held else truth.end
        return end - max(0.0, truth.begin) >= self.needs.get(truth.kind, 0.0)


def judge(truths: Sequence[Truth], told: Sequence[Told], patience: Patience) -> Judgement:
    """Match what was told with what is true; each alert belongs to the earliest truth that it fits."""
    first: dict[int, Told] = {}
    alerts: list[ToldVerdict] = []
    for each in sorted(told, key=lambda word: word.at):
        fitting = [number for number, truth in enumerate(truths) if fits(truth, each)]
        fresh = [number for number in fitting if number not in first]
        for number in fresh:
            first[number] = each
        if each.raised:
            outcome = Outcome.HIT if fresh else Outcome.DUPLICATE if fitting else Outcome.FALSE
            alerts.append(ToldVerdict(each, outcome, truths[(fresh or fitting)[0]] if fitting else None))
    return Judgement(
        tuple(_verdict(truth, first.get(number), patience) for number, truth in enumerate(truths)), tuple(alerts)
    )


def _verdict(truth: Truth, by: Told | None, patience: Patience) -> TruthVerdict:
    if by is not None:
        return TruthVerdict(truth, Outcome.HIT, by)
    return TruthVerdict(truth, Outcome.MISS if patience.enough_for(truth) else Outcome.NOT_JUDGEABLE)


def fits(truth: Truth, told: Told) -> bool:
    """Whether this word tells of this truth."""
    if not same_kind(truth.kind, told.kind) or not truth.begin <= told.at <= truth.end + AFTER:
        return False
    box = truth.box_at(told.at)
    return box is None or told.box is None or same_place(box, told.box)


def same_kind(true: str, told: str) -> bool:
    """Whether the alert's kind says what the truth's kind is."""
    return true == told or told in kind_of(true).told_as


def same_place(true: Box, told: Box) -> bool:
    """Whether the alert's box is where the truth is."""
    return overlap(true, told) >= MIN_IOU or _inside(true, told)


def overlap(a: Box, b: Box) -> float:
    """Intersection over union."""
    width = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    height = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    common = max(0.0, width) * max(0.0, height)
    union = a[2] * a[3] + b[2] * b[3] - common
    return common / union if union > 0.0 else 0.0


def _inside(true: Box, told: Box) -> bool:
    x, y = told[0] + told[2] / 2, told[1] + told[3] / 2
    dx, dy = true[2] * DILATION / 2, true[3] * DILATION / 2
    return true[0] - dx <= x <= true[0] + true[2] + dx and true[1] - dy <= y <= true[1] + true[3] + dy
