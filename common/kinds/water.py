"""The kinds of high water, of what it carries, and of rain."""

from __future__ import annotations

from common.kinds.cameras import COVERED, fault
from common.kinds.record import Category, Family, Kind
from common.kinds.rule import AfterClear, Merge, Rule
from common.text import Text

WATER_LEVEL = Kind(
    name="water_level",
    words=Text(zh="水位超限", en="Water above mark"),
    meaning="the water has reached a mark of its gauge or station",
    level=3,
    # Three readings in a row; pictures of a gauge may come every quarter of an hour. A level never hides in a
    # cool-down: what falls below its mark and comes again is told again.
    rule=Rule(
        noisy_after=0,  # a rise of level always is told
        needed=3,
        window=3,
        clear_seconds=1800.0,
        cooldown_seconds=0.0,
        update_seconds=60.0,
        merge=Merge.PLACE,
        after_clear=AfterClear.NEW_LATER,
        suspended_by=COVERED,
    ),
    family=Family.WATER,
    categories=(Category.MET, Category.SAFETY),
    unit="m",
    by_hand=True,
    by_mark=True,
)

LEVEL_RISE = Kind(
    name="level_rise",
    words=Text(zh="水位快速上涨", en="Water rising fast"),
    meaning="the water rises faster than the gauge or station allows, three times in a row",
    level=3,
    # One observation a stretch of time, of a quarter of an hour at most: three of them in a row.
    rule=Rule(
        noisy_after=0,  # a rise of level always is told
        needed=3,
        window=3,
        clear_seconds=2700.0,
        cooldown_seconds=0.0,
        update_seconds=60.0,
        after_clear=AfterClear.NEW_LATER,
        suspended_by=COVERED,
    ),
    family=Family.WATER,
    categories=(Category.MET, Category.SAFETY),
    unit="m",
    by_hand=True,
)

GAUGE_UNREADABLE = Kind(
    name="gauge_unreadable",
    words=Text(zh="水尺无法读数", en="Gauge cannot be read"),
    meaning="no reading for a quarter of an hour",
    level=4,
    # It has failed for a quarter of an hour when the detector says so.
    rule=fault(0.0, needed=1, window=1),
    family=None,
    categories=(Category.INFRA,),
    unit=None,
    by_hand=False,
)

FLOOD = Kind(
    name="flood",
    words=Text(zh="地面进水", en="Flood over dry ground"),
    meaning="ground that has lost its own look and has that of the water beside it",
    level=2,
    # Looked at every five seconds; water does not come and go in one.
    rule=Rule(
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
    family=Family.WATER,
    categories=(Category.MET, Category.SAFETY),
    unit="%",
    by_hand=True,
)

DEBRIS = Kind(
    name="debris",
    words=Text(zh="漂浮物", en="Drifting debris"),
    meaning="what the current carries through a part of the water",
    level=3,
    # What the current carries goes by; what hangs before a screen stays.
    rule=Rule(threshold=0.6, clear_seconds=60.0, cooldown_seconds=600.0, suspended_by=COVERED | {"boat", "swimmer"}),
    family=None,
    categories=(Category.SAFETY,),
    unit=None,
    by_hand=True,
)

RAIN = Kind(
    name="rain",
    words=Text(zh="强降雨", en="Heavy rain"),
    meaning="a station measures more rain than it allows",
    level=3,
    rule=None,
    family=Family.WATER,
    categories=(Category.MET,),
    unit="mm/h",
    by_hand=True,
)

OVERTOPPING = Kind(
    name="overtopping",
    words=Text(zh="漫堤", en="Overtopping"),
    meaning="the water goes over a levee or a dam",
    level=1,
    rule=None,
    family=Family.WATER,
    categories=(Category.MET, Category.SAFETY),
    unit=None,
    by_hand=True,
)

KINDS = (WATER_LEVEL, LEVEL_RISE, GAUGE_UNREADABLE, FLOOD, DEBRIS, RAIN, OVERTOPPING)
