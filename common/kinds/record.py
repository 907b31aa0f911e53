"""Record of a kind: all facts of one kind of hazard or fault, for adapters, centre and page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from common.kinds.rule import Rule
from common.text import Text


class Family(StrEnum):
    """The hazard of which a kind is a sign: alerts of one family at one hotspot confirm each other."""

    FIRE = "fire"
    WATER = "water"
    SLOPE = "slope"


class Category(StrEnum):
    """The categories of CAP 1.2, in the standard's order."""

    GEO = "Geo"
    MET = "Met"
    SAFETY = "Safety"
    SECURITY = "Security"
    RESCUE = "Rescue"
    FIRE = "Fire"
    HEALTH = "Health"
    ENV = "Env"
    TRANSPORT = "Transport"
    INFRA = "Infra"
    CBRNE = "CBRNE"
    OTHER = "Other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind. Every record gives every field, so that none is forgotten; ``by_mark`` and ``told_as`` are rare."""

    name: str
    """The code in messages, files and the database; never changed, because history is stored under it."""
    words: Text
    meaning: str
    """What it is, for the glossary: one line of English."""
    level: int
    """Level of its alerts, 1 (Ⅰ, the gravest) to 4, where the site's table of levels has no line for it."""
    rule: Rule | None
    """How long and how surely a detector must see it; None where no detector reports it."""
    family: Family | None
    """None where it confirms no other kind: persons, faults of cameras, candidates."""
    categories: tuple[Category, ...]
    """What it is in CAP, at least one."""
    unit: str | None
    """Unit of the value that its alerts carry; None where they carry none."""
    by_hand: bool
    """Whether the page offers it to a person who reports what they see or hear."""
    by_mark: bool = False
    """Whether its places are marks of one measure: whatever reaches a higher one is the same alert, and graver."""
    told_as: frozenset[str] = frozenset()
    """Less certain kinds that are right for it too when a run is judged: possible far smoke for smoke."""

    def __post_init__(self) -> None:
        if not 1 <= self.level <= 4:
            raise ValueError(f"kind {self.name!r}: level must be between 1 and 4, not {self.level}")
        if not self.categories:
            raise ValueError(f"kind {self.name!r}: needs a category")

    @property
    def is_alert(self) -> bool:
        """Whether it raises alerts; a quiet kind only stands in the camera's health."""
        return self.rule is None or not self.rule.quiet

    @property
    def references(self) -> frozenset[str]:
        """The other kinds that the record names."""
        rule = self.rule
        return self.told_as | (rule.suspended_by | rule.explained_by | rule.names if rule else frozenset())
