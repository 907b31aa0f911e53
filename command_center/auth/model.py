"""Roles, and who acts. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from command_center.chain.model import Who


class Role(StrEnum):
    """What a person may do; one role an account."""

    VIEWER = "viewer"
    DUTY_OFFICER = "duty_officer"
    DUTY_LEADER = "duty_leader"
    COMMANDER = "commander"
    RESPONDER = "responder"
    REVIEWER = "reviewer"
    ADMIN = "admin"


EVERYONE = tuple(Role)
READERS = tuple(role for role in Role if role is not Role.RESPONDER)
"""Everybody but responders: these get orders, and see the incidents of those."""
DUTY = (Role.DUTY_OFFICER, Role.DUTY_LEADER, Role.COMMANDER)
"""Those who handle alerts and incidents."""
LEADERS = (Role.DUTY_LEADER, Role.COMMANDER)
"""Those who may dismiss the highest levels."""
ADMINS = (Role.ADMIN,)
NEED_SECOND_FACTOR = (Role.ADMIN, Role.COMMANDER)
"""Whose password alone must not be enough, where the installation requires a second factor."""


@dataclass(frozen=True, slots=True)
class Actor:
    """The signed-in person behind a request."""

    id: UUID
    username: str
    display_name: str
    role: Role
    session_id: UUID
    must_change: bool = False
    """Somebody else made the password: until it is changed, nothing else may be done."""
    must_enrol: bool = False
    """The role needs a second factor and there is none: until it is set up, nothing else may be done."""


def person_of(actor: Actor) -> Who:
    """The person as the transitions keep them."""
    return Who(str(actor.id), actor.display_name, actor.role.value)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request comes from, for the session list and the journal, and the tokens that its browser holds."""

    address: str
    agent: str = ""
    device: str = ""
    session: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """A row of the account table without its hash."""

    id: UUID
    username: str
    display_name: str
    role: Role
    created_at: datetime
    disabled_at: datetime | None
    must_change: bool = False


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session as the client knows it; neither token is stored, only its hash."""

    id: UUID
    token: str
    expires_at: datetime
    account: Account
    device: str = ""
    """Token of the browser, which outlives its sessions."""
    must_enrol: bool = False


@dataclass(frozen=True, slots=True)
class HalfDone:
    """A sign-in whose password was right and that waits for a code; the token is worth nothing else."""

    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class SessionRow:
    """An open session as its owner sees it."""

    id: UUID
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    address: str
    agent: str
