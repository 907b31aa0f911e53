"""Whose objects a route reaches: every route and socket asked as every role for an own object and for another's.

Which routes there are, what they name and what each role may is read from the centre; what a request must hold is read
from its OpenAPI document. So a new route is asked as soon as it exists.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any

import httpx
import pytest
from fastapi import APIRouter, Depends, FastAPI
from starlette.routing import BaseRoute
from websockets.asyncio.client import ClientConnection

from command_center.app import create_app, every_route
from command_center.auth.model import Role
from command_center.base.background import BackgroundTask
from command_center.web import access
from command_center.web.access import Address, NoRuleError, access_table, named_parameter
from command_center.web.container import Container
from command_center.web.guards import COOKIE, Rule, require
from command_center.web.ownership import NAMED, OWN_INCIDENT, Kind
from tests.conftest import MakeClient
from tests.support.belongings import CAMERAS, Belongings, World, bring_cameras, world_of
from tests.support.live import publish, publish_init, unpack
from tests.support.openapi import Operations
from tests.support.sockets import opened, served

REFUSED = {401, 403, 404, 405, 422, 500}
"""Statuses of a request that did not reach its object."""
SPAN = {"from": "2026-01-01T00:00:00Z", "to": "2026-01-01T00:10:00Z"}
OTHER_ANSWERS: Mapping[Address, set[int]] = {
    ("GET", "/api/recordings/{camera_id}/clip.mp4"): {404},
    ("POST", "/api/reports/{report_id}/submit"): {422},
}
"""Answers for an object that is reached: nothing was recorded, the report says nothing yet."""
HUBS = (
    BackgroundTask("events", lambda container: container.people.events.run()),
    BackgroundTask("live", lambda container: container.watching.live.run()),
    BackgroundTask("wants", lambda container: container.watching.live.renew_wants()),
)


def routes_by_address() -> dict[Address, BaseRoute]:
    routes = every_route()
    return {address: route for route in routes for address in access_table([route])}


async def filled(world: World, address: Address, things: Belongings, operations: Operations) -> dict[str, Any]:
    """A request of this route for these things: its address, its parameters and its body."""
    method, path = address
    query, body = operations.query(method, path), operations.body(method, path)
    query |= {name: value for name, value in SPAN.items() if name in query}
    query |= {name: await things.get(NAMED[name]) for name in query if name in NAMED}
    named = {name: await things.get(NAMED.get(name, name)) for name in re.findall(r"{(\w+)}", path)}
    url = path.format_map(named)
    match method, path:
        case "PUT", "/api/incidents/{incident_id}/attachments/{key}":
            query |= {"task_id": await things.get(Kind.TASK)}
            return {"url": url, "params": query, "content": b"seen"}
        case (
            _,
            "/api/cameras/{camera_id}/spec" | "/api/cameras/{camera_id}/trials" | "/api/cameras/{camera_id}/probes",
        ) if body:
            body = (await world.admin.get(f"/api/cameras/{await things.get(Kind.CAMERA)}/spec")).json()
        case "POST", "/api/incidents/{incident_id}/merge":
            body["into"] = await world.crew.open()
        case "POST", "/api/incidents/{incident_id}/plan":
            plans = (await world.crew.officer.get(url + "s")).json()
            body["plan"] = plans[0]["id"]
        case "POST", "/api/tasks/{task_id}/reassign" | "/api/incidents/{incident_id}/tasks":
            body["unit"] = "forest-fire-team"
    return {"url": url, "params": query, "json": body}


def expected(address: Address, rule: Rule, role: Role, answer: httpx.Response, *, own: bool) -> bool:
    """Whether the declaration says what was answered."""
    if role not in rule.roles:
        return answer.status_code == 403
    if rule.of and role in rule.of.limited and not own:
        return answer.status_code == rule.of.refusal
    return answer.status_code not in REFUSED - OTHER_ANSWERS.get(address, set())


@pytest.mark.parametrize("role", list(Role))
async def test_every_route_reaches_the_objects_that_it_declares_and_no_others(
    app: FastAPI, container: Container, client: MakeClient, role: Role
) -> None:
    world, operations, wrong = await world_of(container, client, role), Operations(app.openapi()), []
    things = {own: world.belongings(own=own) for own in (True, False)}
    for address, route in routes_by_address().items():
        rule, named = access_table([route])[address], NAMED.get(named_parameter(address[1], route) or "")
        if not rule.roles or named is None:
            continue
        for own in (True, False):
            request = await filled(world, address, things[own], operations)
            answer = await world.asker.request(address[0], **request)
            if not expected(address, rule, role, answer, own=own):
                wrong.append(f"{' '.join(address)} {own=}: {answer.status_code} {answer.text[:200]}")
            if answer.is_success and address == ("DELETE", "/api/cameras/{camera_id}"):
                await bring_cameras(container)
            if answer.is_success and address[0] != "GET":
                things[own] = world.belongings(own=own)
                if named is Kind.ACCOUNT:
                    await world.sign_in_again()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", list(Role))
async def test_every_list_shows_what_is_declared_and_no_more(
    container: Container, client: MakeClient, role: Role
) -> None:
    world, wrong, asked = await world_of(container, client, role), [], 0
    things = {own: world.belongings(own=own) for own in (True, False)}
    for address, route in routes_by_address().items():
        rule = access_table([route])[address]
        limited = rule.of is not None and role in rule.of.limited
        if rule.of is None or not limited or address[0] != "GET" or named_parameter(address[1], route):
            continue
        own, other = [f'"{await things[mine].get(rule.of.kind)}"' for mine in (True, False)]
        text = (await world.asker.get(address[1])).text
        # Duty staff is given no tasks: the list of their own is empty. A second factor names nobody.
        has_own = (rule.of.kind is not Kind.TASK or role is Role.RESPONDER) and address[1] != "/api/second-factor"
        if (own in text, other in text) != (has_own, False):
            wrong.append(f"{' '.join(address)}: own {own in text}, other {other in text}")
        asked += 1
    assert not wrong, "\n".join(wrong)
    assert asked >= (5 if role is Role.RESPONDER else 2)


Ask = Callable[[World, str, str], Awaitable[tuple[bool, bool]]]
"""Whether a socket gives the asker what is theirs, and what is another's."""


async def events_seen(world: World, host: str, token: str) -> tuple[bool, bool]:
    """Events, camera states and who looks at what, as they happen and again after a break."""
    things = {own: world.belongings(own=own) for own in (True, False)}
    live, again = [], []
    async with opened(host, "/api/ws/events", token) as page:
        await page.recv()
        ids = {
            own: [await things[own].get(kind) for kind in (Kind.INCIDENT, Kind.TASK, Kind.ATTACHMENT)]
            for own in (False, True)
        }
        for own in (False, True):
            await page.send(json.dumps({"type": "looking", "incident_id": ids[own][0]}))
        await messages_until(page, live, lambda text: ids[True][2] in text)
        await messages_until(page, live, lambda text: '"looking"' in text and ids[True][0] in text)
    async with opened(host, "/api/ws/events?after=0", token) as page:
        await messages_until(page, again, lambda text: ids[True][2] in text)
        await messages_until(page, again, lambda text: '"type":"cameras"' in text and '"north-slope"' in text)
    assert all(any(one in text for text in seen) for seen in (live, again) for one in ids[True])
    # The state of a camera reaches a page when it opens, or when it changes, which it does not here.
    others = [(live, one) for one in ids[False]] + [(again, one) for one in [*ids[False], '"gate":']]
    found = {any(one in text for text in seen) for seen, one in others}
    assert len(found) == 1, "some kinds of others' objects are seen and some are not"
    return True, found.pop()


async def pictures_seen(world: World, host: str, token: str) -> tuple[bool, bool]:
    """Pictures of both cameras, asked for in one set."""
    for own in (False, True):
        await world.belongings(own=own).get(Kind.CAMERA)
    bus = world.container.bus
    await publish_init(bus)
    for name in reversed(CAMERAS):
        await publish(bus, name, 0, key=True)
    seen: set[str] = set()
    async with opened(host, "/api/ws/live", token) as page:
        await page.send(json.dumps({"subscribe": [{"camera": name, "stream": "sub"} for name in CAMERAS]}))
        with suppress(TimeoutError):
            async with asyncio.timeout(3):
                while seen != CAMERAS.keys():
                    seen.add(unpack(await page.recv())[0]["camera"])
    mine, other = CAMERAS
    return mine in seen, other in seen


async def messages_until(page: ClientConnection, seen: list[str], last: Callable[[str], bool]) -> None:
    """Collect what comes until one message is the last; one that has come is not waited for."""
    async with asyncio.timeout(20):
        while not any(last(text) for text in seen):
            seen.append(str(await page.recv()))


SOCKETS: Mapping[str, Ask] = {"/api/ws/events": events_seen, "/api/ws/live": pictures_seen}
"""How each socket is asked; one that stands not here fails the test."""


def test_every_socket_is_asked() -> None:
    assert {path for method, path in routes_by_address() if method == "WEBSOCKET"} == SOCKETS.keys()


@pytest.mark.parametrize("path", SOCKETS)
@pytest.mark.parametrize("role", list(Role))
async def test_every_socket_gives_what_it_declares_and_no_more(
    container: Container, client: MakeClient, role: Role, path: str
) -> None:
    world = await world_of(container, client, role)
    rule = access_table(every_route())["WEBSOCKET", path]
    token = world.asker.cookies[COOKIE]
    async with served(create_app(container, background=HUBS)) as host:
        answer = await SOCKETS[path](world, host, token)
    assert role in rule.roles
    assert rule.of is not None
    assert answer == (True, role not in rule.of.limited)


RESPONDERS, LEADERS = (Depends(require(role)) for role in (Role.RESPONDER, Role.DUTY_LEADER))
OF_INCIDENTS = Depends(require(Role.DUTY_LEADER, of=OWN_INCIDENT))


@pytest.mark.parametrize(
    ("path", "guard", "fault"),
    [
        ("/api/incidents/{incident_id}/planted", LEADERS, "it names incident"),
        ("/api/incidents/{incident_id:uuid}/planted", LEADERS, "it names incident"),
        ("/api/tasks/{task_id}/planted", OF_INCIDENTS, "it names task, not incident"),
        ("/api/secrets/{secret_id}", OF_INCIDENTS, "say in NAMED what secret_id names"),
        ("/api/planted", RESPONDERS, "responders may use it"),
    ],
)
def test_a_route_without_a_whole_declaration_of_ownership_fails(path: str, guard: Any, fault: str) -> None:
    router = APIRouter()
    router.add_api_route(path, lambda: None, dependencies=[guard])
    with pytest.raises(NoRuleError, match=re.escape(f"GET {path} ({fault})")):
        access_table([*every_route(), *router.routes])


def test_a_route_that_must_be_given_an_object_behind_its_path_declares_it() -> None:
    router = APIRouter()

    @router.get("/api/planted", dependencies=[LEADERS])
    async def planted(camera: str, words: str = "") -> None: ...

    with pytest.raises(NoRuleError, match=re.escape("GET /api/planted (it names camera)")):
        access_table(router.routes)


def test_a_socket_without_a_rule_fails_and_so_does_one_without_ownership(monkeypatch: pytest.MonkeyPatch) -> None:
    router = APIRouter()

    @router.websocket("/api/ws/planted")
    async def planted() -> None: ...

    with pytest.raises(NoRuleError, match=r"say who may use it.*WEBSOCKET /api/ws/planted$"):
        access_table([*every_route(), *router.routes])
    known = {**access.CHECKED_ELSEWHERE, ("WEBSOCKET", "/api/ws/planted"): Rule((Role.ADMIN,))}
    monkeypatch.setattr(access, "CHECKED_ELSEWHERE", known)
    with pytest.raises(NoRuleError, match=r"say whose objects it reaches.*WEBSOCKET /api/ws/planted \(a socket"):
        access_table([*every_route(), *router.routes])
