"""Who may use which route: the guards' own table, its document, and every route asked as every role."""

from __future__ import annotations

import pytest
from fastapi import APIRouter, Depends, FastAPI

from command_center.app import every_route
from command_center.auth.model import ADMINS, Role
from command_center.web.access import (
    CHECKED_ELSEWHERE,
    Address,
    NoRuleError,
    access_document,
    access_table,
)
from command_center.web.guards import Rule, require
from tests.conftest import Client, MakeClient
from tests.support.paths import CHECKOUT

FILE = CHECKOUT / "docs" / "access.md"


def every_address(app: FastAPI) -> dict[Address, Rule]:
    """The rules of the application's own routes and of each router it includes."""
    return access_table([*app.routes, *every_route()])


def test_the_document_says_what_the_guards_say() -> None:
    wanted = access_document(access_table(every_route()))
    assert FILE.read_text(encoding="utf-8") == wanted, "docs/access.md is not what the routes say: run make access"


def test_a_route_without_a_rule_fails() -> None:
    planted = APIRouter()

    @planted.get("/api/planted")
    @planted.post("/api/guarded", dependencies=[Depends(require(Role.ADMIN))])
    @planted.websocket("/api/ws/planted")
    async def planted_route() -> None: ...

    with pytest.raises(NoRuleError, match=r"GET /api/planted, WEBSOCKET /api/ws/planted$"):
        access_table([*every_route(), *planted.routes])


def test_no_exception_from_the_guards_outlives_its_route(app: FastAPI) -> None:
    assert CHECKED_ELSEWHERE.keys() - every_address(app).keys() == set()


def test_the_walk_finds_the_routes_that_are_known_to_exist(app: FastAPI) -> None:
    found = every_address(app)
    known = {("GET", "/"), ("POST", "/api/sessions"), ("GET", "/api/openapi.json"), ("GET", "/metrics")}
    assert known | {("WEBSOCKET", "/api/ws/live")} <= found.keys()
    assert found["POST", "/api/users"].roles == ADMINS
    assert Role.RESPONDER not in found["GET", "/api/alerts"].roles


UNKNOWN = "0192f0c4-7d3e-7000-8000-000000000000"


async def status(page: Client, method: str, path: str) -> int:
    """The answer's status where nothing with such an id exists and the body is empty: only the guard matters."""
    words = {"camera_id": "no-such-camera", "station_id": "none", "number": "1", "channel": "none", "role": "commander"}
    filled = path
    for name, word in words.items():
        filled = filled.replace(f"{{{name}}}", word)
    ids = ("user", "alert", "incident", "delivery", "plan", "task", "attachment", "report", "session")
    for name in ("key", *(f"{one}_id" for one in ids)):
        filled = filled.replace(f"{{{name}}}", UNKNOWN)
    return (await page.request(method, filled, json={} if method in {"POST", "PUT", "PATCH"} else None)).status_code


@pytest.mark.parametrize("role", [None, *Role], ids=str)
async def test_every_route_lets_in_exactly_the_roles_of_the_table(
    app: FastAPI, client: MakeClient, role: Role | None
) -> None:
    wrong = []
    for (method, path), rule in every_address(app).items():
        if rule.others or method == "WEBSOCKET":
            continue
        code = await status(await client(role), method, path)
        allowed = role in rule.roles
        if code == 500 or (code in {401, 403}) == allowed or (role is None) != (code == 401):
            wrong.append(f"{method} {path}: {code}")
    assert wrong == []


@pytest.mark.parametrize(("method", "path"), [("GET", "/"), ("POST", "/api/sessions"), ("GET", "/api/health")])
async def test_a_public_route_answers_without_a_session(client: MakeClient, method: str, path: str) -> None:
    assert await status(await client(), method, path) not in {401, 403, 500}


@pytest.mark.parametrize("path", ["/api/sessions", "/api/users"])
async def test_another_site_cannot_change_anything(client: MakeClient, path: str) -> None:
    page = await client(Role.ADMIN)
    answer = await page.post(path, json={}, headers={"Origin": "http://evil.example"})
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "wrong_origin"


async def test_the_metrics_need_an_administrator(client: MakeClient) -> None:
    assert await status(await client(), "GET", "/metrics") == 401
    assert await status(await client(Role.DUTY_OFFICER), "GET", "/metrics") == 403
    page = await client(Role.ADMIN)
    assert "cc_http_requests_total" in (await page.get("/metrics")).text
