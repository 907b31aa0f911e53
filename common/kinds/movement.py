"""The kinds of who and what moves where nobody should."""

from __future__ import annotations

from common.kinds.cameras import COVERED, UNSTEADY
from common.kinds.fire import RISING
from common.kinds.record import Category, Kind
from common.kinds.rule import Rule
from common.text import Text

NAMELESS = frozenset({"intrusion"})
"""What motion alone says of a body; an object network has the better name."""


INTRUSION = Kind(
    name="intrusion",
    words=Text(zh="进入禁区", en="Intrusion"),
    meaning="somebody or something that moves through a zone as a body does",
    level=4,
    # A hand before the lens moves like a body, and a turned or rolling camera makes everything move; a plume and a fire
    # travel, and have a name of their own.
    rule=Rule(suspended_by=UNSTEADY, explained_by=RISING),
    family=None,
    categories=(Category.SECURITY,),
    unit=None,
    by_hand=True,
)

PERSON = Kind(
    name="person",
    words=Text(zh="人员进入禁区", en="Person in closed area"),
    meaning="somebody in a zone, known by the object network",
    level=4,
    # The same by name, counted by looks of the network: about one a second, three at once when somebody comes.
    rule=Rule(suspended_by=COVERED, names=NAMELESS),
    family=None,
    categories=(Category.SECURITY,),
    unit=None,
    by_hand=True,
    told_as=NAMELESS,
)

VEHICLE = Kind(
    name="vehicle",
    words=Text(zh="车辆进入禁区", en="Vehicle in closed area"),
    meaning="a vehicle in a zone, known by the object network",
    level=4,
    rule=Rule(suspended_by=COVERED, names=NAMELESS),
    family=None,
    categories=(Category.SECURITY,),
    unit=None,
    by_hand=True,
    told_as=NAMELESS,
)

BOAT = Kind(
    name="boat",
    words=Text(zh="船只进入禁区", en="Boat in closed area"),
    meaning="a boat in a zone, known by the object network",
    level=4,
    rule=Rule(suspended_by=COVERED, names=NAMELESS),
    family=None,
    categories=(Category.SECURITY,),
    unit=None,
    by_hand=True,
    told_as=NAMELESS,
)

SWIMMER = Kind(
    name="swimmer",
    words=Text(zh="人员下水", en="Person in the water"),
    meaning="somebody in the water where water is drawn, known by the object network",
    level=2,
    # Somebody in the water is told each time, never bundled at a lesser level.
    rule=Rule(suspended_by=COVERED, names=NAMELESS, noisy_after=0),
    family=None,
    categories=(Category.RESCUE,),
    unit=None,
    by_hand=True,
    told_as=NAMELESS,
)

LINE_CROSSING = Kind(
    name="line_crossing",
    words=Text(zh="越过警戒线", en="Line crossed"),
    meaning="a body whose foot point goes over a drawn line, in the direction that is watched",
    level=4,
    # The detector has followed whom it says it of: one word is enough.
    rule=Rule(needed=1, window=2, cooldown_seconds=30.0, update_seconds=2.0, suspended_by=UNSTEADY),
    family=None,
    categories=(Category.SECURITY,),
    unit=None,
    by_hand=True,
)

LOITERING = Kind(
    name="loitering",
    words=Text(zh="人员滞留", en="Somebody stays"),
    meaning="somebody who came in by walking stays for longer than the zone's time",
    level=4,
    rule=Rule(clear_seconds=30.0, suspended_by=UNSTEADY),
    family=None,
    categories=(Category.SECURITY,),
    unit=None,
    by_hand=True,
)

KINDS = (INTRUSION, PERSON, VEHICLE, BOAT, SWIMMER, LINE_CROSSING, LOITERING)
