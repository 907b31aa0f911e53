"""Suggestions about a detector after officers judged enough of its alerts. Pure; none takes effect by itself.

Only stricter settings are suggested: nobody has judged the alerts that a laxer setting would have raised.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import floor
from uuid import UUID

from command_center.quality.model import Judged, OfficerVerdict, tally

FEWEST = 8
"""Judged alerts below which one unlucky night would decide."""
TOLERABLE = 0.3
"""Share of false alerts up to which nothing is suggested."""
SAME_PLACE = 0.6
"""Share of the false alerts at one place from which on masking it is better than a threshold for the whole picture."""
WORTH = 0.5
"""A threshold must spare at least this share of the false alerts."""
MARGIN = 0.02
"""How far the threshold stays below the weakest alert that was real."""
HIGHEST = 0.95
SPARED_WITHOUT_REAL = 0.8
"""Where none was real, the threshold spares this share of the false ones and no more: the next may be real."""


class Advice(StrEnum):
    """What a suggestion asks for."""

    NONE = "none"
    THRESHOLD = "threshold"
    MASK = "mask"


class AdviceReason(StrEnum):
    """Why."""

    TOO_FEW = "too_few"
    GOOD = "good"
    SAME_PLACE = "same_place"
    SEPARABLE = "separable"
    NOT_SEPARABLE = "not_separable"
    UNKNOWN_THRESHOLD = "unknown_threshold"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``spared``: false alerts that would not have been raised; ``judged``: alerts it rests on.

    No alert that was real would have been lost. ``alert_id`` is one of the false alerts at the place to mask.
    """

    advice: Advice
    reason: AdviceReason
    judged: int
    spared: int = 0
    threshold: float | None = None
    alert_id: UUID | None = None


def suggest(alerts: Sequence[Judged], threshold: float | None) -> Suggestion:
    """What follows from these alerts of one detector in one zone; ``threshold`` is the present one."""
    counted = tally(alerts)
    judged = counted.confirmed + counted.false
    if judged < FEWEST:
        return Suggestion(Advice.NONE, AdviceReason.TOO_FEW, judged)
    if (counted.ratio or 0.0) <= TOLERABLE:
        return Suggestion(Advice.NONE, AdviceReason.GOOD, judged)
    false = [alert for alert in alerts if alert.verdict is OfficerVerdict.FALSE]
    real = [alert for alert in alerts if alert.verdict is OfficerVerdict.CONFIRMED]
    place = _common_place(false, real)
    if place:
        return Suggestion(Advice.MASK, AdviceReason.SAME_PLACE, judged, spared=len(place), alert_id=place[0].id)
    if threshold is None:
        return Suggestion(Advice.NONE, AdviceReason.UNKNOWN_THRESHOLD, judged)
    wanted = _threshold(false, real)
    spared = sum(alert.score < wanted for alert in false)
    if wanted <= threshold or spared < WORTH * len(false):
        return Suggestion(Advice.NONE, AdviceReason.NOT_SEPARABLE, judged)
    return Suggestion(Advice.THRESHOLD, AdviceReason.SEPARABLE, judged, spared=spared, threshold=wanted)


def _threshold(false: Sequence[Judged], real: Sequence[Judged]) -> float:
    """In hundredths, rounded down."""
    if real:
        wanted = min(alert.score for alert in real) - MARGIN
    else:
        scores = sorted(alert.score for alert in false)
        wanted = scores[min(len(scores) - 1, floor(len(scores) * SPARED_WITHOUT_REAL))]
    return floor(min(HIGHEST, wanted) * 100 + 1e-9) / 100


def _common_place(false: Sequence[Judged], real: Sequence[Judged]) -> list[Judged]:
    """The largest group of false alerts whose boxes lie on one of theirs, where it is most of them and nothing real
    ever was there; the one in its middle first."""
    best: list[Judged] = []
    for middle in false:
        group = [alert for alert in false if _same_place(middle, alert)]
        if len(group) > len(best) and not any(_same_place(middle, alert) for alert in real):
            best = [middle, *(alert for alert in group if alert is not middle)]
    return best if len(best) >= SAME_PLACE * len(false) else []


def _same_place(one: Judged, other: Judged) -> bool:
    if one.box is None or other.box is None:
        return False
    return overlap(one.box, other.box) >= 0.3


def overlap(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Intersection over union of two boxes, 0 to 1."""
    wide = min(one["x"] + one["w"], other["x"] + other["w"]) - max(one["x"], other["x"])
    high = min(one["y"] + one["h"], other["y"] + other["h"]) - max(one["y"], other["y"])
    if wide <= 0 or high <= 0:
        return 0.0
    both = wide * high
    return both / (one["w"] * one["h"] + other["w"] * other["h"] - both)
