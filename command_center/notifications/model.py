"""Notices, deliveries and how they travel. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from camera_adapters.messages import LIVE_REALM
from command_center.chain.model import Subject
from command_center.duty.model import Person
from common.states import StateTable

IN_APP = "in_app"
SOUND = "sound"
BUILT_IN = (IN_APP, SOUND)
"""Channels that every person has: the page itself."""
REALM_CHANNELS = frozenset({IN_APP})
"""What any realm but the live one may use: a drill never rings a telephone. The database refuses the rest as well."""

FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(minutes=5)
KEPT_TRYING = timedelta(hours=1)
"""A call that could not be made within the hour helps nobody any more; its failure is what people must see."""


class Topic(StrEnum):
    """What a notice is about."""

    ALERT = "alert"
    STORM = "storm"
    TASK = "task"
    REPORT = "report"
    INCIDENT = "incident"
    TEST = "test"


class Reach(StrEnum):
    """How far a notice goes: to the pages that are open, by every channel of a person, or by all but the pages."""

    CONSOLE = "console"
    EVERY = "every"
    BEYOND = "beyond"


class DeliveryState(StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"


STATES = StateTable(
    "a delivery",
    {
        DeliveryState.QUEUED: frozenset({DeliveryState.SENT, DeliveryState.DELIVERED, DeliveryState.FAILED}),
        DeliveryState.SENT: frozenset({DeliveryState.DELIVERED, DeliveryState.FAILED}),
        DeliveryState.DELIVERED: frozenset(),
        DeliveryState.FAILED: frozenset(),
    },
)


@dataclass(frozen=True, slots=True)
class Wording:
    """What is said, in both languages, as long as it takes: unlike a name, it must never be refused for its length."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as people get it. ``path`` is the page that it opens.

    Notices of one realm with the same ``bundle_key`` are one: the first is told, the others only count.
    """

    topic: Topic
    title: Wording
    body: Wording
    path: str
    level: int | None = None
    subject: Subject | None = None
    subject_id: UUID | None = None
    bundle_key: str | None = None
    bundled: tuple[UUID, ...] = ()
    """Of a bundle: the alerts it stands for."""


@dataclass(frozen=True, slots=True)
class Order:
    """A notice, the people it is for, and by which channels it may reach them."""

    notice: Notice
    people: Sequence[Person]
    reach: Reach = Reach.EVERY
    only: str | None = None
    """The one channel that a test is of."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Where a person can be reached by a channel."""

    account_id: UUID
    channel: str
    address: str


@dataclass(frozen=True, slots=True)
class Addressee:
    """One delivery to be: ``person`` None is the group behind a shared channel."""

    person: Person | None
    channel: str
    address: str = ""


def addressees(realm: str, order: Order, contacts: Collection[Contact], shared: Collection[str]) -> Iterator[Addressee]:
    """Who gets it by which channel. Any realm but the live one stays inside the pages, whatever was asked."""
    for one in _reached(order, contacts, shared):
        allowed = realm == LIVE_REALM or one.channel in REALM_CHANNELS
        if allowed and order.only in (None, one.channel):
            yield one


def _reached(order: Order, contacts: Collection[Contact], shared: Collection[str]) -> Iterator[Addressee]:
    beyond = order.reach is not Reach.CONSOLE
    for person in order.people:
        for channel in BUILT_IN if order.reach is not Reach.BEYOND else ():
            yield Addressee(person, channel)
        for contact in contacts if beyond else ():
            if contact.account_id == person.id and contact.channel not in shared:
                yield Addressee(person, contact.channel, contact.address)
    for channel in sorted(shared) if beyond else ():
        yield Addressee(None, channel)


def retry_after(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts: doubling, capped."""
    doublings = min(max(attempts, 1) - 1, 10)
    return min(FIRST_RETRY * (1 << doublings), LONGEST_RETRY)


@dataclass(frozen=True, slots=True)
class Letter:
    """One delivery as a channel gets it. ``id`` is the same at every attempt, so that a receiver can tell repeats."""

    id: UUID
    realm: str
    notice: Notice
    account_id: UUID | None
    name: str
    address: str
    attempts: int
    created_at: datetime
    expires_at: datetime

    @property
    def title(self) -> str:
        return f"{self.notice.title.zh} / {self.notice.title.en}"

    @property
    def body(self) -> str:
        return f"{self.notice.body.zh}\n{self.notice.body.en}"
