"""Alert policy: one state machine for every kind of hazard and fault, without I/O and without a clock.

A *place* (kind, zone, place) keeps the last M scores that a detector gave it; its strength is the mean of the N best.
It is *fulfilled* when N of them are strong, their mean reaches the threshold, and that has held for the rule's time.
An *episode* is what people are told of::

    IDLE → CANDIDATE → ACTIVE ⇄ CLEARING → COOLDOWN → IDLE
                       raised   updated     ended       (COOLDOWN → ACTIVE: the same visitor came back, updated)

Strength below 0.8 × threshold, or no observation, for ``clear_seconds`` leads from ACTIVE to COOLDOWN. The end is told
at once, so that the page does not show a condition that is over. An ``updated`` after the end says that the condition
is back; from then on its end is told only after twice the time, so that what flickers is not told each time. A place
that becomes fulfilled beside an episode of its kind joins that episode: it updates the episode and raises no second
alert.

Other kinds need no change here, only the rule in their record in ``common.kinds``. Smoke has one place for each plume
(``Merge.OVERLAP``, a hold of 20 s). A water level gives ``value`` and ``unit`` with score 1 above its mark, and has one
place for each mark (``Merge.PLACE``), so that each mark is an episode of its own; the centre makes one alert of them. A
network that tracks persons and boats has one place for each track, as motion does.

A vetoed observation counts neither as seen nor as not seen; it is counted in ``vetoes`` and in the next evidence. The
same holds for a kind that waits because another kind explains it (``Rule.suspended_by``): motion while the lens is
covered.

An episode that began without a name and gets one later (``Rule.names``: motion turns out to be a person) continues
under the better name. Observations without a name at the same place belong to it from then on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from camera_adapters.alerts.episode import Episode, EpisodeKey, Moment, PlaceEvidence, State
from camera_adapters.alerts.history import ScoreHistory
from camera_adapters.alerts.observation import Observation
from camera_adapters.alerts.relations import explaining, host_of
from camera_adapters.alerts.rules import RuleBook
from camera_adapters.alerts.telling import tell, worth_telling
from camera_adapters.messages import EpisodeStep, Phase
from common.kinds.rule import AfterClear, Merge

SAME_HOUR = "same_hour"
"""Veto: other days at this hour scored as high."""


class AlertPolicy:
    """The policy of one camera, used by one thread at a time.

    It keeps one episode for each place that is above the lower threshold; a place without observations is forgotten,
    which bounds its memory.

    Args:
        rules: The rule of every kind and zone that observations may name.
        new_id: Makes the identifiers of episodes and of their steps.
        history: Scores of other days; may be shared with whoever stores them.
    """

    def __init__(self, rules: RuleBook, new_id: Callable[[], UUID], history: ScoreHistory | None = None) -> None:
        self._rules = rules
        self._new_id = new_id
        self._history = history or ScoreHistory()
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
        """Take the observations of one moment; call it without any about once a second to let time pass.

        Args:
            observations: A kind and zone that stand here were looked at: their other known places count as not seen,
                so a detector that finds nothing says so with a score of 0. Any other kind and zone only ages.
            monotonic: Seconds of the moment; must never be less than in the call before.
            captured_at: The same moment, aware UTC.

        Returns:
            Steps of episodes that people are to be told of, in order. Kinds whose rule is ``quiet`` are left out.

        Raises:
            KeyError: a kind has no rule.
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

    def active(self) -> frozenset[str]:
        """Kinds of the episodes that hold now: ACTIVE and CLEARING, not those in their cool-down."""
        return frozenset(each.key.kind for each in self._episodes if each.holds)

    def conditions(self) -> frozenset[str]:
        """Kinds that hold now and whose rule is ``quiet``: they raise no alert and stand in the camera's health."""
        return frozenset(each.key.kind for each in self._episodes if each.holds and each.rule.quiet)

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
        host = host_of(episode, evidence, self._episodes)
        if host is not None:
            return self._join(host, episode, name, moment)
        if self._usual_at_this_hour(episode, evidence, moment):
            self.vetoes[episode.key.kind, SAME_HOUR] += 1
            episode.vetoed += 1
            return []
        explained = explaining(episode, evidence, self._episodes)
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

    def _usual_at_this_hour(self, episode: Episode, evidence: PlaceEvidence, moment: Moment) -> bool:
        """Whether this zone scores as high at this time of day on other days too."""
        if not episode.rule.by_history:
            return False
        key, usual = episode.key, episode.rule.threshold
        return evidence.strength < self._history.threshold(key.kind, key.zone, moment.captured_at, usual)

    def _holding(self, episode: Episode, strongest: PlaceEvidence | None, moment: Moment) -> list[EpisodeStep]:
        if strongest is not None:
            if episode.state is State.CLEARING:
                episode.move(State.ACTIVE)
            return [self._tell(episode, Phase.UPDATED, moment)] if worth_telling(episode, moment.monotonic) else []
        if episode.state is State.ACTIVE:
            episode.move(State.CLEARING)
        if moment.monotonic - episode.strong_at < episode.clear_seconds:
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
            episode.returns += 1
            return [self._tell(episode, Phase.UPDATED, moment)]
        return []

    def _release(self, episode: Episode) -> None:
        """What was suppressed during the cool-down becomes a candidate of its own, raised when it still holds."""
        for place, evidence in episode.places.items():
            self._episodes.append(Episode(episode.key, episode.rule, place, {place: evidence}))

    def _tell(self, episode: Episode, phase: Phase, moment: Moment) -> EpisodeStep:
        return tell(episode, phase, moment, self._new_id())
