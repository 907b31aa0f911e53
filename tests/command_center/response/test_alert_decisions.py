"""What officers do with alerts, over HTTP."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import pytest

from command_center.alerts.ingest import Ingest
from command_center.auth.model import Role
from command_center.cameras.service import import_cameras
from command_center.web.container import Container
from tests.conftest import MakeClient
from tests.support.adapter_samples import spec
from tests.support.alerts import JPEG, Episode, arrival, ingest_of

DISMISSAL = {"reason": "false_alarm", "note": "树影"}


@pytest.fixture
def ingest(container: Container) -> Ingest:
    return ingest_of(container)


async def raised(
    ingest: Ingest, client: httpx.AsyncClient, *, score: float = 0.5, snapshot: bytes | None = None
) -> str:
    """Raise an alert of its own; its id."""
    await ingest.store([arrival(Episode(place=str(uuid4())).step(score=score), snapshot)])
    newest: Any = (await client.get("/api/alerts")).json()["items"][0]
    return str(newest["id"])


def error(answer: httpx.Response) -> Any:
    return answer.json()["error"]


async def test_an_officer_acknowledges_and_everybody_sees_who(ingest: Ingest, client: MakeClient) -> None:
    officer = await client(Role.DUTY_OFFICER)
    alert = await raised(ingest, officer)
    answer = await officer.post(f"/api/alerts/{alert}/acknowledge", json={})
    assert answer.status_code == 200
    assert answer.json()["state"] == "acknowledged"
    viewer = await client(Role.VIEWER)
    seen = (await viewer.get(f"/api/alerts/{alert}")).json()
    assert (seen["handled_by"]["display_name"], seen["handled_by"]["role"]) == ("duty_officer", "duty_officer")
    assert seen["acknowledged_at"] is not None


async def test_repeating_what_one_did_changes_nothing(ingest: Ingest, client: MakeClient) -> None:
    officer = await client(Role.DUTY_OFFICER)
    alert = await raised(ingest, officer)
    first = (await officer.post(f"/api/alerts/{alert}/acknowledge")).json()
    assert (await officer.post(f"/api/alerts/{alert}/acknowledge")).json() == first
    confirmed = (await officer.post(f"/api/alerts/{alert}/confirm", json={})).json()
    assert (await officer.post(f"/api/alerts/{alert}/confirm", json={})).json() == confirmed
    assert (await officer.get("/api/incidents")).json()["total"] == 1
    other = await raised(ingest, officer)
    dismissed = (await officer.post(f"/api/alerts/{other}/dismiss", json=DISMISSAL)).json()
    assert (await officer.post(f"/api/alerts/{other}/dismiss", json=DISMISSAL)).json() == dismissed


async def test_of_two_officers_at_once_the_second_is_told_who_has_it(ingest: Ingest, client: MakeClient) -> None:
    one, two = await client(Role.DUTY_OFFICER, "one"), await client(Role.DUTY_OFFICER, "two")
    alert = await raised(ingest, one)
    answers = await asyncio.gather(*(who.post(f"/api/alerts/{alert}/acknowledge") for who in (one, two)))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    winner = next(answer for answer in answers if answer.status_code == 200).json()["handled_by"]["display_name"]
    loser = error(next(answer for answer in answers if answer.status_code == 409))
    assert loser["code"] == "alert_moved"
    assert loser["facts"]["state"] == "acknowledged"
    assert loser["facts"]["handled_by"] == winner
    assert winner in loser["message"]["zh"]


async def test_confirming_against_dismissing_has_one_winner_and_one_incident_at_most(
    ingest: Ingest, client: MakeClient
) -> None:
    one, two = await client(Role.DUTY_OFFICER, "one"), await client(Role.DUTY_OFFICER, "two")
    for _ in range(5):
        alert = await raised(ingest, one)
        answers = await asyncio.gather(
            one.post(f"/api/alerts/{alert}/confirm"), two.post(f"/api/alerts/{alert}/dismiss", json=DISMISSAL)
        )
        assert sorted(answer.status_code for answer in answers) == [200, 409]
        final = (await one.get(f"/api/alerts/{alert}")).json()
        assert (final["incident_id"] is not None) == (final["state"] == "confirmed")


async def test_confirming_opens_an_incident_and_writes_the_missing_acknowledgement(
    ingest: Ingest, client: MakeClient, container: Container
) -> None:
    officer = await client(Role.DUTY_OFFICER)
    alert = await raised(ingest, officer, score=0.9)
    confirmed = (await officer.post(f"/api/alerts/{alert}/confirm", json={"note": "看到了"})).json()
    incident: Any = (await officer.get(f"/api/incidents/{confirmed['incident_id']}")).json()
    assert incident["number"].endswith("-0001")
    assert (incident["state"], incident["level"], incident["alert_ids"]) == ("discovered", 2, [alert])
    assert incident["title"]["zh"].endswith("进入禁区")
    steps = [(one["subject"], one["from"], one["to"]) for one in incident["timeline"]]
    assert steps == [
        ("alert", None, "raised"),
        ("alert", "raised", "acknowledged"),
        ("alert", "acknowledged", "confirmed"),
        ("incident", None, "discovered"),
    ]
    assert incident["timeline"][2]["note"] == "看到了"
    assert incident["timeline"][0]["actor"] is None
    assert [one["number"] for one in incident["timeline"]] == [1, 2, 3, 4]
    assert incident["video"][0]["open"] is True


async def test_an_alert_joins_the_incident_that_is_named_and_raises_its_level(
    ingest: Ingest, client: MakeClient
) -> None:
    officer = await client(Role.DUTY_OFFICER)
    first = await raised(ingest, officer)
    incident = (await officer.post(f"/api/alerts/{first}/confirm")).json()["incident_id"]
    graver = await raised(ingest, officer, score=0.9)
    joined = await officer.post(f"/api/alerts/{graver}/confirm", json={"incident_id": incident})
    assert joined.json()["incident_id"] == incident
    detail = (await officer.get(f"/api/incidents/{incident}")).json()
    assert joined.json()["incident"] == {"number": detail["number"], "title": detail["title"]}, "the card names it"
    assert (detail["level"], len(detail["alerts"])) == (2, 2)
    assert [one["to"] for one in detail["timeline"] if one["subject"] == "incident"] == [
        "discovered",
        "joined",
        "level",
    ]
    unknown = await raised(ingest, officer)
    answer = await officer.post(f"/api/alerts/{unknown}/confirm", json={"incident_id": str(uuid4())})
    assert (answer.status_code, error(answer)["code"]) == (404, "incident_not_found")
    assert (await officer.get(f"/api/alerts/{unknown}")).json()["state"] == "raised", "nothing half done stays"


async def test_incidents_opened_at_once_have_numbers_without_gap_or_double(ingest: Ingest, client: MakeClient) -> None:
    officer = await client(Role.DUTY_OFFICER)
    alerts = [await raised(ingest, officer) for _ in range(6)]
    await asyncio.gather(*(officer.post(f"/api/alerts/{alert}/confirm") for alert in alerts))
    numbers = sorted(one["number"][5:] for one in (await officer.get("/api/incidents")).json()["items"])
    assert numbers == [f"{n:04d}" for n in range(1, 7)]


async def test_a_grave_alert_is_dismissed_by_a_leader_only(ingest: Ingest, client: MakeClient) -> None:
    officer, leader = await client(Role.DUTY_OFFICER), await client(Role.DUTY_LEADER)
    alert = await raised(ingest, officer, score=0.9)
    refused = await officer.post(f"/api/alerts/{alert}/dismiss", json=DISMISSAL)
    assert (refused.status_code, error(refused)["code"]) == (403, "leader_needed")
    assert "Ⅱ" in error(refused)["message"]["zh"]
    allowed = await leader.post(f"/api/alerts/{alert}/dismiss", json=DISMISSAL)
    assert (allowed.json()["state"], allowed.json()["reason"]) == ("dismissed", "false_alarm")


async def test_a_decided_alert_refuses_every_further_move_and_names_both_states(
    ingest: Ingest, client: MakeClient
) -> None:
    officer, other = await client(Role.DUTY_OFFICER), await client(Role.COMMANDER)
    alert = await raised(ingest, officer)
    await officer.post(f"/api/alerts/{alert}/dismiss", json=DISMISSAL)
    for path, body in (("acknowledge", {}), ("confirm", {}), ("dismiss", {"reason": "equipment"})):
        answer = await other.post(f"/api/alerts/{alert}/{path}", json=body)
        assert answer.status_code == 409
        assert error(answer)["facts"]["state"] == "dismissed"
        assert error(answer)["facts"]["wanted"] in ("acknowledged", "confirmed", "dismissed")


@pytest.mark.parametrize("role", [Role.VIEWER, Role.RESPONDER, Role.REVIEWER, Role.ADMIN])
async def test_only_duty_staff_handle_alerts(ingest: Ingest, client: MakeClient, role: Role) -> None:
    alert = await raised(ingest, await client(Role.DUTY_OFFICER))
    person = await client(role)
    for path, body in (("acknowledge", {}), ("confirm", {}), ("dismiss", DISMISSAL)):
        assert (await person.post(f"/api/alerts/{alert}/{path}", json=body)).status_code == 403


@pytest.mark.parametrize("body", [{}, {"reason": "why not"}, {"reason": "false_alarm", "extra": 1}])
async def test_a_dismissal_needs_one_of_the_reasons(ingest: Ingest, client: MakeClient, body: Any) -> None:
    officer = await client(Role.DUTY_OFFICER)
    alert = await raised(ingest, officer)
    assert (await officer.post(f"/api/alerts/{alert}/dismiss", json=body)).status_code == 422


async def test_characters_that_cannot_be_stored_do_no_harm(ingest: Ingest, client: MakeClient) -> None:
    officer = await client(Role.DUTY_OFFICER)
    alert = await raised(ingest, officer)
    answer = await officer.post(f"/api/alerts/{alert}/confirm", json={"note": "a\0\x0b\ufffeb\n"})
    assert answer.status_code == 200
    incident = (await officer.get(f"/api/incidents/{answer.json()['incident_id']}")).json()
    assert "ab" in {one["note"] for one in incident["timeline"]}, "what papers and CAP cannot hold is left out"
    for path in ("/api/cameras/a%00b", "/api/stations/a%00b/token", f"/api/cameras/cam-01/changes/{2**64}/undo"):
        assert (await (await client(Role.ADMIN)).request("DELETE", path)).status_code in (405, 422)
    assert (await officer.get("/api/alerts", params={"kind": "a\0b"})).status_code == 422
    assert (await officer.get("/api/incidents", params={"q": "a\0b"})).status_code in (200, 422)


async def test_the_picture_is_served_and_missing_things_are_404(ingest: Ingest, client: MakeClient) -> None:
    viewer = await client(Role.VIEWER)
    alert = await raised(ingest, viewer, snapshot=JPEG)
    answer = await viewer.get(f"/api/alerts/{alert}/snapshot.jpg")
    assert (answer.content, answer.headers["content-type"]) == (JPEG, "image/jpeg")
    bare = await raised(ingest, viewer)
    for path in (f"{bare}/snapshot.jpg", f"{uuid4()}/snapshot.jpg", str(uuid4())):
        assert (await viewer.get(f"/api/alerts/{path}")).status_code == 404


async def test_the_list_is_filtered_and_paged(ingest: Ingest, client: MakeClient, container: Container) -> None:
    officer = await client(Role.DUTY_OFFICER)
    grave = await raised(ingest, officer, score=0.9)
    plain = [await raised(ingest, officer) for _ in range(4)]
    await officer.post(f"/api/alerts/{plain[0]}/dismiss", json=DISMISSAL)

    async def found(**filters: Any) -> list[str]:
        return [one["id"] for one in (await officer.get("/api/alerts", params=filters)).json()["items"]]

    assert await found(level=2) == [grave]
    assert await found(open=False) == [plain[0]]
    assert len(await found(open=True)) == 4
    assert await found(state="dismissed") == [plain[0]]
    assert await found(camera="cam-99") == []
    assert len(await found(camera="cam-01", kind="intrusion")) == 5
    assert await found(page=3, page_size=2) == [grave]
    assert await found(to="2020-01-01T00:00:00Z") == []
    camera = spec("cam-01", name={"zh": "五云山 1 号", "en": "Wuyun Mountain 1"})
    await import_cameras(container.database, container.clock, [camera], prune=False)
    assert len(await found(q="CAM-01")) == len(await found(q="五云山")) == len(await found(q="mountain 1")) == 5
    assert await found(q="%") == await found(q="nowhere") == []
    page = (await officer.get("/api/alerts", params={"page_size": 2})).json()
    assert (page["total"], page["page"], len(page["items"])) == (5, 1, 2)


async def test_notes_stand_in_the_timeline(ingest: Ingest, client: MakeClient) -> None:
    officer = await client(Role.DUTY_OFFICER)
    alert = await raised(ingest, officer)
    incident = (await officer.post(f"/api/alerts/{alert}/confirm")).json()["incident_id"]
    answer = await officer.post(f"/api/incidents/{incident}/notes", json={"text": " 已通知村委会 "})
    assert (answer.status_code, answer.json()["to"], answer.json()["note"]) == (201, "note", "已通知村委会")
    timeline = (await officer.get(f"/api/incidents/{incident}")).json()["timeline"]
    assert timeline[-1] == answer.json()
    assert (await officer.post(f"/api/incidents/{incident}/notes", json={"text": "  "})).status_code == 422
    assert (await officer.post(f"/api/incidents/{uuid4()}/notes", json={"text": "x"})).status_code == 404
    found = (await officer.get("/api/incidents", params={"q": "0001", "state": "discovered"})).json()
    assert [one["id"] for one in found["items"]] == [incident]
    assert (await officer.get("/api/incidents", params={"q": "100%"})).json()["total"] == 0
