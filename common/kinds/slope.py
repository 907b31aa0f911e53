"""The kinds of what comes down a slope."""

from __future__ import annotations

from common.kinds.cameras import UNSTEADY
from common.kinds.fire import RISING
from common.kinds.record import Category, Family, Kind
from common.kinds.rule import Merge, Rule
from common.text import Text

ROCKFALL = Kind(
    name="rockfall",
    words=Text(zh="落石", en="Rockfall"),
    meaning="three and more stones that come down the same way within ten seconds, "
    "or a scar: a part of a slope that looks another for a minute",
    level=1,
    # Three stones and more within seconds, or a scar that has stayed for a minute: there is no time to wait.
    rule=Rule(
        threshold=0.6,
        needed=2,
        window=3,
        clear_seconds=60.0,
        cooldown_seconds=600.0,
        merge=Merge.OVERLAP,
        suspended_by=UNSTEADY,
        explained_by=RISING,
        noisy_after=0,
    ),
    family=Family.SLOPE,
    categories=(Category.GEO, Category.SAFETY),
    unit=None,
    by_hand=True,
)

KINDS = (ROCKFALL,)
