"""Signing in and out over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from command_center.auth.model import Role
from command_center.auth.service import ATTEMPT_WINDOW, ATTEMPTS_PER_ACCOUNT, ATTEMPTS_PER_ADDRESS, Accounts, Origin
from command_center.base.clock import new_id
from command_center.base.db import Database
from command_center.base.errors import TooMany, WrongPassword
from command_center.web.container import Container
from tests.conftest import QUICK_HASHER, Client, MakeClient

PASSWORD = "correct horse battery"


class HandClock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 5, 1, 8, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def accounts(database: Database, clock: HandClock) -> Accounts:
    return Accounts(database, clock, new_id, hasher=QUICK_HASHER, session_length=timedelta(hours=12))


async def sign_in(page: Client, username: str, password: str) -> tuple[int, dict[str, object]]:
    answer = await page.post("/api/sessions", json={"username": username, "password": password})
    return answer.status_code, answer.json()


async def test_a_person_signs_in_sees_who_they_are_and_signs_out(container: Container, client: MakeClient) -> None:
    await container.people.accounts.create("wang", "王五", Role.DUTY_OFFICER, PASSWORD)
    page = await client()
    answer = await page.post("/api/sessions", json={"username": "Wang", "password": PASSWORD})
    assert answer.status_code == 201
    assert answer.json()["user"]["role"] == "duty_officer"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert (await page.get("/api/sessions/current")).json()["user"]["display_name"] == "王五"
    assert (await page.delete("/api/sessions/current")).status_code == 204
    page.cookies.set("cc_session", answer.cookies["cc_session"])
    assert (await page.get("/api/sessions/current")).status_code == 401


async def test_an_unknown_name_and_a_wrong_password_are_answered_alike(
    container: Container, client: MakeClient
) -> None:
    await container.people.accounts.create("wang", "王五", Role.VIEWER, PASSWORD)
    page = await client()
    assert await sign_in(page, "wang", "wrong") == await sign_in(page, "nobody", "wrong")


async def test_a_missing_field_is_named_and_no_value_repeated(client: MakeClient) -> None:
    page = await client()
    answer = await page.post("/api/sessions", json={"username": "wang", "passwort": "geheim"})
    assert answer.status_code == 422
    assert answer.json()["error"]["fields"].keys() == {"password", "passwort"}
    assert "geheim" not in answer.text


async def test_guessing_is_stopped_and_the_right_password_too_until_the_window_has_passed(
    accounts: Accounts, clock: HandClock
) -> None:
    await accounts.create("wang", "王五", Role.VIEWER, PASSWORD)
    for _ in range(ATTEMPTS_PER_ACCOUNT):
        with pytest.raises(WrongPassword):
            await accounts.sign_in("wang", "guess", Origin("10.0.0.1"))
    with pytest.raises(TooMany):
        await accounts.sign_in("wang", PASSWORD, Origin("10.0.0.2"))
    clock.moment += ATTEMPT_WINDOW + timedelta(seconds=1)
    assert (await accounts.sign_in("wang", PASSWORD, Origin("10.0.0.1"))).account.username == "wang"


async def test_who_tried_too_often_is_told_how_long_to_wait_and_is_let_in_then(
    accounts: Accounts, clock: HandClock
) -> None:
    await accounts.create("wang", "王五", Role.VIEWER, PASSWORD)
    for _ in range(ATTEMPTS_PER_ACCOUNT):
        with pytest.raises(WrongPassword):
            await accounts.sign_in("wang", "guess", Origin("10.0.0.1"))
        clock.moment += timedelta(seconds=30)
    with pytest.raises(TooMany) as refused:
        await accounts.sign_in("wang", PASSWORD, Origin("10.0.0.1"))
    assert timedelta() < refused.value.retry_after < ATTEMPT_WINDOW
    clock.moment += refused.value.retry_after
    assert (await accounts.sign_in("wang", PASSWORD, Origin("10.0.0.1"))).account.username == "wang"


async def test_one_address_cannot_try_many_names(accounts: Accounts) -> None:
    for number in range(ATTEMPTS_PER_ADDRESS):
        with pytest.raises(WrongPassword):
            await accounts.sign_in(f"name{number}", "guess", Origin("10.0.0.1"))
    with pytest.raises(TooMany):
        await accounts.sign_in("another", "guess", Origin("10.0.0.1"))


async def test_a_session_slides_while_it_is_used_and_ends_when_it_is_not(accounts: Accounts, clock: HandClock) -> None:
    await accounts.create("wang", "王五", Role.VIEWER, PASSWORD)
    token = (await accounts.sign_in("wang", PASSWORD, Origin("10.0.0.1"))).token
    for _ in range(3):
        clock.moment += timedelta(hours=8)
        assert await accounts.actor(token) is not None
    clock.moment += timedelta(hours=12)
    assert await accounts.actor(token) is None


async def test_a_new_role_ends_the_sessions_of_the_account(accounts: Accounts) -> None:
    account = await accounts.create("wang", "王五", Role.VIEWER, PASSWORD)
    token = (await accounts.sign_in("wang", PASSWORD, Origin("10.0.0.1"))).token
    await accounts.change(account.id, by=None, role=Role.REVIEWER)
    assert await accounts.actor(token) is None


async def test_a_disabled_account_cannot_sign_in(accounts: Accounts) -> None:
    account = await accounts.create("wang", "王五", Role.VIEWER, PASSWORD)
    await accounts.change(account.id, by=None, disabled=True)
    with pytest.raises(WrongPassword):
        await accounts.sign_in("wang", PASSWORD, Origin("10.0.0.1"))
