"""Memory of the alert policy: the scores of one place, and the state of one episode."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from heapq import nlargest
from typing import NamedTuple
from uuid import UUID

from camera_adapters.alerts.observation import Observation
from camera_adapters.base.boxes import BoxTuple
from common.kinds.rule import Rule
from common.states import StateTable

MOST_DOUBLINGS = 10


class Moment(NamedTuple):
    """One instant on both clocks: monotonic seconds, and aware UTC."""

    monotonic: float
    captured_at: datetime


class EpisodeKey(NamedTuple):
    """Kind and zone of an episode; several with one key exist at once only where places do not merge."""

    kind: str
    zone: str | None


class State(Enum):
    """Where an episode stands; people know of it from ``ACTIVE`` on."""

    IDLE = "idle"
    CANDIDATE = "candidate"
    ACTIVE = "active"
    CLEARING = "clearing"
    COOLDOWN = "cooldown"


STATES = StateTable(
    "an episode",
    {
        State.IDLE: frozenset({State.CANDIDATE}),
        State.CANDIDATE: frozenset({State.IDLE, State.ACTIVE}),
        State.ACTIVE: frozenset({State.CLEARING}),
        State.CLEARING: frozenset({State.ACTIVE, State.COOLDOWN}),
        State.COOLDOWN: frozenset({State.ACTIVE, State.IDLE}),
    },
)


class PlaceEvidence:
    """The last M scores of one place, and since when they have been enough."""

    def __init__(self, rule: Rule) -> None:
        self._rule = rule
        self._scores: deque[float] = deque(maxlen=rule.window)
        self._since: float | None = None
        self._begun: datetime | None = None
        self.seen_at = float("-inf")
        """When it was last strong, monotonic seconds."""
        self.last: Observation | None = None
        self.kind: str | None = None
        """What the detector called it last: without a name, or by one."""

    def judge_by(self, rule: Rule) -> None:
        """Take another rule; what it has been scored so far counts, as much of it as the rule looks at."""
        self._rule, self._scores = rule, deque(self._scores, maxlen=rule.window)

    @property
    def strength(self) -> float:
        """Mean of the N best of the last M scores; a missing score counts as 0."""
        return sum(nlargest(self._rule.needed, self._scores)) / self._rule.needed

    @property
    def started_at(self) -> datetime | None:
        """When the present run of strong observations began, UTC; None while there is none."""
        return self._begun

    def add(self, observation: Observation, moment: Moment) -> None:
        """Take what a detector says of this place now."""
        if moment.monotonic - self.seen_at > max(self._rule.clear_seconds, 1.0):
            self._scores.clear()  # old scores say nothing after a long silence
            self._since = self._begun = None
        self.kind = observation.kind
        self._scores.append(observation.score)
        if observation.score >= self._rule.off:
            self.seen_at, self.last = moment.monotonic, observation
            self._since = moment.monotonic if self._since is None else self._since
            self._begun = self._begun or moment.captured_at
        else:
            self._break_when_weak()

    def miss(self) -> None:
        """The detector looked and did not find it."""
        self._scores.append(0.0)
        self._break_when_weak()

    def _break_when_weak(self) -> None:
        # The run is over when N of M cannot be reached any more; places of the window still free may yet be hits.
        possible = self._rule.window - len(self._scores) + sum(score >= self._rule.off for score in self._scores)
        if possible < self._rule.needed:
            self._since = self._begun = None

    @property
    def hits(self) -> int:
        """How many of the last M scores are strong."""
        return sum(score >= self._rule.off for score in self._scores)

    @property
    def enough(self) -> bool:
        """Whether N of the last M are strong and reach the threshold, for however short a time."""
        return self.hits >= self._rule.needed and self.strength >= self._rule.threshold

    def fulfilled(self, now: float) -> bool:
        """Whether this place, seen at this very moment, would be an alert of its own."""
        held = self._since is not None and self.seen_at - self._since >= self._rule.hold_seconds
        return self.seen_at == now and held and self.enough

    def strong_at(self, now: float) -> bool:
        """Whether it was seen at this very moment and strength still carries an episode."""
        return self.seen_at == now and self.strength >= self._rule.off


@dataclass(slots=True)
class LastTold:
    """State of an episode as its last message told it; an update is sent when the episode has grown since."""

    at: float
    score: float
    area: float
    places: int


@dataclass(slots=True)
class Episode:
    """One run of the state machine, with the places that belong to it."""

    key: EpisodeKey
    rule: Rule
    place: str
    places: dict[str, PlaceEvidence]
    state: State = State.CANDIDATE
    episode_id: UUID | None = None
    started_at: datetime | None = None
    seq: int = 0
    strong_at: float = float("-inf")
    """When it was last strong, monotonic seconds."""
    clear_at: float = float("-inf")
    """When its cool-down began."""
    sent: LastTold | None = None
    latest: Observation | None = None
    peak: float = 0.0
    returns: int = 0
    """How often it came back after its end had been told."""
    visitors: int = 1
    """How many places have joined it."""
    vetoed: int = 0
    boxes: deque[BoxTuple] = field(default_factory=lambda: deque(maxlen=4))
    """Where it was last told to be; what overlaps one of them is the same thing."""

    @property
    def clear_seconds(self) -> float:
        """How long it must be weak before its end is told: twice as long after each return, at most its cool-down, so
        that what comes and goes is not told each time."""
        bound = max(self.rule.clear_seconds, self.rule.cooldown_seconds)
        return min(bound, self.rule.clear_seconds * 2.0 ** min(self.returns, MOST_DOUBLINGS))

    def answers(self, key: EpisodeKey) -> bool:
        """Whether an observation of this kind and zone may be of a place of this episode."""
        return key == self.key or (key.zone == self.key.zone and key.kind in self.rule.names)

    def rename(self, key: EpisodeKey, rule: Rule) -> None:
        """Give the episode a better name; it and its scores so far are judged by that name's rule."""
        self.key, self.rule = key, rule
        for evidence in self.places.values():
            evidence.judge_by(rule)

    def move(self, new: State) -> None:
        """Go to ``new``; ``IllegalMoveError`` when the table does not have it."""
        self.state = STATES.move(self.state, new)

    @property
    def holds(self) -> bool:
        """Whether the episode was raised and is not over."""
        return self.state in (State.ACTIVE, State.CLEARING)

    def explains(self, hits: int) -> bool:
        """Whether it holds, or was strong in so many of the last looks that what it explains away must wait for it."""
        if self.holds:
            return True
        return self.state is State.CANDIDATE and any(evidence.hits >= hits for evidence in self.places.values())

    @property
    def where(self) -> list[BoxTuple]:
        """Where it was seen lately, told or not."""
        last = (evidence.last for evidence in self.places.values())
        return [*self.boxes, *(each.box for each in last if each is not None and each.box is not None)]

    def settle(self, now: float) -> PlaceEvidence | None:
        """Note what is strong now, forget places that have been silent; the strongest place of this moment or None."""
        strong = [evidence for evidence in self.places.values() if evidence.strong_at(now)]
        best = max(strong, key=lambda each: each.strength, default=None)
        if best is not None and best.last is not None:
            self.strong_at, self.latest = now, best.last
            self.peak = max(self.peak, best.last.score)
            if best.last.box is not None:
                self.boxes.append(best.last.box)
        forgotten = [name for name, each in self.places.items() if now - each.seen_at > self.rule.clear_seconds]
        for name in forgotten:
            del self.places[name]
        return best
