"""Noise guard: further alerts of a detector that raises too many go into one item that asks the officer. Pure.

Nothing is dropped: the item is an alert of its own, ``detector_noisy``, with the latest picture, box and score, and
their number; each further alert updates it. It ends when none of its episodes holds and the hour's count has fallen.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from camera_adapters.messages import EpisodeStep, Phase
from common.kinds.reported import DETECTOR_NOISY

NOISY = DETECTOR_NOISY.name
WINDOW_SECONDS = 3600.0
UPDATE_SECONDS = 10.0
"""The least time between two updates of one item."""


@dataclass(slots=True)
class NoisyEpisodes:
    """The item that stands for a noisy kind."""

    episode_id: UUID
    first: EpisodeStep
    seq: int = 0
    told_at: float = float("-inf")
    open: set[UUID] = field(default_factory=set)
    """Episodes in it that still hold."""


class NoiseGuard:
    """Groups the alerts of one camera by kind; memory is bounded by the kinds that there are."""

    def __init__(self, limits: Callable[[str, str | None], int], new_id: Callable[[], UUID]) -> None:
        self._limits = limits
        self._new_id = new_id
        self._raised: dict[str, deque[float]] = {}
        self._groups: dict[str, NoisyEpisodes] = {}

    def take(self, decisions: Sequence[EpisodeStep], now: float) -> list[EpisodeStep]:
        """The steps to be sent instead of these; call it without any to let time pass. ``now``: monotonic seconds."""
        told = [each for decision in decisions for each in self._one(decision, now)]
        return told + [end for kind in list(self._groups) for end in self._end(kind, now)]

    @property
    def noisy(self) -> Mapping[str, int]:
        """Kinds that are grouped now, with how many of their episodes hold."""
        return {kind: len(group.open) for kind, group in self._groups.items()}

    def _one(self, decision: EpisodeStep, now: float) -> list[EpisodeStep]:
        group = self._groups.get(decision.kind)
        self._forget_renamed(decision)
        if decision.phase is Phase.RAISED:
            count = self._count(decision.kind, now)
            limit = self._limits(decision.kind, decision.zone)
            if limit == 0 or (count <= limit and group is None):
                return [decision]
            return self._join(decision, group, count, now)
        if group is None or decision.episode_id not in group.open:
            return [decision]
        if decision.phase is Phase.ENDED:
            group.open.discard(decision.episode_id)
            return []
        return self._update(group, decision, now)

    def _forget_renamed(self, decision: EpisodeStep) -> None:
        """What has a better name now is told by it, and is no longer a part of the item of the old one."""
        for kind, group in self._groups.items():
            if kind != decision.kind:
                group.open.discard(decision.episode_id)

    def _join(self, decision: EpisodeStep, group: NoisyEpisodes | None, count: int, now: float) -> list[EpisodeStep]:
        raised = group is None
        group = group or NoisyEpisodes(self._new_id(), decision)
        self._groups[decision.kind] = group
        group.open.add(decision.episode_id)
        group.told_at = now
        return [self._told(group, decision, Phase.RAISED if raised else Phase.UPDATED, count)]

    def _update(self, group: NoisyEpisodes, decision: EpisodeStep, now: float) -> list[EpisodeStep]:
        if now - group.told_at < UPDATE_SECONDS:
            return []
        group.told_at = now
        return [self._told(group, decision, Phase.UPDATED, self._held(decision.kind, now))]

    def _end(self, kind: str, now: float) -> list[EpisodeStep]:
        group = self._groups[kind]
        if group.open or self._held(kind, now) > self._limits(kind, group.first.zone):
            return []
        del self._groups[kind]
        return [self._told(group, group.first, Phase.ENDED, self._held(kind, now))]

    def _told(self, group: NoisyEpisodes, decision: EpisodeStep, phase: Phase, count: int) -> EpisodeStep:
        changes = {
            "phase": phase,
            "event_id": self._new_id(),
            "episode_id": group.episode_id,
            "seq": group.seq,
            "kind": NOISY,
            "zone": None,
            "place": decision.kind,
            "started_at": group.first.started_at,
            "evidence": {**decision.evidence, "raised_in_hour": float(count), "open": float(len(group.open))},
        }
        group.seq += 1
        return decision.model_copy(update=changes)

    def _count(self, kind: str, now: float) -> int:
        self._raised.setdefault(kind, deque(maxlen=1000)).append(now)
        return self._held(kind, now)

    def _held(self, kind: str, now: float) -> int:
        raised = self._raised.get(kind, deque())
        while raised and now - raised[0] > WINDOW_SECONDS:
            raised.popleft()
        return len(raised)
