"""Relations between the episodes of one camera: which of them a candidate belongs to, and which explain it away."""

from __future__ import annotations

from collections.abc import Sequence

from camera_adapters.alerts.episode import Episode, PlaceEvidence, State
from camera_adapters.alerts.same_place import drifted, explains, overlapping
from common.kinds.rule import Merge

DOUBT, DOUBT_THERE = 2, 1
"""Strong looks of a kind for which others wait that it would explain away: what covers the lens makes everything move a
second before it is sure to cover it. Where something burns or rises one look is enough: it concerns that place only."""


def host_of(candidate: Episode, evidence: PlaceEvidence, episodes: Sequence[Episode]) -> Episode | None:
    """The episode that this candidate is a part of, or None."""
    for episode in episodes:
        told = episode.state in (State.ACTIVE, State.CLEARING, State.COOLDOWN)
        if told and episode.key == candidate.key and _same(episode, candidate, evidence):
            return episode
    for episode in episodes:
        nameless = episode.answers(candidate.key) or candidate.answers(episode.key)
        if episode.holds and nameless and candidate.rule.merge is Merge.ZONE:
            return episode
    return None


def explaining(candidate: Episode, evidence: PlaceEvidence, episodes: Sequence[Episode]) -> set[str]:
    """Kinds that explain the candidate away: those of the whole picture, and those that are seen where it is."""
    rule = candidate.rule
    found = {each.key.kind for each in episodes if each.explains(DOUBT)} & rule.suspended_by
    box = None if evidence.last is None else evidence.last.box
    if box is None:
        return found
    there = (each for each in episodes if each.key.kind in rule.explained_by and each.explains(DOUBT_THERE))
    return found | {each.key.kind for each in there if any(explains(drifted(known), box) for known in each.where)}


def _same(episode: Episode, candidate: Episode, evidence: PlaceEvidence) -> bool:
    if episode.rule.merge is Merge.ZONE or episode.place == candidate.place:
        return True
    if episode.rule.merge is Merge.PLACE:
        return False
    box = evidence.last.box if evidence.last is not None else None
    return box is not None and any(overlapping(box, known) for known in episode.boxes)
