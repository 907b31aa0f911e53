"""Signing in and out over HTTP."""

from __future__ import annotations

import asyncio
import threading
from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select

from command_center.auth.attempts import (
    PER_ACCOUNT_AND_SOURCE,
    PER_SOURCE,
    SLOW_BY,
    SLOW_FROM,
    WINDOW,
    login_attempt,
    source_of,
)
from command_center.auth.factor_key import FactorKey
from command_center.auth.model import Origin, Role
from command_center.auth.passwords import Passwords
from command_center.auth.repository import session
from command_center.auth.service import Accounts
from command_center.auth.sessions import Sessions
from command_center.base.clock import new_id
from command_center.base.costly import CostlyWork
from command_center.base.db import Database
from command_center.base.errors import TooMany, WrongPassword
from command_center.web.container import Container
from tests.conftest import QUICK_HASHER, Client, MakeClient
from tests.support.alerts import FixedClock

PASSWORD = "correct horse battery"
OTHER_PASSWORD = "lantern bridge forty"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def accounts(database: Database, clock: FixedClock) -> Accounts:
    return Accounts(database, clock, new_id, Passwords(QUICK_HASHER))


@pytest.fixture
def pauses() -> list[float]:
    """How long answers were held back."""
    return []


@pytest.fixture
def sessions(database: Database, clock: FixedClock, pauses: list[float], tmp_path: Path) -> Sessions:
    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    half_a_day, week = timedelta(hours=12), timedelta(days=7)
    quick = Passwords(QUICK_HASHER)
    key = FactorKey(tmp_path / "second-factor.key")
    return Sessions(database, clock, new_id, key, quick, idle=half_a_day, lifetime=week, pause=pause)


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


class HeldHasher(PasswordHasher):
    """Takes as long as the test wants for what strangers sent."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.go_on = threading.Event()

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 - as it is called there
        if password == "guess":
            self.go_on.wait(30)
        return super().verify(hash, password)


async def test_a_known_browser_is_answered_while_strangers_fill_their_queue_and_the_next_is_told_to_come_again() -> (
    None
):
    hasher = HeldHasher()
    passwords = Passwords(hasher, strangers=CostlyWork(each=2, in_all=4))
    hashed = await passwords.hash(PASSWORD)
    waiting = [
        asyncio.create_task(passwords.matches(hashed, "guess", f"10.7.0.{n // 2}", known=False)) for n in range(4)
    ]
    await asyncio.sleep(0)
    with pytest.raises(TooMany) as told:
        await passwords.matches(hashed, PASSWORD, "10.8.0.1", known=False)
    assert (told.value.code, told.value.retry_after > timedelta()) == ("busy", True)
    assert await asyncio.wait_for(passwords.matches(hashed, PASSWORD, "device desk", known=True), 5)
    hasher.go_on.set()
    assert await asyncio.gather(*waiting) == [False] * 4
    assert await passwords.matches(hashed, PASSWORD, "10.8.0.1", known=False)


async def test_one_source_does_not_fill_the_queue_of_strangers() -> None:
    hasher = HeldHasher()
    passwords = Passwords(hasher, strangers=CostlyWork(each=1, in_all=4))
    hashed = await passwords.hash(PASSWORD)
    first = asyncio.create_task(passwords.matches(hashed, "guess", "10.7.0.1", known=False))
    await asyncio.sleep(0)
    with pytest.raises(TooMany):
        await passwords.matches(hashed, "guess", "10.7.0.1", known=False)
    other = asyncio.create_task(passwords.matches(hashed, PASSWORD, "10.8.0.1", known=False))
    await asyncio.sleep(0)
    hasher.go_on.set()
    assert (await first, await other) == (False, True)


async def test_what_nobody_had_the_time_to_check_does_not_count_as_a_failure(
    accounts: Accounts, database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    await accounts.create("wang", "王五", Role.VIEWER, PASSWORD)
    full = Passwords(QUICK_HASHER, strangers=CostlyWork(each=0))
    sessions = Sessions(database, clock, new_id, FactorKey(tmp_path / "key"), full)
    for _ in range(PER_ACCOUNT_AND_SOURCE + 1):
        with pytest.raises(TooMany) as told:
            await sessions.sign_in("wang", PASSWORD, Origin("10.0.0.1", "x"))
        assert told.value.code == "busy"
    async with database.read() as connection:
        assert await connection.scalar(select(func.count()).select_from(login_attempt)) == 0


async def test_a_missing_field_is_named_and_no_value_repeated(client: MakeClient) -> None:
    page = await client()
    answer = await page.post("/api/sessions", json={"username": "wang", "passwort": "geheim"})
    assert answer.status_code == 422
    assert answer.json()["error"]["fields"].keys() == {"password", "passwort"}
    assert "geheim" not in answer.text


async def guess(sessions: Sessions, username: str, address: str, times: int = 1) -> list[str]:
    """What wrong passwords are answered."""
    answers = []
    for _ in range(times):
        with pytest.raises((WrongPassword, TooMany)) as refused:
            await sessions.sign_in(username, "guess", Origin(address))
        answers.append(refused.value.code)
    return answers


async def test_guessing_from_one_address_is_stopped_there_and_nowhere_else(
    accounts: Accounts, sessions: Sessions, clock: FixedClock
) -> None:
    await accounts.create("wang", "王五", Role.VIEWER, PASSWORD)
    await guess(sessions, "wang", "10.0.0.1", PER_ACCOUNT_AND_SOURCE)
    with pytest.raises(TooMany):
        await sessions.sign_in("wang", PASSWORD, Origin("10.0.0.1"))
    assert (await sessions.sign_in("wang", PASSWORD, Origin("10.0.0.2"))).account.username == "wang"
    clock.moment += WINDOW + timedelta(seconds=1)
    assert (await sessions.sign_in("wang", PASSWORD, Origin("10.0.0.1"))).account.username == "wang"


async def test_who_tried_too_often_is_told_how_long_to_wait_and_is_let_in_then(
    accounts: Accounts, sessions: Sessions, clock: FixedClock
) -> None:
    await accounts.create("wang", "王五", Role.VIEWER, PASSWORD)
    for _ in range(PER_ACCOUNT_AND_SOURCE):
        await guess(sessions, "wang", "10.0.0.1")
        clock.moment += timedelta(seconds=30)
    with pytest.raises(TooMany) as refused:
        await sessions.sign_in("wang", PASSWORD, Origin("10.0.0.1"))
    assert timedelta() < refused.value.retry_after < WINDOW
    clock.moment += refused.value.retry_after
    assert (await sessions.sign_in("wang", PASSWORD, Origin("10.0.0.1"))).account.username == "wang"


async def test_refused_attempts_do_not_prolong_the_wait(
    accounts: Accounts, sessions: Sessions, clock: FixedClock
) -> None:
    await accounts.create("wang", "王五", Role.VIEWER, PASSWORD)
    await guess(sessions, "wang", "10.0.0.1", PER_ACCOUNT_AND_SOURCE)
    for _ in range(10):
        clock.moment += timedelta(seconds=85)
        assert await guess(sessions, "wang", "10.0.0.1") == ["too_many_logins"]
    clock.moment += timedelta(seconds=51)
    assert (await sessions.sign_in("wang", PASSWORD, Origin("10.0.0.1"))).account.username == "wang"


async def test_one_address_cannot_try_many_names(sessions: Sessions) -> None:
    for number in range(PER_SOURCE):
        await guess(sessions, f"name{number}", "10.0.0.1")
    assert await guess(sessions, "another", "10.0.0.1") == ["too_many_logins"]


async def test_parallel_guesses_cannot_slip_in_under_the_limit(accounts: Accounts, sessions: Sessions) -> None:
    await accounts.create("wang", "王五", Role.VIEWER, PASSWORD)
    answers = await asyncio.gather(*(guess(sessions, "wang", "10.0.0.1") for _ in range(30)))
    assert [code for (code,) in answers].count("wrong_password") == PER_ACCOUNT_AND_SOURCE


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("::ffff:10.0.0.1", "10.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("?", "?"),
    ],
)
def test_an_address_counts_as_what_one_client_may_use(address: str, source: str) -> None:
    assert source_of(address) == source


async def test_an_hour_of_wrong_sign_ins_from_fifty_addresses_keeps_no_owner_out_at_their_desk(
    accounts: Accounts, sessions: Sessions, clock: FixedClock, database: Database, pauses: list[float]
) -> None:
    names = ("wang", "zhao")
    desk = "10.0.0.7"
    device = ""
    for name in names:
        await accounts.create(name, name, Role.DUTY_OFFICER, PASSWORD)
        device = (await sessions.sign_in(name, PASSWORD, Origin(desk, device=device))).device
    attackers = {desk: PER_ACCOUNT_AND_SOURCE + 1} | {f"10.0.0.{number}": 3 for number in range(100, 149)}
    for quarter in range(4):
        clock.moment += timedelta(minutes=15 if quarter else 0)
        await sessions.sweep()
        for name in names:
            for address, times in attackers.items():
                await guess(sessions, name, address, times)
    pauses.clear()
    for name in names:
        assert (await sessions.sign_in(name, PASSWORD, Origin(desk, device=device))).account.username == name
    assert pauses == []
    async with database.read() as connection:
        kept = await connection.scalar(select(func.count()).select_from(login_attempt))
    assert kept == (PER_ACCOUNT_AND_SOURCE + 49 * 3) * len(names)


async def test_an_account_under_attack_answers_unknown_browsers_slowly_and_lets_the_owner_in(
    accounts: Accounts, sessions: Sessions, pauses: list[float]
) -> None:
    await accounts.create("wang", "王五", Role.VIEWER, PASSWORD)
    for number in range(SLOW_FROM // PER_ACCOUNT_AND_SOURCE):
        await guess(sessions, "wang", f"10.0.1.{number}", PER_ACCOUNT_AND_SOURCE)
    pauses.clear()
    assert (await sessions.sign_in("wang", PASSWORD, Origin("10.0.0.7"))).account.username == "wang"
    assert pauses == [SLOW_BY.total_seconds()]


async def test_a_known_browser_may_guess_no_more_than_any_other(accounts: Accounts, sessions: Sessions) -> None:
    await accounts.create("wang", "王五", Role.VIEWER, PASSWORD)
    device = (await sessions.sign_in("wang", PASSWORD, Origin("10.0.0.7"))).device
    codes = []
    for number in range(PER_ACCOUNT_AND_SOURCE + 1):
        with pytest.raises((WrongPassword, TooMany)) as refused:
            await sessions.sign_in("wang", "guess", Origin(f"10.0.1.{number}", device=device))
        codes.append(refused.value.code)
    assert codes == ["wrong_password"] * PER_ACCOUNT_AND_SOURCE + ["too_many_logins"]


async def test_a_browser_s_token_counts_for_accounts_that_have_signed_in_there_until_their_password_changes(
    accounts: Accounts, sessions: Sessions
) -> None:
    wang = await accounts.create("wang", "王五", Role.VIEWER, PASSWORD)
    await accounts.create("zhao", "赵六", Role.VIEWER, PASSWORD)
    device = (await sessions.sign_in("wang", PASSWORD, Origin("10.0.0.7"))).device
    for name in ("wang", "zhao"):
        await guess(sessions, name, "10.0.0.7", PER_ACCOUNT_AND_SOURCE)
    assert (await sessions.sign_in("wang", PASSWORD, Origin("10.0.0.7", device=device))).device == device
    with pytest.raises(TooMany):
        await sessions.sign_in("zhao", PASSWORD, Origin("10.0.0.7", device=device))
    await accounts.change(wang.id, by=None, password=OTHER_PASSWORD)
    with pytest.raises(TooMany):
        await sessions.sign_in("wang", OTHER_PASSWORD, Origin("10.0.0.7", device=device))


async def test_a_token_that_the_centre_did_not_make_is_replaced(accounts: Accounts, sessions: Sessions) -> None:
    await accounts.create("wang", "王五", Role.VIEWER, PASSWORD)
    assert (await sessions.sign_in("wang", PASSWORD, Origin("10.0.0.7", device="planted"))).device != "planted"


async def test_a_session_slides_while_it_is_used_and_ends_when_it_is_not(
    accounts: Accounts, sessions: Sessions, clock: FixedClock
) -> None:
    await accounts.create("wang", "王五", Role.VIEWER, PASSWORD)
    token = (await sessions.sign_in("wang", PASSWORD, Origin("10.0.0.1"))).token
    for _ in range(3):
        clock.moment += timedelta(hours=8)
        assert await sessions.actor(token) is not None
    clock.moment += timedelta(hours=12)
    assert await sessions.actor(token) is None


async def test_a_session_ends_after_its_lifetime_although_it_is_used_without_a_pause(
    accounts: Accounts, sessions: Sessions, clock: FixedClock
) -> None:
    await accounts.create("wang", "王五", Role.VIEWER, PASSWORD)
    token = (await sessions.sign_in("wang", PASSWORD, Origin("10.0.0.1"))).token
    hours = 0
    while await sessions.actor(token) is not None:
        clock.moment += timedelta(hours=1)
        hours += 1
        assert hours <= 7 * 24
    assert hours == 7 * 24


async def test_signing_in_again_ends_the_session_that_the_browser_had(accounts: Accounts, sessions: Sessions) -> None:
    await accounts.create("wang", "王五", Role.VIEWER, PASSWORD)
    first = (await sessions.sign_in("wang", PASSWORD, Origin("10.0.0.1"))).token
    await sessions.sign_in("wang", PASSWORD, Origin("10.0.0.1", session=first))
    assert await sessions.actor(first) is None


async def test_ended_sessions_leave_the_table(
    accounts: Accounts, sessions: Sessions, clock: FixedClock, database: Database
) -> None:
    await accounts.create("wang", "王五", Role.VIEWER, PASSWORD)
    await sessions.sign_in("wang", PASSWORD, Origin("10.0.0.1"))
    clock.moment += timedelta(days=3)
    await sessions.sweep()
    async with database.read() as connection:
        assert await connection.scalar(select(func.count()).select_from(session)) == 0


async def test_a_new_role_ends_the_sessions_of_the_account(accounts: Accounts, sessions: Sessions) -> None:
    account = await accounts.create("wang", "王五", Role.VIEWER, PASSWORD)
    token = (await sessions.sign_in("wang", PASSWORD, Origin("10.0.0.1"))).token
    await accounts.change(account.id, by=None, role=Role.REVIEWER)
    assert await sessions.actor(token) is None


async def test_a_disabled_account_cannot_sign_in(accounts: Accounts, sessions: Sessions) -> None:
    account = await accounts.create("wang", "王五", Role.VIEWER, PASSWORD)
    await accounts.change(account.id, by=None, disabled=True)
    with pytest.raises(WrongPassword):
        await sessions.sign_in("wang", PASSWORD, Origin("10.0.0.1"))
