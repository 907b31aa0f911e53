"""What a responder sees: their own tasks and the incidents of these, and nothing of others."""

from __future__ import annotations

import json
from typing import Any, cast
from uuid import uuid4

import httpx
import pytest

from camera_adapters.messages import CameraSpec
from command_center.auth.model import Role
from command_center.cameras.service import import_cameras
from command_center.web.container import Container
from tests.conftest import Client, MakeClient
from tests.support.incidents import CALL, Crew, error, gather_crew

PHONE = cast("dict[str, str]", CALL["source"])["phone"]
SPEC = CameraSpec.model_validate(
    {
        "id": "gate",
        "name": {"zh": "大门", "en": "Gate"},
        "hotspot": "town",
        "position": {"lon": 113.3, "lat": 34.8},
        "main": "rtsp://10.0.0.1/main",
    }
)
SPAN = {"from": "2026-01-01T00:00:00Z", "to": "2026-01-01T01:00:00Z"}


@pytest.fixture
async def crew(client: MakeClient) -> Crew:
    return await gather_crew(client)


@pytest.fixture
async def stranger(client: MakeClient) -> Client:
    """A responder of no unit."""
    return await client(Role.RESPONDER, "stranger")


async def attach(crew: Crew, incident: str, task: str) -> str:
    """A photo that an officer adds to a task; its id."""
    path = f"/api/incidents/{incident}/attachments/{uuid4()}"
    answer = await crew.officer.put(path, params={"name": "a.txt", "task_id": task}, content="现场".encode())
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def seen(crew: Crew, incident: str) -> httpx.Response:
    return await crew.responder.get(f"/api/incidents/{incident}")


async def test_the_list_of_a_responder_holds_the_incidents_in_which_they_have_a_task(
    crew: Crew, stranger: Client
) -> None:
    own, other = await crew.open(), await crew.open()
    await crew.task(own)
    await crew.task_of(other, stranger)
    page = (await crew.responder.get("/api/incidents")).json()
    assert ([one["id"] for one in page["items"]], page["total"]) == ([own], 1)
    assert (await crew.officer.get("/api/incidents")).json()["total"] == 2


async def test_who_declined_their_only_task_sees_the_incident_no_more(crew: Crew) -> None:
    incident = await crew.open()
    task = await crew.task(incident)
    assert (await seen(crew, incident)).status_code == 200
    await crew.step(task, "declined", note="车辆故障")
    assert (await seen(crew, incident)).status_code == 404


async def test_an_incident_of_others_is_for_a_responder_as_one_that_does_not_exist(crew: Crew) -> None:
    other = await crew.open()
    assert ((await seen(crew, other)).status_code, error(await seen(crew, other))) == (
        404,
        error(await seen(crew, str(uuid4()))),
    )


async def test_the_page_of_an_own_incident_shows_own_tasks_with_their_files_and_no_report(
    crew: Crew, stranger: Client
) -> None:
    incident = await crew.open()
    own, other = await crew.task(incident), await crew.task_of(incident, stranger)
    mine = await attach(crew, incident, own)
    theirs = await attach(crew, incident, other)
    page = await seen(crew, incident)
    assert theirs not in page.text
    detail: Any = page.json()
    assert [task["id"] for task in detail["task_list"]] == [own]
    assert [one["id"] for one in detail["attachments"]] == [mine]
    assert {row["subject_id"] for row in detail["timeline"] if row["subject"] == "task"} == {own}
    assert detail["report_list"] == []
    assert (await crew.responder.get(f"/api/attachments/{mine}")).status_code == 200
    assert (await crew.responder.get(f"/api/attachments/{theirs}")).status_code == 404


async def test_a_responder_adds_notes_to_own_incidents_while_they_go_on(crew: Crew) -> None:
    own, other = await crew.open(), await crew.open()

    async def note(incident: str) -> int:
        return (await crew.responder.post(f"/api/incidents/{incident}/notes", json={"text": "到"})).status_code

    assert (await note(own), await note(other)) == (404, 404)
    task = await crew.task(own)
    assert (await note(own), await note(other)) == (201, 404)
    await crew.officer.post(f"/api/tasks/{task}/step", json={"key": str(uuid4()), "to": "cancelled"})
    done = await crew.leader.post(f"/api/incidents/{own}/cancel", json={"reason": "误报"})
    assert done.status_code == 200, done.text
    assert await note(own) == 409


async def test_cameras_and_recordings_are_those_at_the_places_of_own_incidents_that_go_on(
    crew: Crew, container: Container
) -> None:
    at_place, elsewhere = {"north-slope"}, "gate"
    cameras = [SPEC.model_copy(update={"id": "north-slope", "hotspot": CALL["hotspot"]})]
    cameras.append(SPEC.model_copy(update={"id": elsewhere, "hotspot": "river"}))
    await import_cameras(container.database, container.clock, cameras)
    await container.watching.cameras.refresh()

    async def listed() -> set[str]:
        page = (await crew.responder.get("/api/cameras", params={"page_size": 200})).json()
        assert page["total"] == len(page["items"])
        return {one["id"] for one in page["items"]}

    async def codes(camera: str) -> list[int]:
        paths = (f"/api/cameras/{camera}", "/api/recordings", f"/api/recordings/{camera}/clip.mp4")
        return [(await crew.responder.get(path, params={"camera": camera, **SPAN})).status_code for path in paths]

    assert await listed() == set()
    incident = await crew.open()
    task = await crew.task(incident)
    assert await listed() == at_place
    assert await codes(elsewhere) == [403, 403, 403]
    assert 403 not in await codes(min(at_place))
    await crew.officer.post(f"/api/tasks/{task}/step", json={"key": str(uuid4()), "to": "cancelled"})
    await crew.leader.post(f"/api/incidents/{incident}/cancel", json={"reason": "误报"})
    assert await listed() == set()
    assert await codes(min(at_place)) == [403, 403, 403]


@pytest.mark.parametrize("role", list(Role))
async def test_the_number_of_who_reported_it_stands_in_the_answers_to_those_who_call_back(
    crew: Crew, client: MakeClient, role: Role
) -> None:
    incident = await crew.open()
    await crew.task(incident)
    page = await client(role)
    answers = [await page.get("/api/incidents"), await page.get(f"/api/incidents/{incident}")]
    assert [answer.status_code for answer in answers] == [200, 200]
    shown = role not in {Role.VIEWER, Role.RESPONDER}
    assert [PHONE in answer.text for answer in answers] == [shown, shown]
    assert json.loads(answers[0].text)["items"][0]["source"]["name"]
