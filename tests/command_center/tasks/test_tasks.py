"""Tasks: their table, who moves them, and steps that come twice."""

from __future__ import annotations

import asyncio
from itertools import product
from uuid import uuid4

import pytest

from command_center.auth.model import Role
from command_center.tasks.model import STATES, TaskState
from common.states import IllegalMoveError
from tests.conftest import MakeClient
from tests.support.incidents import Crew, error, gather_crew

T = TaskState
LEGAL = {
    (T.ASSIGNED, T.ACCEPTED), (T.ASSIGNED, T.DECLINED), (T.ASSIGNED, T.CANCELLED),
    (T.ACCEPTED, T.EN_ROUTE), (T.ACCEPTED, T.CANCELLED), (T.EN_ROUTE, T.ON_SCENE), (T.EN_ROUTE, T.CANCELLED),
    (T.ON_SCENE, T.DONE), (T.ON_SCENE, T.CANCELLED), (T.DECLINED, T.ASSIGNED), (T.DECLINED, T.CANCELLED),
}  # fmt: skip


@pytest.fixture
async def crew(client: MakeClient) -> Crew:
    return await gather_crew(client)


def test_the_table_has_these_moves_and_no_other() -> None:
    assert STATES.moves == LEGAL
    for before, after in product(T, T):
        if (before, after) not in LEGAL:
            with pytest.raises(IllegalMoveError, match=f"from {before} to {after}"):
                STATES.move(before, after)


async def test_every_step_has_its_time_and_may_carry_a_note_and_a_place(crew: Crew) -> None:
    task = await crew.task(await crew.open())
    await crew.step(task, "accepted")
    await crew.step(task, "en_route", note="两车十人", position={"lon": 113.25, "lat": 34.77})
    await crew.step(task, "on_scene")
    done = (await crew.step(task, "done")).json()
    times = [done[name] for name in ("assigned_at", "accepted_at", "en_route_at", "on_scene_at", "done_at")]
    assert times == sorted(times)
    assert done["position"] == {"lon": 113.25, "lat": 34.77}
    timeline = (await crew.detail(done["incident_id"]))["timeline"]
    row = next(row for row in timeline if row["to"] == "en_route")
    assert (row["note"], row["actor"]["role"], row["subject"]) == ("两车十人", "responder", "task")


async def test_a_step_that_comes_twice_counts_once(crew: Crew) -> None:
    incident = await crew.open()
    task, key = await crew.task(incident), str(uuid4())
    answers = await asyncio.gather(*(crew.step(task, "accepted", key) for _ in range(6)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["accepted_at"] for answer in answers}) == 1
    rows = [row for row in (await crew.detail(incident))["timeline"] if row["to"] == "accepted"]
    assert len(rows) == 1
    late = await crew.step(task, "accepted", key)
    assert late.status_code == 200, "a replay after the answer was lost"
    other = await crew.step(task, "en_route", key)
    assert (other.status_code, error(other)["code"]) == (409, "key_reused")


async def test_a_step_that_was_tapped_without_a_network_keeps_its_time(crew: Crew) -> None:
    task = await crew.task(await crew.open())
    early = await crew.step(task, "accepted", tapped_at="2020-01-01T00:00:00Z")
    assert early.json()["accepted_at"] > "2026", "a phone whose clock is wrong is not believed"
    future = await crew.step(task, "en_route", tapped_at="2099-01-01T00:00:00Z")
    assert future.json()["en_route_at"] < "2099"


async def test_an_illegal_step_names_both_states(crew: Crew) -> None:
    task = await crew.task(await crew.open())
    answer = await crew.step(task, "done")
    assert answer.status_code == 409
    assert (error(answer)["facts"]["state"], error(answer)["facts"]["wanted"]) == ("assigned", "done")
    assert "待接受" in error(answer)["message"]["zh"]


async def test_responders_see_and_move_only_what_is_theirs_and_give_no_orders(crew: Crew, client: MakeClient) -> None:
    incident = await crew.open()
    task = await crew.task(incident)
    stranger = await client(Role.RESPONDER, "stranger")
    assert (await stranger.get("/api/tasks/mine")).json() == []
    refused = await stranger.post(f"/api/tasks/{task}/step", json={"key": str(uuid4()), "to": "accepted"})
    assert (refused.status_code, error(refused)["code"]) == (403, "not_your_task")
    mine = (await crew.responder.get("/api/tasks/mine")).json()
    assert [(one["task"]["id"], one["incident_title"]["zh"]) for one in mine] == [(task, "五云山北坡冒烟")]
    assert mine[0]["position_gcj02"] == pytest.approx({"lon": 113.2728, "lat": 34.7649}, abs=2e-3), "for map apps"
    assert (await crew.step(task, "cancelled")).status_code == 403
    by_radio = await crew.officer.post(f"/api/tasks/{task}/step", json={"key": str(uuid4()), "to": "accepted"})
    assert by_radio.json()["state"] == "accepted", "the desk notes what was reported by radio"


async def test_a_declined_task_goes_to_somebody_else(crew: Crew, client: MakeClient) -> None:
    incident = await crew.open()
    task = await crew.task(incident)
    other = await client(Role.RESPONDER, "other")
    people = (await crew.officer.get("/api/crew")).json()["people"]
    person = next(one["id"] for one in people if one["display_name"] == "other")
    busy = await crew.officer.post(f"/api/tasks/{task}/reassign", json={"person_id": person})
    assert busy.status_code == 409, "it is still with the first"
    await crew.step(task, "declined", note="车辆故障")
    given = await crew.officer.post(f"/api/tasks/{task}/reassign", json={"person_id": person})
    assert (given.json()["state"], given.json()["person"]["display_name"]) == ("assigned", "other")
    assert [one["task"]["id"] for one in (await other.get("/api/tasks/mine")).json()] == [task]
    assert (await crew.responder.get("/api/tasks/mine")).json() == []


async def test_a_plan_creates_its_tasks_once(crew: Crew) -> None:
    incident = await crew.open()
    plans = (await crew.officer.get(f"/api/incidents/{incident}/plans")).json()
    assert (plans[0]["id"], plans[0]["fits"]) == ("mountain-fire", True)
    assert sum(plan["fits"] for plan in plans) == 1
    tasks = (await crew.officer.post(f"/api/incidents/{incident}/plan", json={"plan": "mountain-fire"})).json()
    assert len(tasks) == len(plans[0]["tasks"]) == 5
    assert all(task["due_at"] and task["unit_name"]["zh"] for task in tasks)
    again = await crew.officer.post(f"/api/incidents/{incident}/plan", json={"plan": "river-flood"})
    assert (again.status_code, error(again)["code"]) == (409, "plan_open")
    detail = await crew.detail(incident)
    assert (detail["plan"], detail["response_level"], detail["tasks_open"]) == ("mountain-fire", 2, 5)
    assert (await crew.officer.post(f"/api/incidents/{incident}/plan", json={"plan": "none"})).status_code == 404


@pytest.mark.parametrize(("verified", "after"), [(True, "responding"), (False, "discovered")])
async def test_the_plan_of_a_verified_incident_begins_the_response_in_the_same_act(
    crew: Crew, verified: bool, after: str
) -> None:
    incident = await crew.open()
    if verified:
        await crew.officer.post(f"/api/incidents/{incident}/verify", json={"how": "picture"})
    opened = await crew.officer.post(f"/api/incidents/{incident}/plan", json={"plan": "mountain-fire"})
    assert opened.status_code == 201
    assert (await crew.detail(incident))["state"] == after


async def test_a_commander_s_plan_leaves_the_beginning_to_the_first_task_that_is_accepted(
    crew: Crew, client: MakeClient
) -> None:
    incident, commander = await crew.open(), await client(Role.COMMANDER)
    await crew.officer.post(f"/api/incidents/{incident}/verify", json={"how": "picture"})
    assert (await commander.post(f"/api/incidents/{incident}/plan", json={"plan": "mountain-fire"})).status_code == 201
    assert (await crew.detail(incident))["state"] == "verified"


async def test_a_task_needs_somebody_who_exists(crew: Crew) -> None:
    incident = await crew.open()
    for body, status in (
        ({"title": "x"}, 422),
        ({"title": "x", "unit": "nobody"}, 422),
        ({"title": "x", "person_id": str(uuid4())}, 404),
    ):
        assert (await crew.officer.post(f"/api/incidents/{incident}/tasks", json=body)).status_code == status


async def test_a_responder_is_told_whether_the_place_is_more_than_the_camera_s(crew: Crew) -> None:
    incident = await crew.open()
    await crew.task_of(incident, crew.responder)
    (mine,) = (await crew.responder.get("/api/tasks/mine")).json()
    assert mine["placed"] is True, "a person reported it by telephone"


async def test_the_board_of_tasks_has_what_is_unfinished_in_every_incident_that_goes_on(
    crew: Crew, client: MakeClient
) -> None:
    first, second = await crew.open(), await crew.open(title="寨沟村冒烟")
    declined, done = await crew.task(first), await crew.task(first)
    cancelled = await crew.open()
    waiting, _ = await crew.task(second), await crew.task(cancelled)
    await crew.step(declined, "declined", note="车辆故障")
    await crew.finish(done)
    assert (
        await crew.leader.post(f"/api/incidents/{cancelled}/cancel", json={"reason": "重复登记"})
    ).status_code == 200
    board = (await (await client(Role.VIEWER)).get("/api/tasks")).json()
    told = [(one["task"]["id"], one["task"]["state"], one["incident_title"]["zh"]) for one in board]
    assert told == [(declined, "declined", "五云山北坡冒烟"), (waiting, "assigned", "寨沟村冒烟")]
    assert (await crew.responder.get("/api/tasks")).status_code == 403
