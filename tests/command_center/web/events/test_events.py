"""The events socket: every number once and in order, whatever happens in between."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import pytest
from websockets.exceptions import ConnectionClosed

from command_center.alerts.ingest import Ingest
from command_center.app import create_app
from command_center.auth.model import Role
from command_center.base.background import BackgroundTask
from command_center.base.db import Database
from command_center.base.redis_bus import Bus
from command_center.base.wake import quiet_alerts, wake
from command_center.chain import repository as audit
from command_center.chain.model import Draft, Subject
from command_center.web.container import Container
from command_center.web.events import listener as listeners
from command_center.web.events.hub import EventHub
from command_center.web.events.listener import Listener, TooSlowError
from command_center.web.events.payload import PageReader, Payload
from command_center.web.routes import events
from tests.conftest import MakeClient, session_token
from tests.support.alerts import AT, Episode, arrival, ingest_of
from tests.support.incidents import CALL, gather_crew
from tests.support.sockets import Message, opened, receive, served

PHONE = CALL["source"]["phone"]  # type: ignore[index]
EVENTS = "/api/ws/events"
HUB = (BackgroundTask("events", lambda container: container.people.events.run()),)


@pytest.fixture
async def host(container: Container) -> AsyncIterator[str]:
    async with served(create_app(container, background=HUB)) as address:
        yield address


@pytest.fixture
def ingest(container: Container) -> Ingest:
    return ingest_of(container)


@asynccontextmanager
async def page(container: Container, host: str, query: str = "", role: Role = Role.DUTY_OFFICER) -> AsyncIterator[Any]:
    token = await session_token(container, role, role.value)
    async with opened(host, EVENTS + query, token) as connection:
        yield connection


async def note(database: Database, number: int) -> None:
    async with database.transaction() as connection:
        draft = Draft(Subject.INCIDENT, uuid4(), "discovered", "note", AT, note=str(number))
        await audit.append(connection, "live", [draft])


async def numbers(connection: Any, count: int, within: float = 20) -> list[int]:
    found: list[int] = []
    while len(found) < count:
        found.append((await receive(connection, lambda m: m["type"] == "event", within))["number"])
    return found


async def test_a_page_is_greeted_with_the_newest_number_the_cameras_and_a_ping(
    container: Container, host: str, database: Database
) -> None:
    await note(database, 1)
    async with page(container, host) as connection:
        hello = json.loads(await connection.recv())
        assert hello["type"] == "hello"
        assert hello["number"] in (0, 1)  # the hub looks once a second
        assert hello["version"]
        await receive(connection, lambda m: m["type"] == "cameras")
        await receive(connection, lambda m: m["type"] == "ping")


async def test_an_alert_arrives_whole_with_its_event(container: Container, host: str, ingest: Ingest, bus: Bus) -> None:
    async with page(container, host) as connection:
        await connection.recv()
        await ingest.store([arrival(Episode().step())])
        await wake(bus.control, "live")
        message = await receive(connection, lambda m: m["type"] == "event")
    assert (message["number"], message["event"]["to"], message["event"]["from"]) == (1, "raised", None)
    assert message["alert"]["id"] == message["event"]["subject_id"]
    assert message["alert"]["camera"]["id"] == "cam-01"


async def test_a_lost_wake_up_delays_an_event_by_a_second_at_most_and_loses_none(
    container: Container, host: str, database: Database
) -> None:
    async with page(container, host) as connection:
        await connection.recv()
        await note(database, 1)
        assert await numbers(connection, 1) == [1]


async def test_resuming_misses_nothing_and_repeats_nothing_while_others_write(
    container: Container, host: str, database: Database, bus: Bus
) -> None:
    async def writer(start: int) -> None:
        for number in range(start, start + 40):
            await note(database, number)
            await wake(bus.control, "live")

    writing = asyncio.gather(*(writer(start * 100) for start in range(5)))
    seen: list[int] = []
    while len(seen) < 200:
        query = f"?after={seen[-1] if seen else 0}"
        async with page(container, host, query) as connection:
            await connection.recv()
            seen += await numbers(connection, min(23, 200 - len(seen)))
    await writing
    assert seen == list(range(1, 201))


async def test_a_page_that_is_far_behind_is_told_to_load_again_and_gets_what_comes(
    container: Container, host: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "MOST_REPLAYED", 3)
    for number in range(5):
        await note(database, number)
    await container.people.events.advance()
    async with page(container, host, "?after=0") as connection:
        hello = json.loads(await connection.recv())
        assert (hello["number"], hello["reload"]) == (5, True)
        await note(database, 6)
        assert await numbers(connection, 1) == [6]
    async with page(container, host, "?after=3") as connection:
        assert "reload" not in json.loads(await connection.recv())
        assert await numbers(connection, 2) == [4, 5]


async def test_a_page_that_asks_for_numbers_that_do_not_exist_yet_gets_what_comes(
    container: Container, host: str, database: Database
) -> None:
    async with page(container, host, "?after=999") as connection:
        assert json.loads(await connection.recv())["number"] == 0
        await note(database, 1)
        assert await numbers(connection, 1) == [1]


async def test_repeats_are_told_without_a_number(container: Container, host: str, ingest: Ingest, bus: Bus) -> None:
    async with page(container, host) as connection:
        await connection.recv()
        await ingest.store([arrival(Episode().step())])
        await wake(bus.control, "live")
        await numbers(connection, 1)
        (stored,) = await ingest.store([arrival(Episode().step())])
        await wake(bus.control, "live", stored.quiet)
        message = await receive(connection, lambda m: m["type"] == "alert")
    assert message["alert"]["count"] == 2


async def test_a_responder_gets_events_of_their_own_incidents_and_tasks_alone_live_and_replayed(
    container: Container, host: str, ingest: Ingest, client: MakeClient
) -> None:
    crew = await gather_crew(client)
    async with page(container, host, role=Role.RESPONDER) as connection:
        await connection.recv()
        await ingest.store([arrival(Episode().step())])
        other = await crew.open()
        await crew.task_of(other, await client(Role.RESPONDER, "stranger"))
        own = await crew.open()
        await crew.task(own)
        await crew.verify(other)
        file = f"/api/incidents/{own}/attachments/{uuid4()}"
        answer = await crew.officer.put(file, params={"name": "of no task of theirs.txt"}, content=b"seen")
        assert answer.status_code == 201
        await crew.verify(own)
        live = [await receive(connection, lambda m: m["type"] == "event") for _ in range(2)]
    assert [message["event"]["to"] for message in live] == ["assigned", "verified"]
    async with page(container, host, "?after=0", role=Role.RESPONDER) as connection:
        seen = [await receive(connection, lambda m: m["type"] == "event") for _ in range(3)]
    assert {message["incident"]["id"] for message in (*live, *seen)} == {own}


@pytest.mark.parametrize(("role", "shown"), [(Role.VIEWER, False), (Role.REVIEWER, True), (Role.DUTY_OFFICER, True)])
async def test_the_number_of_who_reported_an_incident_reaches_those_who_call_back_alone(
    container: Container, host: str, client: MakeClient, role: Role, shown: bool
) -> None:
    crew = await gather_crew(client)
    async with page(container, host, role=role) as connection:
        await connection.recv()
        await crew.open()
        message = await receive(connection, lambda m: m["type"] == "event" and "incident" in m)
    assert (PHONE in json.dumps(message)) is shown
    assert message["incident"]["source"]["name"] == CALL["source"]["name"]  # type: ignore[index]


@pytest.mark.parametrize("path", [EVENTS, "/api/ws/live"])
async def test_a_socket_needs_a_session_and_our_own_origin(container: Container, host: str, path: str) -> None:
    token = await session_token(container, Role.VIEWER, "viewer")
    for key, origin, code in ((None, None, 4401), ("wrong", None, 4401), (token, "http://evil.example", 4403)):
        async with opened(host, path, key, origin=origin) as connection:
            with pytest.raises(ConnectionClosed) as caught:
                await connection.recv()
            assert caught.value.rcvd is not None
            assert caught.value.rcvd.code == code


@pytest.mark.parametrize("path", [EVENTS, "/api/ws/live"])
async def test_a_session_that_is_ended_loses_its_socket_within_seconds(
    container: Container, host: str, path: str
) -> None:
    token = await session_token(container, Role.VIEWER, "viewer")
    async with opened(host, path, token) as connection:
        found = await container.people.sessions.actor(token)
        assert found is not None
        await container.people.sessions.end(found[0], found[0].session_id)
        with pytest.raises(ConnectionClosed) as caught:
            await receive(connection, lambda _: False)
        assert caught.value.rcvd is not None
        assert caught.value.rcvd.code == 4401


async def test_other_realms_are_for_the_centre_itself(container: Container, host: str, ingest: Ingest) -> None:
    token = await session_token(container, Role.ADMIN, "admin")
    with pytest.raises(Exception, match="403"):
        async with opened(host, f"{EVENTS}?realm=canary", token):
            pass
    async with opened(host, f"{EVENTS}?realm=canary", None, bearer=container.internal_token) as connection:
        await receive(connection, lambda m: m["type"] == "hello")
        await ingest.store([arrival(Episode(realm="canary").step())])
        message = await receive(connection, lambda m: m["type"] == "event")
    assert message["event"]["to"] == "raised"


async def test_a_page_that_reads_too_slowly_is_closed_and_can_resume(
    container: Container, host: str, database: Database
) -> None:
    async with page(container, host) as connection:
        await connection.recv()
        async with database.transaction() as transaction:
            # Far more than fits into the queue and the network's buffers while nobody reads.
            drafts = [
                Draft(Subject.INCIDENT, uuid4(), "discovered", "note", AT, note="x" * 4000)
                for _ in range(listeners.CAPACITY * 6)
            ]
            await audit.append(transaction, "live", drafts)
        connection.transport.pause_reading()
        async with asyncio.timeout(30):
            while container.people.events.listening("live"):  # noqa: ASYNC110 - the hub tells nobody who has gone
                await asyncio.sleep(0.1)
        connection.transport.resume_reading()
        with pytest.raises(ConnectionClosed) as caught:
            await receive(connection, lambda _: False, within=30)
        assert caught.value.rcvd is not None
        assert caught.value.rcvd.code == 4408


async def test_a_queue_that_overflows_says_so_instead_of_growing() -> None:
    listener = Listener("live", PageReader(Role.VIEWER), 0, capacity=3)
    for number in range(3):
        listener.put(Payload(str(number), Subject.ALERT, number))
    assert await listener.next() == ["0", "1", "2"]
    for number in range(4):
        listener.put(Payload(str(number), Subject.ALERT, number))
    with pytest.raises(TooSlowError):
        await listener.next()


async def test_the_hub_goes_on_where_it_stood_after_its_database_was_away(database: Database, bus: Bus) -> None:
    hub = EventHub(database, bus.control, realms=("live",))
    await hub.advance()
    with hub.listen("live", PageReader()) as listener:
        await note(database, 1)
        await hub.advance()
        await note(database, 2)
        await note(database, 3)
        await hub.advance()
        got: list[Message] = [json.loads(text) for text in await listener.next()]
    assert [message["number"] for message in got] == [1, 2, 3]


def test_a_wake_up_that_makes_no_sense_wakes_all_the_same() -> None:
    known = uuid4()
    assert quiet_alerts({b"alerts": f"nonsense,{known},".encode()}) == [known]
    assert quiet_alerts({}) == []
