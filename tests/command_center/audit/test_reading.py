"""The chain over HTTP: filtered, paged, and its heads to take away."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest

from command_center.auth.model import Role
from tests.conftest import Client, MakeClient
from tests.support.incidents import CALL


async def rows(admin: Client, **query: Any) -> tuple[list[dict[str, Any]], int]:
    answer = await admin.get("/api/audit/transitions", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"], answer.json()["total"]


@pytest.fixture
async def admin(client: MakeClient) -> Client:
    """An administrator, after three incidents were opened by an officer and one was noted on by a leader."""
    officer, leader = await client(Role.DUTY_OFFICER), await client(Role.DUTY_LEADER)
    for _ in range(3):
        opened = (await officer.post("/api/incidents", json=CALL)).json()["id"]
    await leader.post(f"/api/incidents/{opened}/notes", json={"text": "已到 100% 现场"})
    return await client(Role.ADMIN)


async def test_the_chain_comes_newest_first_and_its_rows_meet(admin: Client) -> None:
    found, total = await rows(admin)
    assert [row["number"] for row in found] == list(range(total, 0, -1))
    assert all(newer["prev_hash"] == older["hash"] for newer, older in itertools.pairwise(found))
    assert found[-1]["prev_hash"] == "00" * 32


async def test_pages_of_the_whole_chain_have_no_gap(admin: Client) -> None:
    _, total = await rows(admin)
    pages = [(await rows(admin, page=number, page_size=2))[0] for number in range(1, total // 2 + 2)]
    assert [row["number"] for page in pages for row in page] == list(range(total, 0, -1))


async def test_filters_narrow_what_is_listed(admin: Client) -> None:
    found, total = await rows(admin, subject="incident", state="discovered", page_size=2)
    assert (len(found), total) == (2, 3)
    noted, total = await rows(admin, role="duty_leader")
    assert ([row["to"] for row in noted], total) == (["note"], 1)
    assert (await rows(admin, q="100% 现"))[1] == 1
    assert (await rows(admin, q="100_"))[1] == 0
    assert (await rows(admin, subject_id=noted[0]["subject_id"], **{"from": noted[0]["at"]}))[1] == 1
    assert (await rows(admin, to="2020-01-01T00:00:00Z"))[1] == 0


async def test_an_unknown_filter_value_is_refused_by_name(admin: Client) -> None:
    answer = await admin.get("/api/audit/transitions", params={"subject": "weather"})
    assert answer.status_code == 422
    assert "subject" in answer.json()["error"]["fields"]


async def test_the_heads_can_be_taken_away_and_name_the_newest_row(admin: Client) -> None:
    answer = await admin.get("/api/audit/heads.jsonl")
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''heads-")
    heads = [json.loads(line) for line in answer.text.splitlines()]
    assert "admin_journal" in {head["realm"] for head in heads}
    (head,) = [head for head in heads if head["realm"] == "live"]
    newest = (await rows(admin))[0][0]
    assert (head["realm"], head["number"], head["hash"]) == ("live", newest["number"], newest["hash"])
