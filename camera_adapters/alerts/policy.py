"""Observations in, alerts out: one state machine for every kind of hazard and fault, without I/O and without a clock.

A *place* (kind, zone, place) keeps the last M scores that a detector gave it; its strength is the mean of the N best.
It is *fulfilled* when N of them are strong, their mean reaches the threshold, and that has held for the rule's time.
An *episode* is what people are told of::

    IDLE → CANDIDATE → ACTIVE ⇄ CLEARING → COOLDOWN → IDLE
                       raised   updated     ended       (COOLDOWN → ACTIVE: the same visitor came back, updated)

Strength below 0.8 × threshold, or silence, for ``clear_seconds`` leads from ACTIVE to COOLDOWN, and is told at once:
nobody is left to believe that somebody still is there. An ``updated`` after it says that they are back. A place that
becomes fulfilled where an episode of its kind already stands joins that episode: it updates it and raises nothing.

How other kinds fit without a change here: smoke gives one place a plume (``Merge.OVERLAP``, N = 14 of M = 20, a hold of
20 s); a water level gives ``value`` and ``unit`` with score 1 above its mark, one place a mark (``Merge.PLACE``), so
that the next mark is an alert of its own; a network that tracks persons and boats gives one place a track, as motion
does. Each needs a row in ``alert_rules.RULES`` and nothing else.

A vetoed observation neither counts as seen nor as not seen; it is counted in ``vetoes`` and in the next evidence. So
is a kind that waits because another one explains it away (``Rule.suspended_by``): motion while the lens is covered.

What was told without a name and gets one later (``Rule.names``) goes on as the same episode under the better name, and
what is seen there without one afterwards belongs to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from camera_adapters.alerts.episode import BoxTuple, Episode, EpisodeKey, LastTold, Moment, PlaceEvidence, State
from camera_adapters.alerts.history import ScoreHistory
from camera_adapters.alerts.observation import Observation
from camera_adapters.alerts.rules import RuleBook
from camera_adapters.messages import Phase
from common.kinds.rule import AfterClear, Merge

SAME_HOUR = "same_hour"
"""Veto: other days at this hour scored as high."""
SCORE_GROWTH = 0.15
AREA_GROWTH = 2.0
"""An update is told early when the score rose by this much, or the box grew by this factor."""
DOUBT, DOUBT_THERE = 2, 1
"""Strong looks of a kind for which others wait that it would explain away: what covers the lens makes everything move a
second before it is sure to cover it. Where something burns or rises one look is enough: it concerns that place only."""
PART = 0.5
"""Share of a box that must lie within another to be a part of what is seen there."""
DRIFT = 0.5
"""How far beyond what burns or rises its puffs and sparks go, in its own sizes."""
NEAR = 0.15
"""Boxes whose centres are closer than this share of the picture's width are the same place."""


@dataclass(frozen=True, slots=True)
class EpisodeStep:
    """One step of one episode, ready to be sent. ``box`` as in ``Observation``; times in UTC."""

    phase: Phase
    event_id: UUID
    episode_id: UUID
    seq: int
    kind: str
    zone: str | None
    place: str
    score: float
    value: float | None
    unit: str | None
    box: BoxTuple | None
    started_at: datetime
    captured_at: datetime
    evidence: dict[str, float]


class AlertPolicy:
    """The policy of one camera; used by one thread. Memory is bounded: what falls silent is forgotten."""

    def __init__(self, rules: RuleBook, new_id: Callable[[], UUID], history: ScoreHistory | None = None) -> None:
        self._rules = rules
        self.new_id = self._new_id = new_id
        self.history = self._history = history or ScoreHistory()
        self._episodes: list[Episode] = []
        self.vetoes: Counter[tuple[str, str]] = Counter()
        """How many observations were vetoed since the start, by kind and reason."""

    def step(
        self,
        observations: Sequence[Observation],
        *,
        monotonic: float,
        captured_at: datetime,
    ) -> list[EpisodeStep]:
        """Take what was seen at one moment; call it without observations about once a second to let time pass.

        A kind and zone that stand in ``observations`` were looked at: their other known places count as not seen, so a
        detector that finds nothing says so with a score of 0. What was not looked at is left to time. ``monotonic``
        must not go back; ``captured_at`` is aware UTC. ``KeyError`` when a kind has no rule.
        """
        moment = Moment(monotonic, captured_at)
        seen, vetoed = self._take(observations, moment)
        self._miss(seen, vetoed)
        decisions: list[EpisodeStep] = []
        # Candidates last: they join what already stands.
        for episode in sorted(self._episodes, key=lambda each: each.state is State.CANDIDATE):
            decisions += self._advance(episode, moment)
        self._episodes = [episode for episode in self._episodes if episode.state is not State.IDLE]
        return [decision for decision in decisions if not self._rules.rule(decision.kind, decision.zone).quiet]

    def noisy_after(self, kind: str, zone: str | None) -> int:
        """How many alerts of a kind an hour may bring, as its rule says; 0 for any number."""
        return self._rules.rule(kind, zone).noisy_after

    def active(self) -> frozenset[str]:
        """Kinds that people were told of and that hold now (not those in their cool-down)."""
        return frozenset(each.key.kind for each in self._episodes if each.state in (State.ACTIVE, State.CLEARING))

    def conditions(self) -> frozenset[str]:
        """Kinds that hold now and that nobody is called for."""
        holding = (each for each in self._episodes if each.state in (State.ACTIVE, State.CLEARING))
        return frozenset(each.key.kind for each in holding if each.rule.quiet)

    # ------------------------------------------------------------ taking observations

    def _take(
        self, observations: Sequence[Observation], moment: Moment
    ) -> tuple[set[tuple[EpisodeKey, str]], set[EpisodeKey]]:
        best: dict[tuple[EpisodeKey, str], Observation] = {}
        vetoed: set[EpisodeKey] = set()
        for observation in observations:
            key = EpisodeKey(observation.kind, observation.zone)
            if observation.veto is not None:
                self.vetoes[observation.kind, observation.veto] += 1
                vetoed.add(key)
                continue
            known = best.get((key, observation.place))
            if known is None or observation.score > known.score:
                best[key, observation.place] = observation
        for (key, place), observation in best.items():
            if self._rules.rule(key.kind, key.zone).by_history:
                self._history.note(key.kind, key.zone, observation.score, moment.captured_at)
            self._evidence(key, place, observation, moment)
        return set(best), vetoed

    def _evidence(self, key: EpisodeKey, place: str, observation: Observation, moment: Moment) -> None:
        rule = self._rules.rule(key.kind, key.zone)
        for episode in self._episodes:
            if place not in episode.places:
                continue
            if episode.state is State.CANDIDATE and key.zone == episode.key.zone and episode.key.kind in rule.names:
                episode.rename(key, rule)  # what was seen of it without a name counts
            if episode.answers(key):
                episode.places[place].add(observation, moment)
                return
        if observation.score >= rule.off:  # what is weak starts nothing
            evidence = PlaceEvidence(rule)
            evidence.add(observation, moment)
            self._episodes.append(Episode(key, rule, place, {place: evidence}))

    def _miss(self, seen: set[tuple[EpisodeKey, str]], vetoed: set[EpisodeKey]) -> None:
        looked = {key for key, _ in seen}
        for episode in self._episodes:
            if episode.key in vetoed:
                episode.vetoed += 1
                continue
            for place, evidence in episode.places.items():
                key = EpisodeKey(evidence.kind or episode.key.kind, episode.key.zone)
                if key in looked and (key, place) not in seen and (episode.key, place) not in seen:
                    evidence.miss()

    # ------------------------------------------------------------ advancing episodes

    def _advance(self, episode: Episode, moment: Moment) -> list[EpisodeStep]:
        strongest = episode.settle(moment.monotonic)
        if episode.state is State.CANDIDATE:
            return self._candidate(episode, moment)
        if episode.state is State.COOLDOWN:
            return self._cooling(episode, moment)
        return self._holding(episode, strongest, moment)

    def _candidate(self, episode: Episode, moment: Moment) -> list[EpisodeStep]:
        if not episode.places:
            episode.move(State.IDLE)
            return []
        name, evidence = next(iter(episode.places.items()))
        if not evidence.fulfilled(moment.monotonic):
            return []
        host = self._host(episode, evidence)
        if host is not None:
            return self._join(host, episode, name, moment)
        if self._usual_at_this_hour(episode, evidence, moment):
            self.vetoes[episode.key.kind, SAME_HOUR] += 1
            episode.vetoed += 1
            return []
        explained = self._explaining(episode, evidence)
        if explained:
            self.vetoes[episode.key.kind, min(explained)] += 1
            episode.vetoed += 1
            return []
        episode.move(State.ACTIVE)
        episode.episode_id = self._new_id()
        episode.started_at = evidence.started_at or moment.captured_at
        episode.strong_at, episode.latest = moment.monotonic, evidence.last
        if episode.rule.merge is Merge.ZONE:
            episode.place = ""
        return [self._tell(episode, Phase.RAISED, moment)]

    def _join(self, host: Episode, candidate: Episode, name: str, moment: Moment) -> list[EpisodeStep]:
        """The candidate belongs to an episode that was told of; with a better name that is told at once."""
        host.visitors += name not in host.places
        host.places[name] = candidate.places[name]
        candidate.move(State.IDLE)
        if host.key.kind not in candidate.rule.names:
            return self._advance(host, moment)
        host.rename(candidate.key, candidate.rule)
        if host.state is State.CLEARING:
            host.move(State.ACTIVE)
        host.settle(moment.monotonic)
        return [self._tell(host, Phase.UPDATED, moment)]

    def _explaining(self, candidate: Episode, evidence: PlaceEvidence) -> set[str]:
        """Kinds that explain the candidate away: those of the whole picture, and those that are seen where it is."""
        rule = candidate.rule
        found = {each.key.kind for each in self._episodes if each.explains(DOUBT)} & rule.suspended_by
        box = None if evidence.last is None else evidence.last.box
        if box is None:
            return found
        there = (each for each in self._episodes if each.key.kind in rule.explained_by and each.explains(DOUBT_THERE))
        return found | {each.key.kind for each in there if any(explains(drifted(known), box) for known in each.where)}

    def _usual_at_this_hour(self, episode: Episode, evidence: PlaceEvidence, moment: Moment) -> bool:
        """Whether this zone scores as high at this time of day on other days too."""
        if not episode.rule.by_history:
            return False
        key, usual = episode.key, episode.rule.threshold
        return evidence.strength < self._history.threshold(key.kind, key.zone, moment.captured_at, usual)

    def _host(self, candidate: Episode, evidence: PlaceEvidence) -> Episode | None:
        """The episode that this candidate is a part of, or None."""
        for episode in self._episodes:
            told = episode.state in (State.ACTIVE, State.CLEARING, State.COOLDOWN)
            if told and episode.key == candidate.key and self._same(episode, candidate, evidence):
                return episode
        holding = [each for each in self._episodes if each.state in (State.ACTIVE, State.CLEARING)]
        for episode in holding:
            nameless = episode.answers(candidate.key) or candidate.answers(episode.key)
            if nameless and candidate.rule.merge is Merge.ZONE:
                return episode
        return None

    @staticmethod
    def _same(episode: Episode, candidate: Episode, evidence: PlaceEvidence) -> bool:
        if episode.rule.merge is Merge.ZONE or episode.place == candidate.place:
            return True
        if episode.rule.merge is Merge.PLACE:
            return False
        box = evidence.last.box if evidence.last is not None else None
        return box is not None and any(overlapping(box, known) for known in episode.boxes)

    def _holding(self, episode: Episode, strongest: PlaceEvidence | None, moment: Moment) -> list[EpisodeStep]:
        if strongest is not None:
            if episode.state is State.CLEARING:
                episode.move(State.ACTIVE)
            return [self._tell(episode, Phase.UPDATED, moment)] if worth_telling(episode, moment.monotonic) else []
        if episode.state is State.ACTIVE:
            episode.move(State.CLEARING)
        if moment.monotonic - episode.strong_at < episode.rule.clear_seconds:
            return []
        episode.move(State.COOLDOWN)
        episode.clear_at = moment.monotonic
        return [self._tell(episode, Phase.ENDED, moment)]

    def _cooling(self, episode: Episode, moment: Moment) -> list[EpisodeStep]:
        if moment.monotonic - episode.clear_at >= episode.rule.cooldown_seconds:
            episode.move(State.IDLE)
            self._release(episode)
            return []
        same = episode.rule.after_clear is AfterClear.SAME_EPISODE
        if same and any(evidence.fulfilled(moment.monotonic) for evidence in episode.places.values()):
            episode.move(State.ACTIVE)
            return [self._tell(episode, Phase.UPDATED, moment)]
        return []

    def _release(self, episode: Episode) -> None:
        """What was suppressed during the cool-down becomes a candidate of its own, raised when it still holds."""
        for place, evidence in episode.places.items():
            self._episodes.append(Episode(episode.key, episode.rule, place, {place: evidence}))

    # ------------------------------------------------------------ telling

    def _tell(self, episode: Episode, phase: Phase, moment: Moment) -> EpisodeStep:
        latest = episode.latest
        if episode.episode_id is None or episode.started_at is None or latest is None:
            raise RuntimeError("an episode that was never raised has nothing to tell")
        episode.sent = LastTold(moment.monotonic, latest.score, _area(latest.box), episode.visitors)
        decision = EpisodeStep(
            phase=phase,
            event_id=self._new_id(),
            episode_id=episode.episode_id,
            seq=episode.seq,
            kind=episode.key.kind,
            zone=episode.key.zone,
            place=episode.place,
            score=latest.score,
            value=latest.value,
            unit=latest.unit,
            box=latest.box,
            started_at=episode.started_at,
            captured_at=moment.captured_at,
            evidence={**latest.evidence, **_summary(episode)},
        )
        episode.seq += 1
        return decision


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


def overlapping(a: BoxTuple, b: BoxTuple) -> bool:
    """Whether two boxes (fractions of the picture) are one place: IoU above 0.1, or centres nearly the same."""
    width = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    height = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    common = max(0.0, width) * max(0.0, height)
    if common > 0.1 * (_area(a) + _area(b) - common):
        return True
    dx = (a[0] + a[2] / 2) - (b[0] + b[2] / 2)
    dy = (a[1] + a[3] / 2) - (b[1] + b[3] / 2)
    return dx * dx + dy * dy < NEAR * NEAR


def drifted(known: BoxTuple) -> BoxTuple:
    """Where puffs and sparks of what burns or rises there go: half its size beyond it to both sides and above."""
    x, y, width, height = known
    above = min(y, DRIFT * height)
    return x - DRIFT * width, y - above, (1.0 + 2.0 * DRIFT) * width, height + above


def explains(known: BoxTuple, box: BoxTuple) -> bool:
    """Whether what is seen in ``box`` may be a part of what is known: its place, or mostly inside of it as a tongue of
    flame is in a fire."""
    width = min(known[0] + known[2], box[0] + box[2]) - max(known[0], box[0])
    height = min(known[1] + known[3], box[1] + box[3]) - max(known[1], box[1])
    inside = max(0.0, width) * max(0.0, height)
    return inside > PART * _area(box) or overlapping(known, box)


def _area(box: BoxTuple | None) -> float:
    return 0.0 if box is None else box[2] * box[3]


def _summary(episode: Episode) -> dict[str, float]:
    summary = {"peak_score": round(episode.peak, 3), "visitors": float(episode.visitors)}
    if episode.vetoed:
        summary["vetoed"] = float(episode.vetoed)
    return summary
