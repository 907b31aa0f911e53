"""Administrators look after accounts, and each act leaves a row."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from command_center.auth.journal import admin_journal
from command_center.auth.model import Role
from command_center.web.container import Container
from tests.conftest import MakeClient

NEW = {"username": "zhao", "display_name": "赵六", "role": "responder", "password": "long enough 1"}


async def test_an_administrator_creates_changes_and_disables_an_account(client: MakeClient) -> None:
    page = await client(Role.ADMIN)
    made = await page.post("/api/users", json=NEW)
    assert made.status_code == 201
    address = f"/api/users/{made.json()['id']}"
    assert (await page.patch(address, json={"role": "viewer"})).json()["role"] == "viewer"
    assert (await page.patch(address, json={"disabled": True})).json()["disabled"] is True
    listed = (await page.get("/api/users", params={"page_size": 1})).json()
    assert (listed["total"], len(listed["items"])) == (2, 1)


async def test_a_taken_name_is_refused(client: MakeClient) -> None:
    page = await client(Role.ADMIN)
    await page.post("/api/users", json=NEW)
    again = await page.post("/api/users", json=NEW)
    assert again.status_code == 409
    assert again.json()["error"]["message"]["zh"] == "用户名已存在"


async def test_the_last_administrator_stays(client: MakeClient) -> None:
    page = await client(Role.ADMIN)
    own = (await page.get("/api/sessions/current")).json()["user"]["id"]
    assert (await page.patch(f"/api/users/{own}", json={"disabled": True})).status_code == 409
    assert (await page.patch(f"/api/users/{own}", json={"role": "viewer"})).status_code == 409


async def test_changes_are_recorded_with_who_made_them_and_without_passwords(
    client: MakeClient, container: Container
) -> None:
    page = await client(Role.ADMIN, "boss")
    made = await page.post("/api/users", json=NEW)
    await page.patch(f"/api/users/{made.json()['id']}", json={"password": "another long one"})
    boss = (await page.get("/api/sessions/current")).json()["user"]["id"]
    async with container.database.read() as connection:
        rows = (await connection.execute(select(admin_journal).order_by(admin_journal.c.id))).all()
    last = rows[-1]
    assert (str(last.actor_id), last.action, last.detail) == (boss, "account_changed", {"password": "changed"})


@pytest.mark.parametrize("change", ["UPDATE admin_journal SET action = 'x'", "DELETE FROM admin_journal"])
async def test_the_database_refuses_to_change_the_journal(container: Container, change: str) -> None:
    await container.people.accounts.create("zhao", "赵六", Role.VIEWER, "long enough 1")
    with pytest.raises(DBAPIError, match=r"permission denied|append-only"):
        async with container.database.transaction() as connection:
            await connection.execute(text(change))


async def test_an_administrator_s_open_session_does_not_replace_its_own_password(client: MakeClient) -> None:
    page = await client(Role.ADMIN, "boss")
    own = (await page.get("/api/sessions/current")).json()["user"]["id"]
    refused = await page.patch(f"/api/users/{own}", json={"password": "another long one"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "own_password")
    assert (await page.get("/api/sessions/current")).status_code == 200
