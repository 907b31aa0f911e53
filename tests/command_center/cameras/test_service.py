"""Cameras from the file to the adapters, and their health back to the page."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from camera_adapters.messages import (
    COMMANDS_KEY,
    DESIRED_KEY,
    CameraHealth,
    CameraSpec,
    Heartbeat,
    Link,
    dead_letters_key,
    health_key,
)
from command_center.auth.model import Role
from command_center.base.background import BackgroundTask, running
from command_center.base.clock import SystemClock
from command_center.cameras.service import import_cameras
from command_center.web.container import Container
from tests.conftest import MakeClient

SPEC = CameraSpec.model_validate(
    {
        "id": "gate",
        "name": {"zh": "大门", "en": "Gate"},
        "hotspot": "town",
        "position": {"lon": 113.3, "lat": 34.8},
        "main": "rtsp://${CAM_U}:${CAM_P}@10.0.0.1/main?token=${CAM_T}",
    }
)


async def imported(container: Container) -> None:
    await import_cameras(container.database, SystemClock(), [SPEC])
    await container.watching.cameras.refresh()


async def test_the_desired_state_is_published_and_again_when_it_is_missing(container: Container) -> None:
    await imported(container)
    redis = container.bus.control
    assert await redis.hget(DESIRED_KEY, "gate") == SPEC.model_dump_json().encode()
    await redis.flushall()
    await container.watching.cameras.refresh()
    assert await redis.hget(DESIRED_KEY, "revision") == b"1"
    assert await redis.xlen(COMMANDS_KEY) == 1


async def test_an_import_into_a_filled_table_at_first_start_changes_nothing(container: Container) -> None:
    await imported(container)
    other = SPEC.model_copy(update={"id": "other"})
    assert await import_cameras(container.database, SystemClock(), [other], only_if_empty=True) is None
    assert [camera.id for camera in await container.watching.cameras.specs()] == ["gate"]


async def test_the_page_sees_no_credentials(container: Container, client: MakeClient) -> None:
    await imported(container)
    page = await client(Role.VIEWER)
    answer = await page.get("/api/cameras", params={"q": "大门", "hotspot": "town"})
    assert answer.json()["items"][0]["main"] == "rtsp://10.0.0.1"
    assert "${" not in answer.text


async def test_an_administrators_change_reaches_the_adapters(container: Container, client: MakeClient) -> None:
    await imported(container)
    page = await client(Role.ADMIN)
    changed = {**SPEC.model_dump(mode="json"), "enabled": False}
    assert (await page.put("/api/cameras/gate/spec", json=changed)).status_code == 200
    kept = CameraSpec.model_validate_json(await container.bus.control.hget(DESIRED_KEY, "gate") or b"")
    assert kept.enabled is False


async def test_a_password_in_a_changed_url_is_refused(container: Container, client: MakeClient) -> None:
    await imported(container)
    page = await client(Role.ADMIN)
    wrong = {**SPEC.model_dump(mode="json"), "main": "rtsp://admin:hunter2@10.0.0.1/a"}
    answer = await page.put("/api/cameras/gate/spec", json=wrong)
    assert answer.status_code == 422
    assert answer.json()["error"]["fields"].keys() == {"main"}
    assert "hunter2" not in answer.text


async def test_a_change_to_a_url_that_no_adapter_can_open_is_refused_and_names_the_field(
    container: Container, client: MakeClient
) -> None:
    await imported(container)
    page = await client(Role.ADMIN)
    wrong = {**SPEC.model_dump(mode="json"), "sub": "http://10.0.0.1/video"}
    answer = await page.put("/api/cameras/gate/spec", json=wrong)
    assert answer.status_code == 422
    fields = answer.json()["error"]["fields"]
    assert fields == {
        "sub": {
            "zh": "地址须以下列之一开头：rtsp:, rtsps:, file:, scene:",
            "en": "the URL must begin with rtsp:, rtsps:, file:, scene:",
        }
    }
    assert (await container.watching.cameras.spec("gate")).sub is None


async def test_health_becomes_state_and_garbage_a_dead_letter(container: Container) -> None:
    await imported(container)
    now = datetime.now(UTC)
    redis = container.bus.control
    await redis.xadd(health_key(), {b"v": b"{garbage"})
    await redis.xadd(health_key(), Heartbeat(adapter="a", cameras=("gate",), at=now).fields())
    follower = BackgroundTask("health", lambda own: own.watching.cameras.follow_health())
    async with container.watching.cameras.subscribe() as changes, running((follower,), container):
        await redis.xadd(
            health_key(), CameraHealth(adapter="a", epoch=1, camera_id="gate", link=Link.ONLINE, at=now).fields()
        )
        async with asyncio.timeout(10):
            while container.watching.cameras.states()["gate"].link is not Link.ONLINE:
                await changes.next()
    assert container.watching.cameras.counts().online == 1
    assert await redis.xlen(dead_letters_key()) == 1
