"""One's own second factor over HTTP: enrolling, recovery codes, and who may take it away; all of it on record."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pyotp
import pytest
from sqlalchemy import select

from command_center.auth.journal import admin_journal
from command_center.auth.model import Role
from command_center.auth.repository import session
from command_center.web.container import Container
from command_center.web.guards import COOKIE
from tests.conftest import Client, MakeClient

PASSWORD = "{}: correct horse battery"
"""Of the people whom the fixture ``client`` makes, by their names."""


def code(secret: str, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(datetime.now(UTC) + timedelta(seconds=30 * steps))


async def begin(page: Client, name: str) -> str:
    answer = await page.post("/api/second-factor", json={"present": PASSWORD.format(name)})
    assert answer.status_code == 201, answer.text
    assert answer.json()["picture"].startswith("data:image/svg+xml")
    assert answer.json()["secret"] in answer.json()["uri"]
    return str(answer.json()["secret"])


async def enrol(page: Client, name: str) -> tuple[str, list[str]]:
    """The secret and the recovery codes. The code is of the step before, so that the present one is unused."""
    secret = await begin(page, name)
    answer = await page.post("/api/second-factor/confirmation", json={"code": code(secret, -1)})
    assert answer.status_code == 201, answer.text
    return secret, answer.json()["codes"]


async def sign_in(page: Client, name: str) -> Any:
    return await page.post("/api/sessions", json={"username": name, "password": PASSWORD.format(name)})


async def actions(container: Container) -> list[tuple[str, dict[str, Any]]]:
    async with container.database.read() as connection:
        rows = await connection.execute(select(admin_journal).order_by(admin_journal.c.number))
        return [(row.action, row.detail) for row in rows]


async def error_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


async def test_a_person_enrols_and_signs_in_by_two_steps_and_each_act_is_on_record(
    client: MakeClient, container: Container
) -> None:
    page = await client(Role.DUTY_OFFICER, "wang")
    secret, codes = await enrol(page, "wang")
    state = (await page.get("/api/second-factor")).json()
    assert (state["recovery_codes"], state["needed"], state["put_off_until"]) == (10, False, None)
    assert secret not in str(state)

    phone = await client()
    waiting = await sign_in(phone, "wang")
    assert (waiting.status_code, waiting.json().keys()) == (202, {"token", "expires_at"})
    assert "set-cookie" not in waiting.headers
    thief = await client()
    thief.cookies.set(COOKIE, waiting.json()["token"])
    assert (await thief.get("/api/sessions/current")).status_code == 401, "the half-done sign-in is no session"

    step = {"token": waiting.json()["token"], "code": code(secret)}
    assert (await phone.post("/api/sessions/second-step", json=step)).status_code == 201
    assert (await phone.get("/api/alerts")).status_code == 200
    assert await error_of(await phone.post("/api/sessions/second-step", json=step)) == (401, "sign_in_again")

    renewed = (await phone.post("/api/second-factor/recovery-codes", json={"code": codes[0]})).json()["codes"]
    assert not set(renewed) & set(codes)
    gone = {"present": PASSWORD.format("wang"), "code": renewed[0]}
    assert (await phone.post("/api/second-factor/removal", json=gone)).status_code == 204
    assert (await sign_in(await client(), "wang")).status_code == 201
    found = await actions(container)
    assert [action for action, _ in found] == [
        "account_created", "second_factor_enrolled", "signed_in", "recovery_codes_renewed", "second_factor_removed",
        "signed_in",
    ]  # fmt: skip
    assert found[2][1]["second_factor"] == "code"
    assert not any(word in str(found) for word in (secret, *codes, *renewed))


async def test_another_site_and_a_stranger_s_token_finish_no_sign_in(client: MakeClient) -> None:
    page = await client()
    step = {"token": "x" * 43, "code": "000000"}
    foreign = await page.post("/api/sessions/second-step", json=step, headers={"Origin": "http://evil.example"})
    assert await error_of(foreign) == (403, "wrong_origin")
    assert await error_of(await page.post("/api/sessions/second-step", json=step)) == (401, "sign_in_again")


async def test_who_found_an_open_session_cannot_enrol_in_it(client: MakeClient) -> None:
    page = await client(Role.DUTY_OFFICER, "wang")
    answer = await page.post("/api/second-factor", json={"present": "guess"})
    assert await error_of(answer) == (422, "wrong_present_password")


async def test_an_enrolment_is_finished_by_the_session_that_began_it_alone(client: MakeClient) -> None:
    page, other, stranger = (
        await client(Role.DUTY_OFFICER, "wang"),
        await client(Role.DUTY_OFFICER, "wang"),
        await client(Role.DUTY_OFFICER, "zhao"),
    )
    secret = await begin(page, "wang")
    for somebody in (other, stranger):
        answer = await somebody.post("/api/second-factor/confirmation", json={"code": code(secret)})
        assert await error_of(answer) == (409, "enrolment_over")
    wrong = await page.post("/api/second-factor/confirmation", json={"code": "abcdef"})
    assert await error_of(wrong) == (422, "wrong_code")
    assert (await page.post("/api/second-factor/confirmation", json={"code": code(secret)})).status_code == 201
    assert (await other.get("/api/sessions/current")).status_code == 401


async def test_a_second_factor_is_replaced_by_one_of_its_codes_only(client: MakeClient) -> None:
    page = await client(Role.ADMIN, "chen")
    first, codes = await enrol(page, "chen")
    again: dict[str, str] = {"present": PASSWORD.format("chen")}
    assert await error_of(await page.post("/api/second-factor", json=again)) == (422, "wrong_code")
    answer = await page.post("/api/second-factor", json=again | {"code": codes[0]})
    assert answer.status_code == 201
    second = answer.json()["secret"]
    assert second != first
    done = await page.post("/api/second-factor/confirmation", json={"code": code(second, -1)})
    assert not set(done.json()["codes"]) & set(codes)
    waiting = (await sign_in(page, "chen")).json()["token"]
    for old in (code(first), codes[1]):
        answer = await page.post("/api/sessions/second-step", json={"token": waiting, "code": old})
        assert await error_of(answer) == (401, "wrong_code")


async def test_who_must_enrol_may_do_nothing_else(client: MakeClient, container: Container) -> None:
    await client(Role.ADMIN, "chen")
    page = await client()
    answer = await sign_in(page, "chen")
    assert (answer.status_code, answer.json()["must_enrol"]) == (201, True)
    for path in ("/api/users", "/api/alerts", "/metrics"):
        assert await error_of(await page.get(path)) == (403, "must_enrol"), path
    await enrol(page, "chen")
    assert (await page.get("/api/users")).status_code == 200
    gone = {"present": PASSWORD.format("chen"), "code": "000000"}
    assert await error_of(await page.post("/api/second-factor/removal", json=gone)) == (409, "second_factor_needed")
    async with container.database.read() as connection:
        assert set((await connection.execute(select(session.c.must_enrol))).scalars()) == {False}


async def test_an_administrator_resets_another_s_second_factor_but_not_their_own(
    client: MakeClient, container: Container
) -> None:
    page = await client(Role.DUTY_OFFICER, "wang")
    await enrol(page, "wang")
    admin = await client(Role.ADMIN)
    people = {one["username"]: one for one in (await admin.get("/api/users")).json()["items"]}
    assert {name: one["second_factor"] for name, one in people.items()} == {"admin": False, "wang": True}
    path = "/api/users/{}/second-factor"
    assert (await page.delete(path.format(people["wang"]["id"]))).status_code == 403
    assert await error_of(await admin.delete(path.format(people["admin"]["id"]))) == (409, "own_second_factor")
    assert (await admin.delete(path.format(people["wang"]["id"]))).status_code == 204
    assert (await page.get("/api/sessions/current")).status_code == 401
    assert (await sign_in(await client(), "wang")).status_code == 201
    assert ("second_factor_reset", {"had_one": True}) in await actions(container)


@pytest.mark.parametrize("path", ["/api/second-factor", "/api/second-factor/later"])
async def test_without_a_session_there_is_nothing_to_set_up(client: MakeClient, path: str) -> None:
    assert (await (await client()).post(path, json={"present": "x"})).status_code == 401
