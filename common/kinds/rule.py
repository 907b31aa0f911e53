"""Alert rule of a kind: how long and how surely it must be seen before it is an alert, and when it is over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from common.bounds import bounded, check
from common.text import Text

OFF_RATIO = 0.8
"""An episode holds on while its strength is at least this share of the threshold that started it."""


class Merge(Enum):
    """Which places of one kind and zone are the same thing."""

    ZONE = "zone"
    """All of them: one episode a zone, however many walk in it."""
    PLACE = "place"
    """None: every place is a thing of its own, as each mark of a water level is."""
    OVERLAP = "overlap"
    """Those whose boxes overlap or nearly touch: one episode a place."""


class AfterClear(Enum):
    """Meaning of a return within the cool-down; the end is told before it in both cases."""

    SAME_EPISODE = "same_episode"
    """The ended episode continues."""
    NEW_LATER = "new_later"
    """A relapse is raised as a new episode if it still holds after the cool-down."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Bounds of one kind. Times in seconds on the monotonic clock."""

    threshold: float = bounded(0.5, 0, 1, above=True, words=Text(zh="触发阈值", en="Threshold"))
    needed: int = bounded(3, 1, 1000, words=Text(zh="需要次数", en="Sightings needed"))
    """Observations that must be strong among the last ``window``."""
    window: int = bounded(5, 1, 1000, words=Text(zh="最近次数", en="Of the last"))
    hold_seconds: float = bounded(0.0, 0, 3600, unit="s", words=Text(zh="需持续", en="Must hold for"))
    """How long a place must be fulfilled without a break before its alert is raised."""
    clear_seconds: float = bounded(20.0, 0, 86_400, unit="s", words=Text(zh="消失多久算结束", en="Over after"))
    """How long an episode must be weak or without observations before it is over; shorter gaps belong to it."""
    cooldown_seconds: float = bounded(120.0, 0, 86_400, unit="s", words=Text(zh="冷却时间", en="Cool-down"))
    update_seconds: float = bounded(10.0, 0, 3600, unit="s", words=Text(zh="更新间隔", en="Update every"))
    """The least time between two ``updated`` of a condition that has not grown."""
    growth_seconds: float = 2.0
    """The least time before an ``updated`` of a condition that has grown much or has more places."""
    merge: Merge = Merge.ZONE
    after_clear: AfterClear = AfterClear.SAME_EPISODE
    suspended_by: frozenset[str] = frozenset()
    """Kinds that explain this one: while one of them holds or is about to, no alert of this kind is raised."""
    explained_by: frozenset[str] = frozenset()
    """Kinds that explain this one in the places where they are seen: drifting smoke moves as a body does."""
    names: frozenset[str] = frozenset()
    """Kinds of which this one is the better name: their alert in the same zone continues as one of this kind."""
    noisy_after: int = bounded(6, 0, 1000)
    """Alerts of this kind in an hour after which further ones go into one item that asks the officer; 0: never."""
    by_history: bool = False
    """Whether the threshold rises at hours that had high scores on other days."""
    quiet: bool = False
    """No alert is raised: while the condition holds it stands in the camera's health."""

    def __post_init__(self) -> None:
        check(self)
        if self.needed > self.window:
            raise ValueError("needed must be between 1 and window")
        if self.update_seconds < self.growth_seconds or self.growth_seconds < 0.0:
            raise ValueError("update_seconds must be at least growth_seconds")

    def with_counts(self, *, needed: int, window: int) -> Rule:
        """The same rule for another number of observations."""
        return replace(self, needed=needed, window=window)

    def with_hold(self, seconds: float) -> Rule:
        """The same rule that must hold for another time."""
        return replace(self, hold_seconds=seconds)

    @property
    def off(self) -> float:
        """The strength below which an episode begins to clear."""
        return self.threshold * OFF_RATIO
