"""From the officer's verdict to the week's table, a mask and a threshold."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import httpx
import pytest
import sqlalchemy as sa

from camera_adapters.messages import CATALOGUE_KEY, CameraSpec, DetectorCatalogue, DetectorInfo, SettingInfo
from command_center.alerts.tables import alert as alert_table
from command_center.auth.model import Role
from command_center.base.clock import SystemClock
from command_center.cameras.service import import_cameras
from command_center.chain.repository import transition
from command_center.web.container import Container
from tests.command_center.cameras.test_change import spec, zone
from tests.conftest import MakeClient
from tests.support.alerts import AT, Episode, arrival, ingest_of

BOX = {"x": 0.4, "y": 0.5, "w": 0.2, "h": 0.2}
WEEK = AT.date().isoformat()
CATALOGUE = DetectorCatalogue(
    detectors=(
        DetectorInfo(
            kind="intrusion",
            takes=("watch",),
            settings=(SettingInfo(key="threshold", type="number", default=0.5, low=0, high=1, above=True, rule=True),),
        ),
    )
)


@pytest.fixture
async def site(container: Container) -> Container:
    """A camera that watches a gate, and adapters that have said what their detectors can be set to."""
    await container.bus.control.set(CATALOGUE_KEY, CATALOGUE.model_dump_json())
    camera = spec(zones=[zone("gate")], detectors=[{"kind": "intrusion", "zone": "gate"}])
    await import_cameras(container.database, SystemClock(), [CameraSpec.model_validate(camera)])
    await container.watching.cameras.refresh()
    return container


async def raised(container: Container, score: float = 0.6, box: dict[str, float] | None = None) -> UUID:
    """One alert of its own episode and place."""
    ingest = ingest_of(container, container.clock)
    episode = Episode(camera_id="gate", place=str(container.new_id()))
    await ingest.store([arrival(episode.step(score=score, box=box, evidence={"travel": 2.5}))])
    async with container.database.read() as connection:
        query = sa.select(alert_table.c.id).where(alert_table.c.dedup_key.endswith(episode.place))
        return UUID(str(await connection.scalar(query)))


async def dismiss(page: httpx.AsyncClient, alert_id: UUID, reason: str = "false_alarm") -> None:
    answer = await page.post(f"/api/alerts/{alert_id}/dismiss", json={"reason": reason})
    assert answer.status_code == 200, answer.text


async def table(page: httpx.AsyncClient, container: Container) -> list[dict[str, Any]]:
    await _into_the_week(container)
    return list((await page.get("/api/quality", params={"week": WEEK})).json()["rows"])


async def _into_the_week(container: Container) -> None:
    """All alerts as if they had been raised at ``AT``."""
    async with container.database.transaction() as connection:
        await connection.execute(sa.update(alert_table).values(raised_at=AT))


async def test_a_verdict_keeps_what_it_is_about(site: Container, client: MakeClient) -> None:
    officer = await client(Role.DUTY_OFFICER)
    await dismiss(officer, await raised(site, 0.61, BOX))
    async with site.database.read() as connection:
        query = sa.select(transition.c.data).where(transition.c.to_state == "dismissed")
        data = await connection.scalar(query)
    assert data["observation"] == {
        "kind": "intrusion", "detector": "intrusion/1", "camera_id": "gate", "zone": "gate", "score": 0.61,
        "value": None, "box": BOX, "evidence": {"travel": 2.5},
    }  # fmt: skip


async def test_the_week_counts_verdicts_by_camera_detector_and_zone(site: Container, client: MakeClient) -> None:
    officer, reader = await client(Role.DUTY_OFFICER), await client(Role.REVIEWER)
    await dismiss(officer, await raised(site))
    await dismiss(officer, await raised(site), "known_work")
    await officer.post(f"/api/alerts/{await raised(site)}/confirm")
    await raised(site)
    (row,) = await table(reader, site)
    assert (row["camera_id"], row["detector"], row["zone"]) == ("gate", "intrusion", "gate")
    assert [row[key] for key in ("alerts", "confirmed", "false", "other", "open")] == [4, 1, 1, 1, 1]
    assert (row["ratio"], row["threshold"], row["suggestion"]["reason"]) == (0.5, 0.5, "too_few")
    other = await reader.get("/api/quality", params={"week": "2026-01-01"})
    assert other.json()["rows"] == []


async def test_a_suggested_threshold_is_applied_only_when_somebody_agrees(site: Container, client: MakeClient) -> None:
    officer, admin = await client(Role.DUTY_OFFICER), await client(Role.ADMIN)
    for score in (0.55, 0.6, 0.6, 0.62, 0.62, 0.65, 0.7):
        await dismiss(officer, await raised(site, score))
    await officer.post(f"/api/alerts/{await raised(site, 0.78)}/confirm")
    (row,) = await table(admin, site)
    assert (row["suggestion"]["advice"], row["suggestion"]["threshold"]) == ("threshold", 0.76)
    assert (await site.watching.cameras.spec("gate")).detectors[0].settings == {}
    body = {"week": WEEK, "camera_id": "gate", "detector": "intrusion", "zone": "gate", "threshold": 0.76}
    stale = await admin.post("/api/quality/agreements", json={**body, "threshold": 0.7})
    assert (stale.status_code, stale.json()["error"]["code"]) == (409, "suggestion_gone")
    change = await admin.post("/api/quality/agreements", json=body)
    assert (change.status_code, change.json()["source"]) == (200, "suggestion")
    assert (await site.watching.cameras.spec("gate")).detectors[0].settings == {"threshold": 0.76}
    assert (await admin.post(f"/api/cameras/gate/changes/{change.json()['number']}/undo")).status_code == 200
    assert (await site.watching.cameras.spec("gate")).detectors[0].settings == {}


async def test_the_place_of_a_false_alarm_is_masked_with_one_request_and_unmasked_with_another(
    site: Container, client: MakeClient
) -> None:
    officer, leader = await client(Role.DUTY_OFFICER), await client(Role.DUTY_LEADER)
    alert_id = await raised(site, box=BOX)
    refused = await leader.post(f"/api/alerts/{alert_id}/mask")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "not_maskable")
    await dismiss(officer, alert_id)
    change = (await leader.post(f"/api/alerts/{alert_id}/mask")).json()
    assert (change["source"], change["alert_id"]) == ("mask", str(alert_id))
    mask = (await site.watching.cameras.spec("gate")).zones[-1]
    assert (mask.id, mask.purpose) == ("mask-1", "mask")
    xs, ys = ([point[axis] for point in mask.polygon] for axis in (0, 1))
    assert min(xs) < BOX["x"] < BOX["x"] + BOX["w"] < max(xs)
    assert min(ys) < BOX["y"] < BOX["y"] + BOX["h"] < max(ys)
    assert (await leader.post(f"/api/cameras/gate/changes/{change['number']}/undo")).status_code == 200
    assert [each.id for each in (await site.watching.cameras.spec("gate")).zones] == ["gate"]


@pytest.mark.parametrize(
    ("detector", "field"),
    [
        ({"kind": "sorcery"}, "detectors.0.kind"),
        ({"kind": "intrusion", "zone": "gate", "settings": {"threshold": 2}}, "detectors.0.settings.threshold"),
        ({"kind": "intrusion", "zone": "gate", "settings": {"treshold": 0.5}}, "detectors.0.settings.treshold"),
        ({"kind": "intrusion", "zone": "gate", "settings": {"threshold": "high"}}, "detectors.0.settings.threshold"),
        ({"kind": "intrusion", "zone": "sky"}, "detectors.0.zone"),
    ],
)
async def test_a_setting_that_no_detector_takes_is_refused_by_its_field(
    site: Container, client: MakeClient, detector: dict[str, Any], field: str
) -> None:
    page = await client(Role.ADMIN)
    zones = [zone("gate"), {**zone("sky"), "purpose": "sky"}]
    answer = await page.put("/api/cameras/gate/spec", json=spec(zones=zones, detectors=[detector]))
    assert answer.status_code == 422
    assert answer.json()["error"]["fields"].keys() == {field}


async def test_what_detectors_can_be_set_to_comes_from_the_adapters(site: Container, client: MakeClient) -> None:
    answer = (await (await client(Role.VIEWER)).get("/api/detectors")).json()
    assert answer["known"] is True
    assert [(one["kind"], one["settings"][0]["high"]) for one in answer["detectors"]] == [("intrusion", 1.0)]
