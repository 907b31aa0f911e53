"""Roster of the watch: who stands in which role, and who is called. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from command_center.auth.model import DUTY, Role


class Called(StrEnum):
    """Whom a call is for."""

    DUTY_OFFICER = "duty_officer"
    DUTY_LEADER = "duty_leader"
    COMMANDER = "commander"
    EVERYBODY = "everybody"


ROLES: dict[Called, tuple[Role, ...]] = {
    Called.DUTY_OFFICER: (Role.DUTY_OFFICER,),
    Called.DUTY_LEADER: (Role.DUTY_LEADER,),
    Called.COMMANDER: (Role.COMMANDER,),
    Called.EVERYBODY: DUTY,
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be told something; ``role`` is the one they are called in."""

    id: UUID
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Post:
    """A person who is on duty in a role, since when, and who said so."""

    person: Person
    since: datetime
    set_by: str


@dataclass(frozen=True, slots=True)
class Staff:
    """Who is on duty and who holds which role, as read from the database once."""

    on_duty: Sequence[Person]
    holders: Sequence[Person]

    def called(self, who: Called) -> list[Person]:
        """Those on duty in the role; where nobody is, everybody who holds it: a call always reaches somebody."""
        return _once(person for role in ROLES[who] for person in self._of(role))

    def _of(self, role: Role) -> list[Person]:
        on_duty = [person for person in self.on_duty if person.role is role]
        return on_duty or [person for person in self.holders if person.role is role]

    @property
    def empty_roles(self) -> list[Role]:
        """Duty roles in which nobody is on duty."""
        return [role for role in DUTY if all(person.role is not role for person in self.on_duty)]


def _once(people: Iterable[Person]) -> list[Person]:
    """These people, each once."""
    return list({person.id: person for person in people}.values())
