"""Changing a camera's set-up over HTTP: every change is kept, merged with others' and can be taken back."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from camera_adapters.messages import DESIRED_KEY, CameraSpec
from command_center.auth.model import Role
from command_center.base.clock import SystemClock
from command_center.cameras import history
from command_center.cameras.change import ChangeSource
from command_center.cameras.service import import_cameras
from command_center.cameras.setup import Cause
from command_center.web.container import Container
from tests.command_center.cameras.test_change import spec, zone
from tests.conftest import MakeClient

GATE = "/api/cameras/gate"


async def imported(container: Container, **changes: Any) -> None:
    await import_cameras(container.database, SystemClock(), [CameraSpec.model_validate(spec(**changes))])
    await container.watching.cameras.refresh()


async def put(page: httpx.AsyncClient, since: int | None = None, **changes: Any) -> httpx.Response:
    params = {} if since is None else {"since": since}
    return await page.put(f"{GATE}/spec", json=spec(**changes), params=params)


async def changes(page: httpx.AsyncClient) -> list[dict[str, Any]]:
    return list((await page.get(f"{GATE}/changes")).json()["items"])


async def test_every_change_says_who_changed_what_and_by_which_way(container: Container, client: MakeClient) -> None:
    await imported(container)
    page = await client(Role.ADMIN)
    assert (await put(page, zones=[zone("road")])).status_code == 200
    newest, first = await changes(page)
    assert (first["source"], first["what"], first["actor"]) == ("file", "added", None)
    assert (newest["source"], newest["what"], newest["actor"]["role"]) == ("page", "changed", "admin")
    assert [(one["path"], one["before"]) for one in newest["differences"]] == [(["zones", "road"], None)]
    async with container.database.read() as connection:
        assert await history.verify(connection) is None


async def test_what_changes_nothing_leaves_no_row(container: Container, client: MakeClient) -> None:
    await imported(container)
    page = await client(Role.ADMIN)
    assert (await put(page)).status_code == 200
    await imported(container)
    assert len(await changes(page)) == 1


async def test_a_change_is_taken_back_without_what_came_after_it(container: Container, client: MakeClient) -> None:
    await imported(container)
    page = await client(Role.ADMIN)
    await put(page, zones=[zone("road")])
    await put(page, zones=[zone("road")], record="main")
    number = (await changes(page))[1]["number"]
    answer = await page.post(f"{GATE}/changes/{number}/undo")
    assert answer.status_code == 200
    assert (answer.json()["source"], answer.json()["undoes"]) == ("undo", number)
    now = await container.watching.cameras.spec("gate")
    assert (now.zones, now.record) == ((), "main")
    again = await page.post(f"{GATE}/changes/{number}/undo")
    assert (again.status_code, again.json()["error"]["code"]) == (409, "nothing_to_undo")
    back = await page.post(f"{GATE}/changes/{answer.json()['number']}/undo")
    assert back.status_code == 200
    assert [each.id for each in (await container.watching.cameras.spec("gate")).zones] == ["road"]


async def test_a_zone_that_a_detector_needs_cannot_be_taken_back(container: Container, client: MakeClient) -> None:
    await imported(container)
    page = await client(Role.ADMIN)
    await put(page, zones=[zone("road")])
    await put(page, zones=[zone("road")], detectors=[{"kind": "intrusion", "zone": "road"}])
    number = (await changes(page))[1]["number"]
    answer = await page.post(f"{GATE}/changes/{number}/undo")
    assert answer.status_code == 422
    assert answer.json()["error"]["fields"]["detectors"] == {
        "zh": "检测器 intrusion 使用的区域“road”不存在",
        "en": "the detector intrusion names the zone road, which does not exist",
    }
    assert len((await container.watching.cameras.spec("gate")).zones) == 1


async def test_the_first_set_up_cannot_be_taken_back(container: Container, client: MakeClient) -> None:
    await imported(container)
    page = await client(Role.ADMIN)
    (first,) = await changes(page)
    answer = await page.post(f"{GATE}/changes/{first['number']}/undo")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "nothing_to_undo")


async def test_two_people_who_drew_at_the_same_time_keep_both_zones(container: Container, client: MakeClient) -> None:
    await imported(container)
    page = await client(Role.ADMIN)
    (first,) = await changes(page)
    assert (await put(page, first["number"], zones=[zone("road")])).status_code == 200
    assert (await put(page, first["number"], zones=[zone("bank")])).status_code == 200
    assert [each.id for each in (await container.watching.cameras.spec("gate")).zones] == ["road", "bank"]
    clash = await put(page, first["number"], zones=[zone("road", 0.3)])
    assert (clash.status_code, clash.json()["error"]["code"]) == (409, "setup_clash")
    assert clash.json()["error"]["fields"] == {
        "zones.road": {"zh": "刚被其他人修改", "en": "has just been changed by somebody else"}
    }


async def test_a_leader_takes_back_a_mask_and_nothing_else(container: Container, client: MakeClient) -> None:
    await imported(container)
    admin, leader = await client(Role.ADMIN), await client(Role.DUTY_LEADER)
    await put(admin, record="main")

    def masked(camera: CameraSpec) -> CameraSpec:
        return CameraSpec.model_validate(spec(record="main", zones=[{**zone("mask-1"), "purpose": "mask"}]))

    await container.watching.setup.amend("gate", masked, Cause(None, ChangeSource.MASK, {"alert_id": "a1"}))
    mask, page, _ = await changes(leader)
    assert mask["alert_id"] == "a1"
    assert (await leader.post(f"{GATE}/changes/{page['number']}/undo")).status_code == 403
    assert (await leader.post(f"{GATE}/changes/{mask['number']}/undo")).status_code == 200
    assert (await container.watching.cameras.spec("gate")).zones == ()


async def test_a_leader_reads_addresses_without_their_credentials(container: Container, client: MakeClient) -> None:
    await imported(container)
    admin, leader = await client(Role.ADMIN), await client(Role.DUTY_LEADER)
    await put(admin, main="rtsp://${CAM_U}:${CAM_P}@10.0.0.1/a?token=${CAM_T}")
    assert (await changes(leader))[0]["differences"][0]["after"] == "rtsp://10.0.0.1"
    assert "${CAM_P}" in (await changes(admin))[0]["differences"][0]["after"]


@pytest.mark.parametrize("statement", ["UPDATE camera_change SET source = 'page'", "DELETE FROM camera_change"])
async def test_the_database_refuses_to_alter_the_history(container: Container, statement: str) -> None:
    await imported(container)
    with pytest.raises(DBAPIError):
        async with container.database.transaction() as connection:
            await connection.execute(sa.text(statement))


AREA = {"id": "staff", "name": {"zh": "水尺", "en": "Staff"}, "kind": "staff", "roi": [0.1, 0.1, 0.1, 0.5]}
POINTS = [[0.2, 3.0], [0.5, 1.0]]


@pytest.mark.parametrize(
    ("changed", "field", "zh", "en"),
    [
        ({"zones": [{**zone("road"), "polygon": [[0, 0], [1, 1]]}]}, "zones.0.polygon", "3 个角点", "3 corners"),
        ({"gauges": [AREA]}, "gauges.0.points", "2 个刻度点", "2 points"),
        ({"gauges": [{**AREA, "points": POINTS, "roi": [0.9, 0, 0.2, 1]}]}, "gauges.0.roi", "画面内", "in the picture"),
        ({"gauges": [{**AREA, "points": [[0.2, 1.0], [0.5, 3.0]]}]}, "gauges.0.points", "递减", "must fall"),
        ({"analysis_fps": 99}, "analysis_fps", "0.05 至 30", "0.05 to 30"),
        ({"analysis_fps": "often"}, "analysis_fps", "类型", "wrong type"),
        ({"zones": [zone("road"), zone("road")]}, "gauges", "重复", "stands twice"),
        ({"detectors": [{"kind": "intrusion", "zone": "lake"}]}, "detectors", "不存在", "does not exist"),
        ({"hotspot": "moon"}, "hotspot", "没有重点区域", "is not one of"),
        ({"main": "rtsp://admin:hunter2@10.0.0.1/a"}, "main", "地址中含有密码", "carries a password"),
        ({"main": "rtsp://${CAM_A}/a"}, "main", "占位符", "cannot stand in the host"),
        ({"main": "rtsp://a:${HOME}@10.0.0.1/a"}, "main", "不接受", "is not taken"),
    ],
)
async def test_a_wrong_set_up_is_told_by_its_field_in_both_languages(
    container: Container, client: MakeClient, changed: dict[str, Any], field: str, zh: str, en: str
) -> None:
    await imported(container)
    page = await client(Role.ADMIN)
    answer = await page.put(f"{GATE}/spec", json={**spec(), **changed})
    assert answer.status_code == 422
    fields = answer.json()["error"]["fields"]
    assert zh in fields[field]["zh"]
    assert en in fields[field]["en"]
    assert "hunter2" not in answer.text


async def test_putting_an_unknown_id_adds_a_camera_behind_all_others(container: Container, client: MakeClient) -> None:
    await imported(container)
    page = await client(Role.ADMIN)
    answer = await page.put("/api/cameras/bank/spec", json=spec(id="bank"))
    assert (answer.status_code, answer.json()["id"]) == (201, "bank")
    assert [camera.id for camera in await container.watching.cameras.specs()] == ["gate", "bank"]
    (added,) = (await page.get("/api/cameras/bank/changes")).json()["items"]
    assert (added["what"], added["source"], added["actor"]["role"]) == ("added", "page", "admin")
    assert await container.bus.control.hget(DESIRED_KEY, "bank") is not None


async def test_adding_never_replaces_another_camera(container: Container, client: MakeClient) -> None:
    await imported(container)
    page = await client(Role.ADMIN)
    answer = await page.put(f"{GATE}/spec", json=spec(record="main"), params={"new": True})
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "camera_exists")
    assert answer.json()["error"]["fields"].keys() == {"id"}
    assert (await container.watching.cameras.spec("gate")).record == "sub"


async def test_a_new_camera_that_adapters_could_not_open_is_refused(container: Container, client: MakeClient) -> None:
    page = await client(Role.ADMIN)
    wrong = spec(id="bank", main="rtsp://admin:hunter2@10.0.0.1/a")
    answer = await page.put("/api/cameras/bank/spec", json=wrong, params={"new": True})
    assert (answer.status_code, answer.json()["error"]["fields"].keys()) == (422, {"main"})
    assert await container.watching.cameras.specs() == []


async def test_a_removed_camera_leaves_the_adapters_and_comes_back_when_that_is_undone(
    container: Container, client: MakeClient
) -> None:
    await imported(container)
    page = await client(Role.ADMIN)
    answer = await page.delete(GATE)
    assert (answer.status_code, answer.json()["what"]) == (200, "removed")
    assert await container.bus.control.hgetall(DESIRED_KEY) != {}
    assert await container.bus.control.hget(DESIRED_KEY, "gate") is None
    assert (await page.get(GATE)).status_code == 404
    assert (await page.delete(GATE)).status_code == 404
    undo = f"{GATE}/changes/{answer.json()['number']}/undo"
    assert (await page.post(undo)).status_code == 200
    assert (await page.get(GATE)).status_code == 200
    again = await page.post(undo)
    assert (again.status_code, again.json()["error"]["code"]) == (409, "camera_exists")
    async with container.database.read() as connection:
        assert await history.verify(connection) is None


async def test_a_change_of_a_camera_that_was_removed_meanwhile_does_not_add_it_again(
    container: Container, client: MakeClient
) -> None:
    await imported(container)
    page = await client(Role.ADMIN)
    (first,) = await changes(page)
    await page.delete(GATE)
    answer = await put(page, first["number"], record="main")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "no_such_camera")


async def test_only_administrators_add_and_remove_cameras(container: Container, client: MakeClient) -> None:
    await imported(container)
    leader = await client(Role.COMMANDER)
    assert (await leader.put("/api/cameras/bank/spec", json=spec(id="bank"))).status_code == 403
    assert (await leader.delete(GATE)).status_code == 403
