"""Marks of a water level, when in the year they count, and which of them hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from common.text import Strict


class Mark(StrEnum):
    """Marks of a water level that have words of their own; 警戒 is said of rivers and never of reservoirs."""

    FORTIFICATION = "fortification"  # river: 设防
    WARNING = "warning"  # 警戒
    GUARANTEE = "guarantee"  # 保证
    OVERFLOW = "overflow"  # 漫溢
    FLOOD_LIMIT = "flood_limit"  # reservoir: 汛限, in the flood season only
    FLOOD_HIGH = "flood_high"  # 防洪高
    DESIGN = "design"  # 设计
    CHECK = "check"  # 校核


MonthDay = Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]


class Season(Strict):
    """Part of every year, from ``first`` to ``last`` (``05-15``), both days included; it may span New Year."""

    first: MonthDay
    last: MonthDay

    def holds(self, day: date) -> bool:
        """Whether the day, in the site's time zone, lies in the season."""
        today = f"{day.month:02}-{day.day:02}"
        if self.first <= self.last:
            return self.first <= today <= self.last
        return today >= self.first or today <= self.last


FLOOD_SEASON = Season(first="05-15", last="09-30")
"""汛期 of a site that sets no other; outside the flood season no ``flood_limit`` counts."""


def marks_of(levels: Mapping[str, float], season: Season, day: date) -> dict[str, float]:
    """Marks that count on this day, metres by name: all of ``levels``, without ``flood_limit`` outside the season."""
    return {name: metres for name, metres in levels.items() if name != Mark.FLOOD_LIMIT or season.holds(day)}


def reached_marks(
    marks: Mapping[str, float], metres: float, held: Collection[str], deadband: float = 0.02
) -> frozenset[str]:
    """Names of the marks that hold at this level: the highest that is reached, and those that held before.

    Args:
        marks: Metres of each mark, by name.
        metres: The level now.
        held: Names of the marks that held before.
        deadband: Metres; a mark that holds does so until the water is this far below it.

    Marks below the highest that were passed in one step do not hold: one alert for the highest is enough.
    """
    above = {name for name, mark in marks.items() if metres >= mark}
    highest = max(above, key=lambda name: marks[name], default=None)
    still = {name for name in held if name in marks and metres >= marks[name] - deadband}
    return frozenset(still if highest is None else still | {highest})
