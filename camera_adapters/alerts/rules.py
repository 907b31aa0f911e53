"""How long and how surely each kind must be seen before it is an alert: the visible table of rules.

A row is what the deployment starts from; a camera's ``DetectorSpec.settings`` may override it for one detector.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from types import MappingProxyType

from camera_adapters.alerts.bounds import bounded, check

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
    """What a return within the cool-down means; the end is told before it in both cases."""

    SAME_EPISODE = "same_episode"
    """The visitor came back: the ended episode goes on."""
    NEW_LATER = "new_later"
    """A relapse is raised as a new episode if it still holds after the cool-down."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Bounds of one kind. Times in seconds on the monotonic clock."""

    threshold: float = bounded(0.5, 0, 1, above=True)
    needed: int = bounded(3, 1, 1000)
    """Observations that must be strong among the last ``window``."""
    window: int = bounded(5, 1, 1000)
    hold_seconds: float = bounded(0.0, 0, 3600, unit="s")
    """How long it must be fulfilled without a break before it is raised."""
    clear_seconds: float = bounded(20.0, 0, 86_400, unit="s")
    """How long it must be weak or silent before it counts as over; shorter gaps belong to the episode."""
    cooldown_seconds: float = bounded(120.0, 0, 86_400, unit="s")
    update_seconds: float = bounded(10.0, 0, 3600, unit="s")
    """The least time between two ``updated`` that say only: still there."""
    growth_seconds: float = 2.0
    """The least time before an ``updated`` that says: it grew much, or there are more of them."""
    merge: Merge = Merge.ZONE
    after_clear: AfterClear = AfterClear.SAME_EPISODE
    suspended_by: frozenset[str] = frozenset()
    """Kinds that explain this one away: while one of them holds or is about to, nothing of this kind is raised."""
    explained_by: frozenset[str] = frozenset()
    """Kinds that explain this one away where they are seen: smoke that drifts moves as a body does."""
    names: frozenset[str] = frozenset()
    """Kinds of which this one is the better name: an alert of theirs in the same zone goes on under this one."""
    noisy_after: int = bounded(6, 0, 1000)
    """Alerts of this kind in an hour after which further ones go into one item that asks the officer; 0: never."""
    by_history: bool = False
    """Whether the threshold rises where this hour of the day has a history."""
    quiet: bool = False
    """Nobody is called: while it holds it stands in the camera's state, and that is all."""

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


COVERED = frozenset({"camera_covered", "camera_moved"})
NAMELESS = frozenset({"intrusion"})
RISING = frozenset({"smoke", "smoke_far", "emission", "flame"})


def _fault(hold_seconds: float, *, needed: int = 3, window: int = 5) -> Rule:
    """A fault of the camera: it is measured about once a second and must hold; 30 good seconds end it."""
    return Rule(
        needed=needed,
        window=window,
        hold_seconds=hold_seconds,
        clear_seconds=30.0,
        cooldown_seconds=300.0,
        update_seconds=60.0,
        after_clear=AfterClear.NEW_LATER,
        noisy_after=0,  # a fault is told each time; those that come together are grouped over cameras
    )


def _plume(hold: float, *, needed: int, window: int, clear_seconds: float, cooldown_seconds: float) -> Rule:
    """Something that rises and stays; one episode a place."""
    return Rule(
        threshold=0.58,
        needed=needed,
        window=window,
        hold_seconds=hold,
        clear_seconds=clear_seconds,
        cooldown_seconds=cooldown_seconds,
        update_seconds=20.0,
        merge=Merge.OVERLAP,
        suspended_by=COVERED,
        by_history=True,
    )


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        # A hand before the lens moves like a body, and a turned or rolling camera makes everything move; a plume and a
        # fire travel, and have a name of their own.
        "intrusion": Rule(
            suspended_by=COVERED | {"camera_shaking"},
            explained_by=RISING,
        ),
        # Judged once a second over windows that overlap: four of five in a row are five seconds of fire, of neon they
        # are two at most.
        "flame": Rule(
            by_history=True,
            threshold=0.6,
            needed=4,
            window=5,
            hold_seconds=2.5,
            noisy_after=0,  # fire is told each time at its own level, never bundled at a lesser one
            clear_seconds=30.0,
            cooldown_seconds=300.0,
            merge=Merge.OVERLAP,
            suspended_by=COVERED,
        ),
        # The same by name, counted by looks of the network: about one a second, three at once when somebody comes.
        **dict.fromkeys(("person", "vehicle", "boat"), Rule(suspended_by=COVERED, names=NAMELESS)),
        # Somebody in the water is told each time, never bundled at a lesser level.
        "swimmer": Rule(suspended_by=COVERED, names=NAMELESS, noisy_after=0),
        # Three of five looks after 20 s of evidence: at any rate of looks, and five pictures of a time lapse.
        # For how long it has been seen while it was small counts.
        "smoke": replace(
            _plume(20.0, needed=3, window=5, clear_seconds=120.0, cooldown_seconds=600.0),
            names=frozenset({"smoke_far"}),
        ),
        # A candidate for a person to judge: it may take its time, and near smoke says the same better.
        "smoke_far": replace(
            _plume(40.0, needed=4, window=6, clear_seconds=600.0, cooldown_seconds=1800.0),
            suspended_by=COVERED | {"smoke"},
        ),
        # What a works site gives off in its working hours: it must last.
        "emission": _plume(60.0, needed=4, window=6, clear_seconds=120.0, cooldown_seconds=1800.0),
        # Three stones and more within seconds, or a scar that has stayed for a minute: there is no time to wait.
        "rockfall": Rule(
            threshold=0.6,
            needed=2,
            window=3,
            clear_seconds=60.0,
            cooldown_seconds=600.0,
            merge=Merge.OVERLAP,
            suspended_by=COVERED | {"camera_shaking"},
            explained_by=RISING,
            noisy_after=0,
        ),
        # What the current carries goes by; what hangs before a screen stays.
        "debris": Rule(
            threshold=0.6, clear_seconds=60.0, cooldown_seconds=600.0, suspended_by=COVERED | {"boat", "swimmer"}
        ),
        # Looked at every five seconds; water does not come and go in one.
        "flood": Rule(
            threshold=0.6,
            needed=3,
            window=4,
            hold_seconds=60.0,
            clear_seconds=600.0,
            cooldown_seconds=1800.0,
            update_seconds=60.0,
            suspended_by=COVERED,
            noisy_after=0,
        ),
        # The detector has followed whom it says it of: one word is enough.
        "line_crossing": Rule(
            needed=1, window=2, cooldown_seconds=30.0, update_seconds=2.0, suspended_by=COVERED | {"camera_shaking"}
        ),
        "loitering": Rule(clear_seconds=30.0, suspended_by=COVERED | {"camera_shaking"}),
        # The worker says it once a source has been silent for its own 8 s, so the first word counts. A loss may never
        # hide in a cool-down: a camera that flaps is counted in its open alert, one that is lost again rings again.
        "camera_lost": replace(_fault(0.0, needed=1, window=1), clear_seconds=10.0, cooldown_seconds=0.0),
        # One picture that differs proves that the camera lives, so not one of five may.
        "camera_frozen": _fault(10.0, needed=5),
        "camera_black": _fault(10.0),
        "camera_covered": _fault(10.0),
        "camera_moved": _fault(10.0),
        "camera_blurred": _fault(60.0),
        # Three readings in a row; pictures of a gauge may come every quarter of an hour. A level never hides in a
        # cool-down: what falls below its mark and comes again is told again.
        "water_level": Rule(
            noisy_after=0,  # a rise of level always is told
            needed=3,
            window=3,
            clear_seconds=1800.0,
            cooldown_seconds=0.0,
            update_seconds=60.0,
            merge=Merge.PLACE,
            after_clear=AfterClear.NEW_LATER,
            suspended_by=frozenset({"camera_covered", "camera_moved"}),
        ),
        # One observation a stretch of time, of a quarter of an hour at most: three of them in a row.
        "level_rise": Rule(
            noisy_after=0,  # a rise of level always is told
            needed=3,
            window=3,
            clear_seconds=2700.0,
            cooldown_seconds=0.0,
            update_seconds=60.0,
            after_clear=AfterClear.NEW_LATER,
            suspended_by=frozenset({"camera_covered", "camera_moved"}),
        ),
        # It has failed for a quarter of an hour when the detector says so.
        "gauge_unreadable": _fault(0.0, needed=1, window=1),
        # A gust passes in two or three seconds.
        "camera_shaking": _fault(0.0, needed=4, window=6),
        # Fog comes and goes slowly.
        "low_visibility": replace(_fault(60.0), quiet=True),
    }
)
"""Every kind that may become an alert."""


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The rules of one camera: its overrides by kind and zone, the table for the rest."""

    overrides: Mapping[tuple[str, str | None], Rule] = field(default_factory=dict)

    def rule(self, kind: str, zone: str | None) -> Rule:
        """The rule of a kind in a zone; ``KeyError`` when no rule of that kind exists."""
        found = self.overrides.get((kind, zone))
        return RULES[kind] if found is None else found
