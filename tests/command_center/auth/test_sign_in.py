"""Signing in and out over HTTP."""

from __future__ import annotations

from command_center.auth.model import Role
from command_center.auth.service import ATTEMPTS_PER_ACCOUNT
from command_center.container import Container
from tests.conftest import MakeClient


async def test_a_person_signs_in_sees_who_they_are_and_signs_out(container: Container, client: MakeClient) -> None:
    await container.accounts.create("wang", "王五", Role.DUTY_OFFICER, "correct horse battery")
    page = await client()
    answer = await page.post("/api/sessions", json={"username": "Wang", "password": "correct horse battery"})
    assert answer.status_code == 201
    assert answer.json()["user"]["role"] == "duty_officer"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    current = await page.get("/api/sessions/current")
    assert current.json()["user"]["display_name"] == "王五"
    assert (await page.delete("/api/sessions/current")).status_code == 204
    page.cookies.set("cc_session", answer.cookies["cc_session"])
    assert (await page.get("/api/sessions/current")).status_code == 401
