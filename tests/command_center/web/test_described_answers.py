"""Every route of the description, asked for anything at all as every role: only what is described comes back.

The suite asks a little and the same each time; ``make fuzz EXAMPLES=100`` asks for longer.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from itertools import chain
from pathlib import Path

import httpx
import pytest
import schemathesis
from fastapi import APIRouter, FastAPI
from hypothesis import strategies as st

from command_center.app import every_route
from command_center.auth.model import Role
from command_center.base.schemas import Reply, TextReply
from command_center.web.access import access_table
from command_center.web.guards import Rule
from command_center.web.refusals import Description, file_of, refusals, with_refusals
from tests.command_center.cap.test_cap import GOOD, wrong_elements, wrong_values
from tests.conftest import MakeClient
from tests.support.alerts import JPEG
from tests.support.furnished import furnish, station_token
from tests.support.servers import Servers
from tests.support.town import Town
from tests.support.visitor import Visitor, cases, described, wrong

EXAMPLES = int(os.environ.get("EXAMPLES", "4"))
"""Requests that fit and as many that do not, by route; each is sent as every role that the route lets in."""

MESSAGES = [GOOD, *(message for _, message in chain(wrong_elements(), wrong_values()))]
schemathesis.openapi.media_type(
    "application/cap+xml", st.one_of(st.sampled_from(MESSAGES).map(str.encode), st.binary())
)
schemathesis.openapi.media_type(
    "application/octet-stream", st.one_of(st.sampled_from([JPEG, "现场情况".encode()]), st.binary())
)


@pytest.fixture
def town(servers: Servers, tmp_path: Path) -> Iterator[Town]:
    made = Town(servers, tmp_path)
    made.open()
    yield made
    made.close()


def test_only_what_is_described_is_answered(town: Town, tmp_path: Path) -> None:
    known = town.run(furnish(town, tmp_path))
    bearer = town.run(station_token(town))
    description = town.run(town.people[Role.ADMIN.value].get("/api/openapi.json")).json()
    table = access_table(every_route())
    visitors = [Visitor(town, role, bearer) for role in (None, *Role)]
    for operation in described(description, known):
        rule = table[operation.method.upper(), operation.path]
        every = cases(operation, EXAMPLES)
        for visitor in visitors:
            for case in every if rule.others or visitor.role in rule.roles else every[:1]:
                visitor.ask(case)
    for visitor in visitors:
        told = ", ".join(f"{status}: {count}" for status, count in sorted(visitor.answers.items()))
        print(f"{visitor.role or 'stranger'}: {visitor.answers.total()} requests ({told})")
    assert {what: asked for visitor in visitors for what, asked in visitor.faults.items()} == {}
    assert all(visitor.answers.total() >= len(table) - NOT_BY_HTTP for visitor in visitors), (
        "every role asks every route"
    )


@pytest.mark.parametrize(
    ("asked", "status"), [("bytes=0-3", 206), ("bytes=0-1,4-5", 206), ("bytes=99999999-", 416), ("bytes=5-2", 200),
                          ("bytes=x", 200), ("lines=1-2", 200), ("", 200)],
)  # fmt: skip
async def test_parts_of_a_file_are_given_and_what_asks_for_none_gets_the_whole(
    client: MakeClient, asked: str, status: int
) -> None:
    answer = await (await client(Role.VIEWER)).get("/api/map", headers={"Range": asked})
    assert answer.status_code == status
    assert bool(answer.content) == (status != 416)


NOT_BY_HTTP = 3
"""Rows of the table that the description does not have: two WebSockets, and the page itself."""


class Told(Reply):
    number: int
    words: TextReply


def planted() -> Description:
    """A description of two routes; the first is guarded."""
    router, app = APIRouter(), FastAPI()

    @router.get("/api/planted/{number}", responses=refusals(429))
    async def one(number: int) -> Told:
        return Told(number=number, words=TextReply(zh="", en=""))

    @router.get("/api/file", responses=file_of("application/pdf"))
    async def file() -> None: ...

    app.include_router(router)
    table = {("GET", "/api/planted/{number}"): Rule((Role.ADMIN,)), ("GET", "/api/file"): Rule(others="anybody")}
    return with_refusals(app.openapi(), table)


def test_refusals_follow_from_the_guard_and_the_shape_of_a_route() -> None:
    paths = planted()["paths"]
    always = {"200", "400", "408", "413", "421", "500", "503"}
    assert set(paths["/api/planted/{number}"]["get"]["responses"]) == always | {"401", "403", "404", "422", "429"}
    assert set(paths["/api/file"]["get"]["responses"]) == always


def faults_of(answer: httpx.Response) -> list[str]:
    """What is found wrong where the guarded route answers this."""
    operation = next(one for one in described(planted(), {}) if one.path == "/api/planted/{number}")
    answer.request, answer.elapsed = httpx.Request("GET", "http://centre.test/api/planted/1"), timedelta()
    return wrong(cases(operation, 1)[0], answer)


WORDS = {"zh": "不行", "en": "no"}


def refusal(**more: object) -> object:
    return {"error": {"code": "no", "message": WORDS, **more}}


@pytest.mark.parametrize(
    ("status", "body", "fault"),
    [
        (500, refusal(), "answers 500"),
        (409, refusal(), "UndefinedStatusCode, 409"),
        (200, {"number": "one", "words": WORDS}, "JsonSchemaError, 200"),
        (404, {"detail": "Not Found"}, "JsonSchemaError, 404"),
        (422, refusal(message={"en": "no"}), "JsonSchemaError, 422"),
        (422, refusal(fields={"a": WORDS | {"en": "Input should be a list"}}), "says 'Input should be'"),
        (422, refusal(facts={"a": "one of <Kind.A: 'a'>"}), "says '<Kind.A: '"),
    ],
)
def test_an_answer_that_is_not_described_is_found(status: int, body: object, fault: str) -> None:
    assert any(found.startswith(fault) for found in faults_of(httpx.Response(status, json=body)))


def test_plain_text_in_the_place_of_a_refusal_is_found() -> None:
    (found,) = faults_of(httpx.Response(404, text="Not Found"))
    assert found.startswith("UndefinedContentType, 404")


@pytest.mark.parametrize(
    ("status", "body"), [(200, {"number": 1, "words": WORDS}), (404, refusal()), (422, refusal(fields={}))]
)
def test_an_answer_that_is_described_passes(status: int, body: object) -> None:
    assert faults_of(httpx.Response(status, json=body)) == []
