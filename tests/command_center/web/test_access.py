"""Who may use which route: one table, and a walk over every route of the application."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from starlette.routing import BaseRoute, Mount

from command_center.app import ROUTERS
from command_center.auth.model import ADMINS, DUTY, EVERYONE, LEADERS, Role
from tests.conftest import Client, MakeClient

PUBLIC = "public"
OWN_CHECK = "own"
"""WebSockets and /metrics check by themselves; their tests stand with them."""
READERS = tuple(role for role in Role if role is not Role.RESPONDER)
"""Responders see the incidents they work on, not every alert of the machines."""

ACCESS: dict[tuple[str, str], str | tuple[Role, ...]] = {
    ("POST", "/api/sessions"): PUBLIC,
    ("GET", "/api/health"): PUBLIC,
    ("GET", "/"): PUBLIC,
    ("GET", "/api/openapi.json"): EVERYONE,
    ("GET", "/api/sessions/current"): EVERYONE,
    ("DELETE", "/api/sessions/current"): EVERYONE,
    ("GET", "/api/users"): ADMINS,
    ("POST", "/api/users"): ADMINS,
    ("PATCH", "/api/users/{user_id}"): ADMINS,
    ("GET", "/api/site"): EVERYONE,
    ("GET", "/api/map"): EVERYONE,
    ("GET", "/api/cameras"): EVERYONE,
    ("GET", "/api/cameras/{camera_id}"): EVERYONE,
    ("GET", "/api/cameras/{camera_id}/spec"): ADMINS,
    ("PUT", "/api/cameras/{camera_id}/spec"): ADMINS,
    ("GET", "/api/cameras/{camera_id}/changes"): (*LEADERS, Role.REVIEWER, *ADMINS),
    ("POST", "/api/cameras/{camera_id}/changes/{number}/undo"): (*LEADERS, *ADMINS),
    ("GET", "/api/detectors"): EVERYONE,
    ("POST", "/api/cameras/{camera_id}/trials"): ADMINS,
    ("GET", "/api/cameras/{camera_id}/trials/{token}"): ADMINS,
    ("DELETE", "/api/cameras/{camera_id}/trials/{token}"): ADMINS,
    ("GET", "/api/quality"): (*LEADERS, Role.REVIEWER, *ADMINS),
    ("POST", "/api/quality/agreements"): ADMINS,
    ("POST", "/api/alerts/{alert_id}/mask"): (*LEADERS, *ADMINS),
    ("GET", "/api/alerts"): READERS,
    ("GET", "/api/alerts/{alert_id}"): READERS,
    ("GET", "/api/alerts/{alert_id}/snapshot.jpg"): READERS,
    ("POST", "/api/alerts"): DUTY,
    ("POST", "/api/alerts/{alert_id}/shelve"): LEADERS,
    ("POST", "/api/alerts/{alert_id}/unshelve"): LEADERS,
    ("GET", "/api/shelf-plans"): READERS,
    ("POST", "/api/shelf-plans"): LEADERS,
    ("DELETE", "/api/shelf-plans/{plan_id}"): LEADERS,
    ("POST", "/api/alerts/{alert_id}/acknowledge"): DUTY,
    ("POST", "/api/alerts/{alert_id}/confirm"): DUTY,
    ("POST", "/api/alerts/{alert_id}/dismiss"): DUTY,
    ("GET", "/api/incidents"): EVERYONE,
    ("GET", "/api/incidents/{incident_id}"): EVERYONE,
    ("POST", "/api/incidents"): DUTY,
    ("PATCH", "/api/incidents/{incident_id}"): DUTY,
    ("POST", "/api/incidents/{incident_id}/notes"): (*DUTY, Role.RESPONDER, Role.REVIEWER),
    ("GET", "/api/audit"): ADMINS,
    ("POST", "/api/audit/verify"): ADMINS,
    ("GET", "/api/audit/transitions"): ADMINS,
    ("GET", "/api/audit/heads.jsonl"): ADMINS,
    ("GET", "/api/duty"): EVERYONE,
    ("PUT", "/api/duty/{role}"): (Role.DUTY_LEADER, Role.COMMANDER, Role.ADMIN),
    ("GET", "/api/notifications"): READERS,
    ("GET", "/api/notifications/channels"): ADMINS,
    ("POST", "/api/notifications/channels/{channel}/test"): ADMINS,
    ("GET", "/api/notifications/deliveries/{delivery_id}"): ADMINS,
    ("PUT", "/api/notifications/contacts/{user_id}"): ADMINS,
    ("POST", "/api/incidents/{incident_id}/verify"): DUTY,
    ("POST", "/api/incidents/{incident_id}/respond"): DUTY,
    ("POST", "/api/incidents/{incident_id}/control"): (Role.COMMANDER,),
    ("POST", "/api/incidents/{incident_id}/flare-up"): (Role.COMMANDER,),
    ("POST", "/api/incidents/{incident_id}/close"): (Role.DUTY_LEADER,),
    ("POST", "/api/incidents/{incident_id}/cancel"): (Role.DUTY_LEADER,),
    ("POST", "/api/incidents/{incident_id}/merge"): LEADERS,
    ("POST", "/api/incidents/{incident_id}/review"): (Role.REVIEWER,),
    ("GET", "/api/crew"): DUTY,
    ("GET", "/api/incidents/{incident_id}/plans"): DUTY,
    ("POST", "/api/incidents/{incident_id}/plan"): DUTY,
    ("POST", "/api/incidents/{incident_id}/tasks"): DUTY,
    ("GET", "/api/tasks/mine"): (*DUTY, Role.RESPONDER),
    ("GET", "/api/tasks/{task_id}/picture.jpg"): (*DUTY, Role.RESPONDER),
    ("POST", "/api/tasks/{task_id}/step"): (*DUTY, Role.RESPONDER),
    ("POST", "/api/tasks/{task_id}/reassign"): DUTY,
    ("PUT", "/api/incidents/{incident_id}/attachments/{key}"): (*DUTY, Role.RESPONDER, Role.REVIEWER),
    ("GET", "/api/attachments/{attachment_id}"): EVERYONE,
    ("GET", "/api/reports/{report_id}/report.pdf"): READERS,
    ("GET", "/api/reports/{report_id}/report.docx"): READERS,
    ("GET", "/api/reports/{report_id}/report.xml"): READERS,
    ("POST", "/api/cap"): OWN_CHECK,
    ("GET", "/api/alerts/{alert_id}/cap"): READERS,
    ("GET", "/api/alerts/{alert_id}/cap.xml"): READERS,
    ("GET", "/api/reports/owed"): READERS,
    ("GET", "/api/reports/{report_id}"): READERS,
    ("POST", "/api/incidents/{incident_id}/reports"): DUTY,
    ("PUT", "/api/reports/{report_id}"): DUTY,
    ("POST", "/api/reports/{report_id}/submit"): DUTY,
    ("POST", "/api/reports/{report_id}/return"): LEADERS,
    ("POST", "/api/reports/{report_id}/sign"): LEADERS,
    ("POST", "/api/reports/{report_id}/phoned"): DUTY,
    ("POST", "/api/reports/{report_id}/send"): DUTY,
    ("POST", "/api/reports/{report_id}/receipt"): DUTY,
    ("GET", "/api/stations"): EVERYONE,
    ("POST", "/api/stations/{station_id}/readings"): OWN_CHECK,
    ("POST", "/api/stations/{station_id}/token"): ADMINS,
    ("DELETE", "/api/stations/{station_id}/token"): ADMINS,
    ("GET", "/api/recordings"): EVERYONE,
    ("GET", "/api/recordings/{camera_id}/clip.mp4"): EVERYONE,
    ("GET", "/metrics"): OWN_CHECK,
    ("WEBSOCKET", "/api/ws/events"): OWN_CHECK,
    ("WEBSOCKET", "/api/ws/live"): OWN_CHECK,
}


def addresses(routes: list[BaseRoute]) -> Iterator[tuple[str, str]]:
    """Method and path of every route."""
    for route in routes:
        if isinstance(route, Mount):
            yield "GET", route.path or "/"
        for method in getattr(route, "methods", None) or () if not isinstance(route, Mount) else ():
            if method != "HEAD":
                yield method, route.path  # type: ignore[attr-defined]
        if type(route).__name__.endswith("WebSocketRoute"):
            yield "WEBSOCKET", route.path  # type: ignore[attr-defined]


def every_address(app: FastAPI) -> set[tuple[str, str]]:
    """Those of the application itself and of each router it includes."""
    included = [address for router in ROUTERS for address in addresses(router.routes)]
    return {*addresses(app.routes), *included}


def test_every_route_stands_in_the_table_of_access(app: FastAPI) -> None:
    assert every_address(app) - ACCESS.keys() == set()


def test_the_walk_finds_the_routes_that_are_known_to_exist(app: FastAPI) -> None:
    found = every_address(app)
    assert {("GET", "/"), ("POST", "/api/sessions"), ("GET", "/api/openapi.json"), ("GET", "/metrics")} <= found


UNKNOWN = "0192f0c4-7d3e-7000-8000-000000000000"


async def status(page: Client, method: str, path: str) -> int:
    """The answer's status where nothing with such an id exists and the body is empty: only the guard matters."""
    words = {"camera_id": "no-such-camera", "station_id": "none", "number": "1", "channel": "none", "role": "commander"}
    filled = path
    for name, word in words.items():
        filled = filled.replace(f"{{{name}}}", word)
    ids = ("user", "alert", "incident", "delivery", "plan", "task", "attachment", "report")
    for name in ("key", *(f"{one}_id" for one in ids)):
        filled = filled.replace(f"{{{name}}}", UNKNOWN)
    return (await page.request(method, filled, json={} if method in {"POST", "PUT", "PATCH"} else None)).status_code


@pytest.mark.parametrize("role", [None, *Role], ids=str)
async def test_every_route_lets_in_exactly_the_roles_of_the_table(
    app: FastAPI, client: MakeClient, role: Role | None
) -> None:
    wrong = []
    for method, path in sorted(every_address(app)):
        roles = ACCESS[method, path]
        if isinstance(roles, str):
            continue
        code = await status(await client(role), method, path)
        allowed = role is not None and role in roles
        if code == 500 or (code in {401, 403}) == allowed or (role is None) != (code == 401):
            wrong.append(f"{method} {path}: {code}")
    assert wrong == []


@pytest.mark.parametrize(("method", "path"), [address for address, roles in ACCESS.items() if roles == PUBLIC])
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
