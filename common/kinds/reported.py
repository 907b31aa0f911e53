"""The kinds that no picture shows: what persons, other systems, stations and the centre itself tell of."""

from __future__ import annotations

from common.kinds.record import Category, Kind
from common.text import Text

REPORT = Kind(
    name="report",
    words=Text(zh="人工上报", en="Reported by a person"),
    meaning="somebody tells of something that has no kind of its own",
    level=3,
    rule=None,
    family=None,
    categories=(Category.OTHER,),
    unit=None,
    by_hand=True,
)

EXTERNAL = Kind(
    name="external",
    words=Text(zh="外部预警", en="External warning"),
    meaning="a warning that another system sent by CAP",
    level=4,
    rule=None,
    family=None,
    categories=(Category.OTHER,),
    unit=None,
    by_hand=False,
)

STATION_STALE = Kind(
    name="station_stale",
    words=Text(zh="监测站数据中断", en="Station silent"),
    meaning="no reading for as long as the station's `stale_minutes`",
    level=4,
    rule=None,
    family=None,
    categories=(Category.INFRA,),
    unit=None,
    by_hand=False,
)

STATION_CONTRADICTION = Kind(
    name="station_contradiction",
    words=Text(zh="监测站读数相互矛盾，请核实", en="Station's readings contradict each other, please check"),
    meaning="readings of one station that cannot both be true: its sensor fails, or somebody forges",
    level=3,
    rule=None,
    family=None,
    categories=(Category.INFRA,),
    unit=None,
    by_hand=False,
)

DETECTOR_NOISY = Kind(
    name="detector_noisy",
    words=Text(zh="检测器报警过频，请判断", en="Detector calls too often, please judge"),
    meaning="more than six alerts of one kind from one camera in an hour: further ones go into this item",
    level=3,
    rule=None,
    family=None,
    categories=(Category.OTHER,),
    unit=None,
    by_hand=False,
)

ESCALATION_OVERDUE = Kind(
    name="escalation_overdue",
    words=Text(zh="升级呼叫逾期", en="Escalation is overdue"),
    meaning="a call that was due to be made upward has not been made",
    level=2,
    rule=None,
    family=None,
    categories=(Category.OTHER,),
    unit=None,
    by_hand=False,
)

KINDS = (REPORT, EXTERNAL, STATION_STALE, STATION_CONTRADICTION, DETECTOR_NOISY, ESCALATION_OVERDUE)
