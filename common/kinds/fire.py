"""The kinds of fire and of what rises from it."""

from __future__ import annotations

from dataclasses import replace

from common.kinds.cameras import COVERED
from common.kinds.record import Category, Family, Kind
from common.kinds.rule import Merge, Rule
from common.text import Text

RISING = frozenset({"smoke", "smoke_far", "emission", "flame"})
"""What moves as a body does, or comes down a slope as stones do, and is neither."""


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


SMOKE = Kind(
    name="smoke",
    words=Text(zh="烟雾", en="Smoke"),
    meaning="a plume of at least half a percent of the picture",
    level=3,
    # Three of five looks after 20 s of evidence: at any rate of looks, and five pictures of a time lapse.
    # For how long it has been seen while it was small counts.
    rule=replace(
        _plume(20.0, needed=3, window=5, clear_seconds=120.0, cooldown_seconds=600.0),
        names=frozenset({"smoke_far"}),
    ),
    family=Family.FIRE,
    categories=(Category.FIRE,),
    unit="%",
    by_hand=True,
    told_as=frozenset({"smoke_far", "emission"}),
)

SMOKE_FAR = Kind(
    name="smoke_far",
    words=Text(zh="疑似远处烟雾", en="Possible far smoke"),
    meaning="a smaller plume, a candidate for a person to judge",
    level=4,
    # A candidate for a person to judge: it may take its time, and near smoke says the same better.
    rule=replace(
        _plume(40.0, needed=4, window=6, clear_seconds=600.0, cooldown_seconds=1800.0),
        suspended_by=COVERED | {"smoke"},
    ),
    family=None,
    categories=(Category.FIRE,),
    unit="%",
    by_hand=True,
)

EMISSION = Kind(
    name="emission",
    words=Text(zh="扬尘与烟气排放", en="Dust or emission of works"),
    meaning="what rises over a works site in its working hours",
    level=4,
    # What a works site gives off in its working hours: it must last.
    rule=_plume(60.0, needed=4, window=6, clear_seconds=120.0, cooldown_seconds=1800.0),
    family=None,
    categories=(Category.ENV,),
    unit="%",
    by_hand=True,
)

FLAME = Kind(
    name="flame",
    words=Text(zh="明火", en="Flame"),
    meaning="open fire, by its colour and how it flickers",
    level=2,
    # Judged once a second over windows that overlap: four of five in a row are five seconds of fire, of neon they are
    # two at most.
    rule=Rule(
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
    family=Family.FIRE,
    categories=(Category.FIRE,),
    unit=None,
    by_hand=True,
)

KINDS = (SMOKE, SMOKE_FAR, EMISSION, FLAME)
