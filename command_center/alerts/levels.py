"""The table of levels: what an alert is worth by the site's rules, and by its kind where they say nothing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from command_center.alerts.intake import Grouping
from command_center.base.errors import ConfigError
from command_center.base.yaml_file import YamlFile
from common.kinds import KnownKind, kind_of, known_kind
from common.text import Strict

Grade = Annotated[int, Field(ge=1, le=4)]
ANY_KIND = "*"


def _any_or_known(kind: str) -> str:
    return kind if kind == ANY_KIND else known_kind(kind)


AnyKind = Annotated[str, AfterValidator(_any_or_known)]
"""A kind that exists, or ``*`` for every one."""


class LevelRule(Strict):
    """Fits when everything it names fits."""

    kind: AnyKind
    hotspot: str | None = None
    zone: str | None = None
    mark: str | None = Field(default=None, max_length=40)
    """Of a water level: the mark that is reached, as the gauge or station names it."""
    min_score: float = Field(default=0.0, ge=0.0, le=1.0)
    level: Grade

    def fits(self, kind: str, hotspot: str | None, zone: str | None, score: float, place: str) -> bool:
        """Whether this rule speaks of such an alert."""
        return (
            self.kind in (ANY_KIND, kind)
            and self.hotspot in (None, hotspot)
            and self.zone in (None, zone)
            and self.mark in (None, place)
            and score >= self.min_score
        )


class Grouped(Strict):
    """Which kinds are grouped over cameras, and how close together they must come."""

    kinds: tuple[KnownKind, ...] = ()
    window_seconds: float = Field(default=60.0, gt=0, le=3600)


class LevelTable(Strict):
    """Content of ``alert_levels.yaml``: the level of an alert by kind, place and score."""

    default: Grade | None = None
    """The level of what no rule names; without it every kind has the level of its own record."""
    grouped: Grouped = Grouped()
    rules: tuple[LevelRule, ...] = ()

    def level(self, kind: str, hotspot: str | None, zone: str | None, score: float, place: str = "") -> int:
        """The level of the first rule that fits, else the default, else the kind's own; ``place`` as in the message."""
        ruled = (rule.level for rule in self.rules if rule.fits(kind, hotspot, zone, score, place))
        return next(ruled, self.default or kind_of(kind).level)

    @property
    def grouping(self) -> Grouping:
        return Grouping(frozenset(self.grouped.kinds), timedelta(seconds=self.grouped.window_seconds))


def read_levels(path: Path, hotspots: Collection[str]) -> LevelTable:
    """Read the table. Raises ConfigError with every problem, a hotspot that nobody defines among them."""
    file = YamlFile(path)
    table = file.read(LevelTable)
    problems = [
        file.problem(("rules", place, "hotspot"), f"there is no hotspot {rule.hotspot!r}")
        for place, rule in enumerate(table.rules)
        if rule.hotspot is not None and rule.hotspot not in hotspots
    ]
    if problems:
        raise ConfigError(problems)
    return table
