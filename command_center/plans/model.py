"""Units of the town, and response plans: files that people write."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from common.kinds import KnownKind
from common.text import Strict, Text

Identifier = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,47}$")]
Grade = Annotated[int, Field(ge=1, le=4)]
Phone = Annotated[str, Field(pattern=r"^[0-9+][0-9 -]{2,24}$")]


class Sentences(Strict):
    """What is to be done, in both languages."""

    zh: str = Field(min_length=1, max_length=400)
    en: str = Field(min_length=1, max_length=800)


class Unit(Strict):
    """Those who respond together. ``members`` are user names: each of them sees the unit's tasks on the phone."""

    id: Identifier
    name: Text
    phone: Phone
    leader: str | None = Field(default=None, min_length=1, max_length=40)
    members: tuple[str, ...] = ()


class Units(Strict):
    """Content of ``units.yaml``."""

    units: tuple[Unit, ...] = ()

    def get(self, unit_id: str) -> Unit | None:
        return next((unit for unit in self.units if unit.id == unit_id), None)

    def of_person(self, username: str) -> frozenset[str]:
        """The ids of the units that a person is a member of."""
        return frozenset(unit.id for unit in self.units if username in unit.members)


class PlannedTask(Strict):
    """One task of a plan. ``within_minutes``: when the unit should be on the scene, counted from the opening."""

    title: Text
    detail: Sentences | None = None
    unit: Identifier
    within_minutes: float | None = Field(default=None, gt=0, le=1440)


class PhoneNumber(Strict):
    """Whom else to call."""

    name: Text
    phone: Phone


class Plan(Strict):
    """One file of ``config/plans/``: for a hazard at a hotspot, or at every one where none is named."""

    id: Identifier
    name: Text
    hotspot: Identifier | None = None
    kinds: tuple[KnownKind, ...] = Field(min_length=1)
    level: Grade
    """The level of the response; the event's own level is another scale."""
    when: Sentences
    tasks: tuple[PlannedTask, ...] = Field(min_length=1)
    phones: tuple[PhoneNumber, ...] = ()

    def fits(self, kind: str, hotspot: str | None) -> bool:
        """Whether the plan was written for such an incident."""
        return kind in self.kinds and self.hotspot in (None, hotspot)


class Plans(Strict):
    """Every plan of the site."""

    plans: tuple[Plan, ...] = ()

    def get(self, plan_id: str) -> Plan | None:
        return next((plan for plan in self.plans if plan.id == plan_id), None)

    def fitting_first(self, kind: str, hotspot: str | None) -> list[Plan]:
        """All plans, those that fit before the others."""
        return sorted(self.plans, key=lambda plan: not plan.fits(kind, hotspot))
