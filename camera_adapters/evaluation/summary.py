"""Figures over all clips, by kind, real and rendered footage apart. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from camera_adapters.evaluation.figures import median, rank, rate_bound, ratio
from camera_adapters.evaluation.judge import Judgement, Outcome


@dataclass(frozen=True, slots=True)
class Watched:
    """One clip's judgement, the kinds that were looked for, and for how many hours."""

    judgement: Judgement
    kinds: frozenset[str]
    hours: float


@dataclass(frozen=True, slots=True)
class KindFigures:
    """How one kind did. Times in seconds on the clips' own clocks, rates an hour."""

    kind: str
    events: int
    found: int
    missed: int
    not_judgeable: int
    alerts: int
    duplicates: int
    false: int
    hours: float
    delay_median: float | None
    delay_p90: float | None

    @property
    def recall(self) -> float | None:
        """Share of the judgeable events that were found."""
        return ratio(self.found, self.found + self.missed)

    @property
    def precision(self) -> float | None:
        """Share of the raised alerts that were not false."""
        return ratio(self.alerts - self.false, self.alerts)

    @property
    def false_bound(self) -> float:
        """False alerts an hour that cannot be excluded with 95 % confidence."""
        return rate_bound(self.false, self.hours)


def by_kind(clips: Sequence[Watched]) -> list[KindFigures]:
    """One row for each kind that was looked for, happened, or was told."""
    kinds = {kind for clip in clips for kind in clip.kinds}
    kinds |= {each.truth.kind for clip in clips for each in clip.judgement.truths}
    kinds |= {each.told.kind for clip in clips for each in clip.judgement.alerts}
    return [_figures(kind, clips) for kind in sorted(kinds)]


def _figures(kind: str, clips: Sequence[Watched]) -> KindFigures:
    truths = [each for clip in clips for each in clip.judgement.truths if each.truth.kind == kind]
    alerts = [each for clip in clips for each in clip.judgement.alerts if each.told.kind == kind]
    delays = [each.delay for each in truths if each.delay is not None]

    def true(outcome: Outcome) -> int:
        return sum(each.outcome is outcome for each in truths)

    def told(outcome: Outcome) -> int:
        return sum(each.outcome is outcome for each in alerts)

    return KindFigures(
        kind=kind,
        events=len(truths),
        found=true(Outcome.HIT),
        missed=true(Outcome.MISS),
        not_judgeable=true(Outcome.NOT_JUDGEABLE),
        alerts=len(alerts),
        duplicates=told(Outcome.DUPLICATE),
        false=told(Outcome.FALSE),
        hours=sum(clip.hours for clip in clips if kind in clip.kinds),
        delay_median=median(delays),
        delay_p90=rank(delays, 0.9),
    )
