"""Who looks at an incident: the same on every page, whichever centre process serves it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import pytest

from command_center.app import create_app
from command_center.auth.model import Actor, Role
from command_center.base.background import BackgroundTask
from command_center.base.redis_bus import Bus
from command_center.base.settings import Settings
from command_center.incidents.presence import FORGOTTEN_AFTER, Looker, Presence
from command_center.web.container import Container, build_container
from command_center.web.events.viewing import ViewedIncident, show_incident
from tests.conftest import QUICK_HASHER, session_token
from tests.support.alerts import FixedClock
from tests.support.sockets import Message, opened, receive, served

EVENTS = "/api/ws/events"
HUB = (BackgroundTask("events", lambda container: container.people.events.run()),)
INCIDENT, OTHER = uuid4(), uuid4()
WANG, LI = Looker(UUID(int=1), "王五", Role.DUTY_OFFICER), Looker(UUID(int=2), "李四", Role.DUTY_LEADER)


@pytest.fixture
async def hosts(container: Container, settings: Settings) -> AsyncIterator[tuple[str, str]]:
    """Two centre processes' worth of one centre."""
    second = build_container(settings, hasher=QUICK_HASHER)
    async with served(create_app(container, background=HUB)) as one, served(create_app(second, background=HUB)) as two:
        yield one, two
    await second.close()


async def look(page: Any, incident: UUID | None) -> None:
    await page.send(json.dumps({"type": "looking", "incident_id": str(incident) if incident else None}))


def shows(*names: str) -> Any:
    def wanted(message: Message) -> bool:
        people = [one["display_name"] for one in message.get("people", [])]
        return message["type"] == "looking" and people == list(names)

    return wanted


async def test_pages_of_two_processes_see_each_other_come_turn_away_and_go(
    container: Container, hosts: tuple[str, str]
) -> None:
    officer = await session_token(container, Role.DUTY_OFFICER, "officer")
    leader = await session_token(container, Role.DUTY_LEADER, "leader")
    async with opened(hosts[0], EVENTS, officer) as mine:
        await look(mine, INCIDENT)
        await receive(mine, shows("officer"))
        async with opened(hosts[1], EVENTS, leader) as theirs:
            await look(theirs, INCIDENT)
            both = await receive(theirs, shows("leader", "officer"))
            assert both["incident_id"] == str(INCIDENT)
            assert [one["role"] for one in both["people"]] == ["duty_leader", "duty_officer"]
            await receive(mine, shows("leader", "officer"))
            await look(theirs, OTHER)
            await receive(theirs, shows("leader"))
            await receive(mine, shows("officer"))
            await look(theirs, INCIDENT)
            await receive(mine, shows("leader", "officer"))
        await receive(mine, shows("officer"))


async def test_a_person_with_two_pages_looks_once_and_is_there_until_the_last_has_gone(bus: Bus) -> None:
    presence = Presence(bus.control, FixedClock())
    for page in ("a", "b"):
        await presence.look(INCIDENT, page, WANG)
    await presence.look(INCIDENT, "c", LI)
    assert await presence.present(INCIDENT) == [LI, WANG]
    await presence.leave(INCIDENT, "a", WANG)
    assert await presence.present(INCIDENT) == [LI, WANG]
    await presence.leave(INCIDENT, "b", WANG)
    assert await presence.present(INCIDENT) == [LI]


async def test_a_page_that_died_without_a_word_is_forgotten(bus: Bus) -> None:
    clock = FixedClock()
    presence = Presence(bus.control, clock)
    await presence.look(INCIDENT, "a", WANG)
    clock.forward(FORGOTTEN_AFTER.total_seconds() - 1)
    await presence.look(INCIDENT, "b", LI)
    assert await presence.present(INCIDENT) == [LI, WANG]
    clock.forward(2)
    assert await presence.present(INCIDENT) == [LI]
    (key,) = await bus.control.keys("looking:*")
    assert 0 < await bus.control.ttl(key) <= FORGOTTEN_AFTER.total_seconds()


async def test_a_page_that_goes_while_it_tells_where_it_is_looks_at_nothing(
    container: Container, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, look_for_real = asyncio.Event(), container.people.presence.look

    async def look_and_wait(incident_id: UUID, page: str, who: Looker) -> None:
        await look_for_real(incident_id, page, who)
        told.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(container.people.presence, "look", look_and_wait)
    actor = Actor(WANG.id, "wang", WANG.name, WANG.role, uuid4())
    gaze = ViewedIncident()
    going = asyncio.create_task(show_incident(gaze, INCIDENT, "page", container.people.presence, actor))
    await told.wait()
    assert await container.people.presence.present(INCIDENT) == [WANG]
    going.cancel()
    with pytest.raises(asyncio.CancelledError):
        await going
    await show_incident(gaze, None, "page", container.people.presence, actor)
    assert await container.people.presence.present(INCIDENT) == []
