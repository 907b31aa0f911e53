"""Who is reached by which channel, and when it is tried again."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from command_center.auth.model import Role
from command_center.duty.model import Called, Person, Staff
from command_center.notifications.model import Contact, Notice, Order, Reach, Topic, Wording, addressees, retry_after

WANG = Person(UUID(int=1), "王五", Role.DUTY_OFFICER)
LI = Person(UUID(int=2), "李四", Role.DUTY_LEADER)
ZHAO = Person(UUID(int=3), "赵六", Role.COMMANDER)
NOTICE = Notice(Topic.TEST, Wording(zh="测", en="test"), Wording(zh="试", en="test"), "/")
CONTACTS = [Contact(WANG.id, "email", "wang@example.cn"), Contact(LI.id, "sms", "139")]


def reached(order: Order, realm: str = "live") -> list[tuple[str | None, str]]:
    found = addressees(realm, order, CONTACTS, {"group"})
    return [(one.person.name if one.person else None, one.channel) for one in found]


def test_a_call_to_the_pages_stays_on_the_pages() -> None:
    assert reached(Order(NOTICE, [WANG], Reach.CONSOLE)) == [("王五", "in_app"), ("王五", "sound")]


def test_a_full_call_uses_every_channel_of_each_person_and_each_shared_one_once() -> None:
    assert reached(Order(NOTICE, [WANG, LI])) == [
        ("王五", "in_app"),
        ("王五", "sound"),
        ("王五", "email"),
        ("李四", "in_app"),
        ("李四", "sound"),
        ("李四", "sms"),
        (None, "group"),
    ]


def test_a_drill_stays_inside_the_pages_whatever_was_asked() -> None:
    assert reached(Order(NOTICE, [WANG, LI], Reach.EVERY), realm="drill-1") == [("王五", "in_app"), ("李四", "in_app")]


def test_a_test_uses_the_one_channel_it_is_of() -> None:
    assert reached(Order(NOTICE, [WANG], only="email")) == [("王五", "email")]
    assert reached(Order(NOTICE, [WANG], only="group")) == [(None, "group")]


def test_waiting_doubles_up_to_five_minutes() -> None:
    waits = [retry_after(attempts) for attempts in (1, 2, 3, 7, 100)]
    assert waits == [timedelta(seconds=s) for s in (5, 10, 20, 300, 300)]


@pytest.mark.parametrize(
    ("who", "names"),
    [
        (Called.DUTY_OFFICER, ["王五"]),
        (Called.DUTY_LEADER, ["李四"]),
        (Called.COMMANDER, ["赵六"]),
        (Called.EVERYBODY, ["王五", "李四", "赵六"]),
    ],
)
def test_only_those_on_duty_are_called_and_every_holder_where_nobody_is(who: Called, names: list[str]) -> None:
    idle = Person(uuid4(), "闲人", Role.DUTY_OFFICER)
    staff = Staff(on_duty=[WANG, LI], holders=[idle, WANG, LI, ZHAO])
    assert [person.name for person in staff.called(who)] == names
    assert staff.empty_roles == [Role.COMMANDER]


def test_who_stands_in_two_roles_is_called_once() -> None:
    twice = Person(WANG.id, WANG.name, Role.DUTY_LEADER)
    staff = Staff(on_duty=[WANG, twice], holders=[])
    assert len(staff.called(Called.EVERYBODY)) == 1
