"""Who is on duty, set over HTTP, and whether anybody hears the alarm."""

from __future__ import annotations

from uuid import UUID, uuid4

from command_center.auth.model import Role
from command_center.base.redis_bus import Bus
from command_center.duty import repository
from command_center.duty.consoles import Console, Consoles
from command_center.web.container import Container
from tests.conftest import MakeClient
from tests.support.alerts import FixedClock


def console(clock: FixedClock, sound: str = "on", role: Role = Role.DUTY_OFFICER, key: str = "one") -> Console:
    return Console(key, UUID(int=7), "王五", role, sound, visible=True, at=clock.now())


async def test_a_leader_sets_who_is_on_duty_and_everybody_sees_it(client: MakeClient, container: Container) -> None:
    leader, officer = await client(Role.DUTY_LEADER), await client(Role.DUTY_OFFICER, "wang")
    duty = (await officer.get("/api/duty")).json()
    assert duty["posts"] == []
    assert duty["empty_roles"] == ["duty_officer", "duty_leader", "commander"]
    wang = next(one["id"] for one in duty["candidates"] if one["display_name"] == "wang")
    set_ = await leader.put("/api/duty/duty_officer", json={"people": [wang]})
    assert set_.status_code == 200
    duty = (await officer.get("/api/duty")).json()
    assert [(one["person"]["display_name"], one["role"], one["set_by"]) for one in duty["posts"]] == [
        ("wang", "duty_officer", "duty_leader")
    ]
    assert duty["empty_roles"] == ["duty_leader", "commander"]
    unchanged = (await leader.put("/api/duty/duty_officer", json={"people": [wang, wang]})).json()
    assert unchanged["posts"] == duty["posts"], "who stays keeps the time they came"
    assert (await leader.put("/api/duty/duty_officer", json={"people": []})).json()["posts"] == []


async def test_only_duty_staff_can_be_put_on_duty(client: MakeClient) -> None:
    admin = await client(Role.ADMIN)
    answer = await admin.put("/api/duty/commander", json={"people": [str(uuid4())]})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "not_duty_staff")
    assert (await admin.put("/api/duty/viewer", json={"people": []})).status_code == 422


async def test_the_alarm_is_heard_while_a_page_of_the_duty_staff_sounds(bus: Bus) -> None:
    clock = FixedClock()
    consoles = Consoles(bus.control, clock)
    assert not await consoles.audible()
    await consoles.report(console(clock, "blocked"), on_duty=True)
    await consoles.report(console(clock, "on", Role.VIEWER, "two"), on_duty=True)
    assert not await consoles.audible()
    await consoles.report(console(clock, "on", key="three"), on_duty=True)
    assert await consoles.audible()
    clock.forward(29)
    assert await consoles.audible()
    clock.forward(2)
    assert not await consoles.audible()
    assert await consoles.present() == []


async def test_a_page_of_somebody_who_is_not_on_duty_is_no_alarm_that_is_heard(bus: Bus) -> None:
    clock = FixedClock()
    consoles = Consoles(bus.control, clock)
    await consoles.report(console(clock, "on"), on_duty=False)
    assert not await consoles.audible()


async def test_who_stands_in_a_role_is_on_duty_and_where_nobody_does_all_who_hold_it_are(container: Container) -> None:
    accounts, database = container.people.accounts, container.database
    wang, li = [await accounts.create(name, name, Role.DUTY_OFFICER, "long enough 1") for name in ("wang", "lili")]
    viewer = await accounts.create("view", "view", Role.VIEWER, "long enough 1")
    async with database.transaction() as connection:
        assert await repository.stands(connection, li.id, Role.DUTY_OFFICER)
        await repository.replace(connection, Role.DUTY_OFFICER, [wang.id], container.clock.now(), "the leader")
        found = [await repository.stands(connection, one.id, one.role) for one in (wang, li, viewer)]
    assert found == [True, False, False]
    await accounts.change(wang.id, by=None, role=Role.VIEWER)
    async with database.read() as connection:
        assert await repository.posts(connection) == [], "another role ends the watch"
        assert await repository.stands(connection, li.id, Role.DUTY_OFFICER)


async def test_a_page_that_has_gone_is_no_console_any_more(bus: Bus) -> None:
    clock = FixedClock()
    consoles = Consoles(bus.control, clock)
    await consoles.report(console(clock), on_duty=True)
    assert await consoles.audible_to(UUID(int=7))
    await consoles.leave("one")
    assert not await consoles.audible_to(UUID(int=7))
