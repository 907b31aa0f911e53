"""Steps of an episode as they are told: when there is something new to say, and what is said."""

from __future__ import annotations

from uuid import UUID

from camera_adapters.alerts.episode import Episode, LastTold, Moment
from camera_adapters.base.boxes import BoxTuple, area
from camera_adapters.messages import EpisodeStep, Phase

SCORE_GROWTH = 0.15
AREA_GROWTH = 2.0
"""An update is told early when the score rose by this much, or the box grew by this factor."""


def worth_telling(episode: Episode, now: float) -> bool:
    """Whether an episode that holds has something new to say."""
    sent, latest = episode.sent, episode.latest
    if sent is None or latest is None:
        return False
    waited = now - sent.at
    if waited >= episode.rule.update_seconds:
        return True
    grew = latest.score >= sent.score + SCORE_GROWTH or (
        sent.area > 0.0 and _area(latest.box) >= AREA_GROWTH * sent.area
    )
    return waited >= episode.rule.growth_seconds and (grew or episode.visitors > sent.places)


def tell(episode: Episode, phase: Phase, moment: Moment, event_id: UUID) -> EpisodeStep:
    """The next step of a raised episode; the episode remembers what it told."""
    latest = episode.latest
    if episode.episode_id is None or episode.started_at is None or latest is None:
        raise RuntimeError("an episode that was never raised has nothing to tell")
    episode.sent = LastTold(moment.monotonic, latest.score, _area(latest.box), episode.visitors)
    about = {"kind": episode.key.kind, "zone": episode.key.zone, "place": episode.place}
    step = EpisodeStep(
        **{**latest.facts(), **about, "evidence": {**latest.evidence, **_summary(episode)}},
        phase=phase,
        event_id=event_id,
        episode_id=episode.episode_id,
        seq=episode.seq,
        started_at=episode.started_at,
        captured_at=moment.captured_at,
    )
    episode.seq += 1
    return step


def _area(box: BoxTuple | None) -> float:
    return 0.0 if box is None else area(box)


def _summary(episode: Episode) -> dict[str, float]:
    summary = {"peak_score": round(episode.peak, 3), "visitors": float(episode.visitors)}
    if episode.vetoed:
        summary["vetoed"] = float(episode.vetoed)
    return summary
