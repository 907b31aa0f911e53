"""The life of an incident over HTTP: from a call to its review."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from command_center.audit.verify import verify_realm
from command_center.auth.model import Role
from command_center.cameras.file import read_cameras
from command_center.cameras.service import import_cameras
from command_center.jobs import protected_recordings
from command_center.web.container import Container
from tests.conftest import MakeClient
from tests.support.incidents import CALL, Crew, error, gather_crew


@pytest.fixture
async def crew(client: MakeClient) -> Crew:
    return await gather_crew(client)


async def test_an_incident_goes_its_whole_way_and_every_step_is_a_row_of_the_chain(
    crew: Crew, container: Container
) -> None:
    incident = await crew.open()
    await crew.to_closed(incident)
    review = {
        "conclusion": "发现及时，处置得当",
        "actions": [{"text": "补建隔离带", "owner": "林业站 张某", "due_on": "2026-06-30"}],
    }
    done = await crew.reviewer.post(f"/api/incidents/{incident}/review", json=review)
    assert done.json()["state"] == "reviewed"
    detail = await crew.detail(incident)
    ways = [(row["subject"], row["to"]) for row in detail["timeline"] if row["from"] != row["to"]]
    assert [to for subject, to in ways if subject == "incident"] == [
        "discovered", "verified", "responding", "controlled", "closed", "reviewed",
    ]  # fmt: skip
    assert detail["review"]["actions"][0]["owner"] == "林业站 张某"
    assert detail["review"]["figures"]["to_on_scene_ms"] >= 0
    assert detail["review"]["figures"]["flare_ups"] == 0
    async with container.database.read() as connection:
        verdict = await verify_realm(connection, "live")
    assert verdict.broken is None


async def test_an_illegal_move_names_both_states_in_both_languages(crew: Crew) -> None:
    incident = await crew.open()
    answer = await crew.commander.post(f"/api/incidents/{incident}/control", json={"basis": "x"})
    assert answer.status_code == 409
    refused = error(answer)
    assert (refused["facts"]["state"], refused["facts"]["wanted"]) == ("discovered", "controlled")
    assert "已发现" in refused["message"]["zh"]
    assert "已控制" in refused["message"]["zh"]
    assert "discovered" in refused["message"]["en"]
    assert "controlled" in refused["message"]["en"]


async def test_a_guard_says_what_is_missing_in_both_languages(crew: Crew) -> None:
    incident = await crew.open()
    await crew.verify(incident)
    early = await crew.commander.post(f"/api/incidents/{incident}/respond")
    assert (early.status_code, error(early)["facts"]["missing"]) == (409, "accepted_task")
    assert "还没有任务被接受" in error(early)["message"]["zh"]
    await crew.task(incident)
    begun = await crew.officer.post(f"/api/incidents/{incident}/respond")
    assert begun.json()["state"] == "responding"
    await crew.commander.post(f"/api/incidents/{incident}/control", json={"basis": "明火已灭"})
    closed = await crew.leader.post(f"/api/incidents/{incident}/close")
    assert error(closed)["facts"]["missing"] == "first_receipt,final_receipt,unfinished_tasks"
    rows = (await crew.detail(incident))["timeline"]
    assert next(row for row in rows if row["to"] == "responding")["data"]["early"] is True


async def test_a_flare_up_goes_back_and_is_counted(crew: Crew) -> None:
    incident = await crew.open()
    await crew.to_controlled(incident)
    back = await crew.commander.post(f"/api/incidents/{incident}/flare-up", json={"reason": "余火复燃"})
    assert back.json()["state"] == "responding"
    officer = await crew.officer.post(f"/api/incidents/{incident}/flare-up", json={"reason": "x"})
    assert officer.status_code == 403
    again = await crew.commander.post(f"/api/incidents/{incident}/control", json={"basis": "已看守"})
    assert again.json()["state"] == "controlled"


async def test_a_flare_up_always_says_why_and_a_response_begins_once(crew: Crew) -> None:
    incident = await crew.open()
    assert (await crew.verify(incident)).status_code == 200
    too_early = await crew.commander.post(f"/api/incidents/{incident}/flare-up", json={"reason": "x"})
    assert (too_early.status_code, error(too_early)["facts"]["state"]) == (409, "verified")
    await crew.officer.post(f"/api/incidents/{incident}/respond")
    await crew.commander.post(f"/api/incidents/{incident}/control", json={"basis": "明火已灭"})
    silent = await crew.commander.post(f"/api/incidents/{incident}/respond")
    assert (silent.status_code, error(silent)["facts"]["state"]) == (409, "controlled")


async def test_nothing_goes_upward_of_an_incident_that_is_over_but_a_receipt_is_still_noted(crew: Crew) -> None:
    cancelled, closed = await crew.open(), await crew.open()
    await crew.leader.post(f"/api/incidents/{cancelled}/cancel", json={"reason": "误报"})
    report = await crew.report(cancelled, "first")
    phoned = await crew.officer.post(f"/api/reports/{report}/phoned", json={"to": "区应急局"})
    assert (phoned.status_code, error(phoned)["code"]) == (409, "incident_over")
    follow_up = await crew.report(closed, "follow_up")
    put = {"revision": 0, "body": {"scope": "两亩"}}
    await crew.officer.put(f"/api/reports/{follow_up}", json=put)
    await crew.officer.post(f"/api/reports/{follow_up}/submit")
    await crew.leader.post(f"/api/reports/{follow_up}/sign")
    await crew.officer.post(f"/api/reports/{follow_up}/send")
    refused = await crew.leader.post(f"/api/incidents/{closed}/cancel", json={"reason": "误报"})
    assert error(refused)["facts"]["missing"] == "first_unsent", "whichever report told them first"
    await crew.to_closed(closed)
    receipt = await crew.officer.post(f"/api/reports/{follow_up}/receipt", json={"by": "区应急局"})
    assert receipt.json()["stage"] == "receipted"


async def test_nothing_is_reopened_and_a_new_incident_links_to_the_old_one(crew: Crew) -> None:
    incident = await crew.open()
    await crew.to_closed(incident)
    for who, path, body in (
        (crew.commander, "flare-up", {"reason": "x"}),
        (crew.officer, "verify", {"how": "picture"}),
        (crew.leader, "cancel", {"reason": "x"}),
    ):
        assert (await who.post(f"/api/incidents/{incident}/{path}", json=body)).status_code == 409
    assert (await crew.officer.patch(f"/api/incidents/{incident}", json={"level": 1})).status_code == 409
    assert (
        await crew.officer.post(f"/api/incidents/{incident}/tasks", json={"title": "x", "unit": "flood-team"})
    ).status_code == 409
    new = await crew.open(previous_incident_id=incident)
    assert (await crew.detail(new))["previous_incident_id"] == incident
    answer = await crew.officer.post(
        "/api/incidents",
        json={"kind": "smoke", "level": 3, "source": {"channel": "phone"}, "previous_incident_id": str(uuid4())},
    )
    assert answer.status_code == 404


async def test_cancelling_is_possible_until_somebody_above_was_told(crew: Crew) -> None:
    one, two = await crew.open(), await crew.open()
    done = await crew.leader.post(f"/api/incidents/{one}/cancel", json={"reason": "误报"})
    assert done.json()["state"] == "cancelled"
    report = await crew.report(two, "first")
    await crew.officer.post(f"/api/reports/{report}/phoned", json={"to": "区应急局"})
    refused = await crew.leader.post(f"/api/incidents/{two}/cancel", json={"reason": "误报"})
    assert error(refused)["facts"]["missing"] == "first_unsent"


async def test_changes_of_level_kind_and_place_are_recorded_with_what_was_before(crew: Crew) -> None:
    incident = await crew.open()
    changed = await crew.officer.patch(
        f"/api/incidents/{incident}",
        json={"level": 1, "kind": "flame", "warning_colour": "red", "position": {"lon": 113.25, "lat": 34.77}},
    )
    assert (changed.json()["level"], changed.json()["kind"], changed.json()["warning_colour"]) == (1, "flame", "red")
    rows = {row["to"]: row["data"] for row in (await crew.detail(incident))["timeline"]}
    assert (rows["level"]["level_before"], rows["level"]["level"]) == (3, 1)
    assert rows["changed"]["kind"] == {"before": "smoke", "after": "flame"}
    assert rows["changed"]["position"]["before"]["lon"] == 113.2668
    count = len((await crew.detail(incident))["timeline"])
    await crew.officer.patch(f"/api/incidents/{incident}", json={"level": 1})
    assert len((await crew.detail(incident))["timeline"]) == count, "what is the same is no change"


async def test_a_place_from_a_chinese_map_is_converted(crew: Crew) -> None:
    incident = await crew.open(position={"lon": 113.27282, "lat": 34.80182, "datum": "gcj02"})
    position: Any = (await crew.detail(incident))["position"]
    assert position["lon"] == pytest.approx(113.2668, abs=2e-3)
    assert position["lat"] == pytest.approx(34.8026, abs=2e-3)


async def test_merging_moves_tasks_takes_the_graver_level_and_the_older_clock(crew: Crew) -> None:
    older = await crew.open(told_at="2026-05-01T00:00:00Z", level=2)
    newer = await crew.open()
    task = await crew.task(older)
    merged = await crew.commander.post(f"/api/incidents/{older}/merge", json={"into": newer})
    assert (merged.json()["state"], merged.json()["merged_into"]) == ("merged", newer)
    into = await crew.detail(newer)
    assert (into["level"], into["learned_at"]) == (2, "2026-05-01T00:00:00Z")
    assert [one["id"] for one in into["task_list"]] == [task]
    assert (await crew.step(task, "accepted")).status_code == 200
    back = await crew.commander.post(f"/api/incidents/{newer}/merge", json={"into": older})
    assert back.status_code == 409
    assert (await crew.commander.post(f"/api/incidents/{newer}/merge", json={"into": newer})).status_code == 422


async def test_the_cameras_of_the_hotspot_are_kept_until_the_incident_is_closed(
    crew: Crew, container: Container
) -> None:
    cameras = read_cameras(container.settings.cameras_file, container.site.hotspots.ids)
    await import_cameras(container.database, container.clock, cameras)
    incident = await crew.open()
    kept = await protected_recordings.ranges(container.database)
    assert len(kept) == 12
    assert all(stretch[-1][1] is None for stretch in kept.values())
    await crew.to_closed(incident)
    await crew.reviewer.post(f"/api/incidents/{incident}/review", json={"conclusion": "好"})
    kept = await protected_recordings.ranges(container.database)
    assert len(kept) == 12
    assert all(stretch[-1][1] is not None for stretch in kept.values())
    cancelled = await crew.open(hotspot="river")
    await crew.leader.post(f"/api/incidents/{cancelled}/cancel", json={"reason": "误报"})
    assert len(await protected_recordings.ranges(container.database)) == 12, "nothing was there"


async def test_a_viewer_reads_and_changes_nothing(crew: Crew, client: MakeClient) -> None:
    incident = await crew.open()
    viewer = await client(Role.VIEWER)
    assert (await viewer.get(f"/api/incidents/{incident}")).status_code == 200
    assert (await viewer.patch(f"/api/incidents/{incident}", json={"level": 1})).status_code == 403


@pytest.mark.parametrize("at", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00", "2199-01-01T00:00:00Z"])
async def test_nothing_happened_in_the_future_or_outside_of_our_time(crew: Crew, at: str) -> None:
    body = CALL | {"occurred_at": at}
    assert (await crew.officer.post("/api/incidents", json=body)).status_code == 422
    incident = await crew.open()
    changed = await crew.officer.patch(f"/api/incidents/{incident}", json={"occurred_at": at})
    assert (changed.status_code, [*error(changed)["fields"]]) == (422, ["occurred_at"])
    assert (await crew.officer.get("/api/incidents", params={"from": at})).status_code in (200, 422)
    assert (await crew.officer.get("/api/reports/desks")).status_code == 200


async def test_who_may_not_make_a_move_asks_those_who_may_once(crew: Crew) -> None:
    incident = await crew.open()
    await crew.verify(incident)
    await crew.step(await crew.task(incident), "accepted")
    await crew.commander.post(f"/api/incidents/{incident}/respond")
    asked = await crew.officer.post(f"/api/incidents/{incident}/ask", json={"move": "control"})
    assert (asked.status_code, asked.json()["to"], asked.json()["data"]["of"]) == (201, "asked", ["commander"])
    rows = (await crew.officer.get("/api/notifications", params={"subject_id": incident})).json()
    assert {(row["role"], row["topic"]) for row in rows if row["channel"] == "in_app"} == {("commander", "incident")}
    again = await crew.leader.post(f"/api/incidents/{incident}/ask", json={"move": "control"})
    assert (again.status_code, error(again)["code"]) == (409, "already_asked")
    detail = await crew.detail(incident)
    assert (detail["state"], detail["timeline"][-1]["to"]) == ("responding", "asked")


async def test_nobody_asks_for_what_the_state_does_not_allow_or_they_may_do_themselves(crew: Crew) -> None:
    incident = await crew.open()
    wrong = await crew.officer.post(f"/api/incidents/{incident}/ask", json={"move": "close"})
    assert (wrong.status_code, error(wrong)["code"]) == (409, "incident_moved")
    flared = await crew.officer.post(f"/api/incidents/{incident}/ask", json={"move": "flare-up"})
    assert (flared.status_code, error(flared)["code"]) == (409, "incident_moved")
    own = await crew.leader.post(f"/api/incidents/{incident}/ask", json={"move": "cancel"})
    assert (own.status_code, error(own)["code"]) == (409, "own_move")
    assert (await crew.responder.post(f"/api/incidents/{incident}/ask", json={"move": "cancel"})).status_code == 403


async def test_a_review_is_asked_of_the_reviewers(crew: Crew) -> None:
    incident = await crew.open()
    await crew.to_closed(incident)
    assert (await crew.leader.post(f"/api/incidents/{incident}/ask", json={"move": "review"})).status_code == 201
    rows = (await crew.officer.get("/api/notifications", params={"subject_id": incident})).json()
    assert {row["role"] for row in rows if row["channel"] == "in_app"} == {"reviewer"}
