"""One's own sessions and password, and what the journal keeps of signing in."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from command_center.auth import journal
from command_center.auth.factor_key import FactorKey
from command_center.auth.journal import admin_journal
from command_center.auth.model import Origin, Role
from command_center.auth.passwords import is_weak
from command_center.auth.sessions import Sessions
from command_center.base.clock import new_id
from command_center.base.errors import WrongPassword
from command_center.web.container import Container
from tests.conftest import Client, MakeClient
from tests.support.alerts import FixedClock

PASSWORD = "correct horse battery"
SECURE = "https://centre.test"
NEW_PASSWORD = "lantern bridge forty"


async def signed_in(make: MakeClient, username: str, password: str = PASSWORD) -> Client:
    page = await make()
    answer = await page.post("/api/sessions", json={"username": username, "password": password})
    assert answer.status_code == 201, answer.text
    return page


async def rows(container: Container) -> list[tuple[str, str, dict[str, Any]]]:
    """Action, subject and detail of the journal."""
    async with container.database.read() as connection:
        found = (await connection.execute(select(admin_journal).order_by(admin_journal.c.number))).all()
        assert await journal.verify(connection) is None
    return [(row.action, row.subject_id, row.detail) for row in found]


async def test_a_person_sees_their_sessions_and_ends_one(container: Container, client: MakeClient) -> None:
    await container.people.accounts.create("wang", "王五", Role.VIEWER, PASSWORD)
    desk, phone = await signed_in(client, "wang"), await signed_in(client, "wang")
    listed = (await desk.get("/api/sessions")).json()
    assert [one["current"] for one in listed] == [False, True]
    assert (await desk.delete(f"/api/sessions/{listed[0]['id']}")).status_code == 204
    assert (await phone.get("/api/sessions/current")).status_code == 401
    assert [one["current"] for one in (await desk.get("/api/sessions")).json()] == [True]


async def test_nobody_ends_the_session_of_somebody_else(container: Container, client: MakeClient) -> None:
    for name in ("wang", "zhao"):
        await container.people.accounts.create(name, name, Role.VIEWER, PASSWORD)
    wang, zhao = await signed_in(client, "wang"), await signed_in(client, "zhao")
    theirs = (await zhao.get("/api/sessions")).json()[0]["id"]
    assert (await wang.delete(f"/api/sessions/{theirs}")).status_code == 404
    assert (await zhao.get("/api/sessions/current")).status_code == 200


async def test_signing_out_everywhere_ends_every_session(container: Container, client: MakeClient) -> None:
    await container.people.accounts.create("wang", "王五", Role.VIEWER, PASSWORD)
    desk, phone = await signed_in(client, "wang"), await signed_in(client, "wang")
    assert (await desk.delete("/api/sessions")).status_code == 204
    assert [(await page.get("/api/sessions")).status_code for page in (desk, phone)] == [401, 401]


async def test_over_https_cookies_are_bound_to_the_host_and_an_old_one_still_counts(
    container: Container, client: MakeClient
) -> None:
    await container.people.accounts.create("wang", "王五", Role.VIEWER, PASSWORD)
    before = await signed_in(client, "wang")
    assert (await before.get(f"{SECURE}/api/sessions/current")).status_code == 200
    answer = await before.post(f"{SECURE}/api/sessions", json={"username": "wang", "password": PASSWORD})
    made = [cookie for cookie in answer.headers.get_list("set-cookie") if "Max-Age=0" not in cookie]
    assert [cookie.partition("=")[0] for cookie in made] == ["__Host-cc_session", "__Host-cc_device"]
    assert all("Secure" in cookie and "HttpOnly" in cookie and "Path=/" in cookie for cookie in made)


async def test_an_account_that_an_administrator_made_may_only_change_its_password_first(client: MakeClient) -> None:
    admin = await client(Role.ADMIN)
    new = {"username": "zhao", "display_name": "赵六", "role": "viewer", "password": PASSWORD}
    assert (await admin.post("/api/users", json=new)).status_code == 201
    page = await signed_in(client, "zhao")
    assert (await page.get("/api/sessions/current")).json()["must_change"] is True
    refused = await page.get("/api/alerts")
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "must_change_password")
    changed = await page.post("/api/password", json={"present": PASSWORD, "password": NEW_PASSWORD})
    assert changed.status_code == 204
    assert (await page.get("/api/alerts")).status_code == 200


async def test_a_password_that_an_administrator_reset_must_be_changed_too(
    container: Container, client: MakeClient
) -> None:
    wang = await container.people.accounts.create("wang", "王五", Role.VIEWER, PASSWORD)
    admin = await client(Role.ADMIN)
    await admin.patch(f"/api/users/{wang.id}", json={"password": NEW_PASSWORD})
    page = await signed_in(client, "wang", NEW_PASSWORD)
    assert (await page.get("/api/alerts")).status_code == 403


async def test_a_new_password_ends_the_other_sessions_and_the_old_password(
    container: Container, client: MakeClient
) -> None:
    await container.people.accounts.create("wang", "王五", Role.VIEWER, PASSWORD)
    desk, phone = await signed_in(client, "wang"), await signed_in(client, "wang")
    await desk.post("/api/password", json={"present": PASSWORD, "password": NEW_PASSWORD})
    assert [(await page.get("/api/sessions/current")).status_code for page in (desk, phone)] == [200, 401]
    with pytest.raises(WrongPassword):
        await container.people.sessions.sign_in("wang", PASSWORD, Origin("10.0.0.1"))


@pytest.mark.parametrize(
    ("present", "new", "code"),
    [
        ("wrong", NEW_PASSWORD, "wrong_present_password"),
        (PASSWORD, PASSWORD, "same_password"),
        (PASSWORD, "1111111111", "weak_password"),
        (PASSWORD, "Xiawo2026!", "weak_password"),
    ],
)
async def test_a_new_password_is_refused(
    container: Container, client: MakeClient, present: str, new: str, code: str
) -> None:
    await container.people.accounts.create("wang", "王五", Role.VIEWER, PASSWORD)
    page = await signed_in(client, "wang")
    answer = await page.post("/api/password", json={"present": present, "password": new})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
    assert answer.json()["error"]["message"].keys() == {"zh", "en"}


async def test_who_found_an_open_session_cannot_guess_the_password_in_it(
    container: Container, client: MakeClient
) -> None:
    await container.people.accounts.create("wang", "王五", Role.VIEWER, PASSWORD)
    page = await signed_in(client, "wang")
    codes = [
        (await page.post("/api/password", json={"present": "guess", "password": NEW_PASSWORD})).status_code
        for _ in range(11)
    ]
    assert codes == [422] * 10 + [429]


@pytest.mark.parametrize("password", ["1111111111", "password1234", "qwertyuiop", "wangwu2026", "short 7 x"])
def test_a_password_that_is_soon_guessed_is_weak(password: str) -> None:
    assert is_weak(password, ("wangwu", "王五"))


@pytest.mark.parametrize("password", [PASSWORD, NEW_PASSWORD, "vQ7-hd2Kp_0s", "大雨之后 河边的灯笼 四十七"])
def test_a_password_that_takes_long_to_guess_is_not_weak(password: str) -> None:
    assert not is_weak(password, ("wangwu", "王五"))


async def test_signing_in_and_out_is_on_record(container: Container, client: MakeClient) -> None:
    wang = await container.people.accounts.create("wang", "王五", Role.VIEWER, PASSWORD)
    page = await signed_in(client, "wang")
    await page.delete("/api/sessions/current")
    page = await signed_in(client, "wang")
    await page.delete("/api/sessions")
    found = await rows(container)
    assert [action for action, subject, _ in found if subject == str(wang.id)] == [
        "account_created", "signed_in", "signed_out", "signed_in", "signed_out_everywhere",
    ]  # fmt: skip
    assert found[1][2] == {"address": "127.0.0.1", "known_device": False}


async def test_failures_are_on_record_once_an_account_and_hour_without_what_was_typed(
    container: Container, tmp_path: Path
) -> None:
    wang = await container.people.accounts.create("wang", "王五", Role.VIEWER, PASSWORD)
    clock = FixedClock()
    sessions = Sessions(container.database, clock, new_id, FactorKey(tmp_path / "key"))
    for number in range(25):
        for name in ("wang", f"secret typed as a name {number}"):
            with pytest.raises(WrongPassword):
                await sessions.sign_in(name, "secret typed", Origin(f"10.0.0.{number}"))
    await sessions.sweep()
    assert [action for action, _, _ in await rows(container)] == ["account_created"]
    clock.moment += timedelta(hours=1)
    await sessions.sweep()
    await sessions.sweep()
    failed = [row for row in await rows(container) if row[0] == "sign_in_failed"]
    assert {subject for _, subject, _ in failed} == {str(wang.id), "unknown"}
    for _, _, detail in failed:
        assert (len(detail["from"]), detail["more_sources"], detail["failures"]) == (20, 5, 25)
    assert "secret typed" not in str(failed)
