"""Probes of cameras: asked of the adapters, looked at, and honest when nobody takes them."""

from __future__ import annotations

import pytest

from camera_adapters.messages import (
    COMMAND,
    COMMANDS_KEY,
    CameraSpec,
    ProbedStream,
    ProbePhase,
    ProbeReport,
    ProbeRequest,
    Stream,
    probe_key,
)
from command_center.auth.model import Role
from command_center.base.errors import NotFound
from command_center.base.redis_bus import Bus
from command_center.cameras.probes import CLAIMED_WITHIN, Probes
from command_center.web.container import Container
from tests.command_center.cameras.test_change import spec
from tests.conftest import MakeClient
from tests.support.alerts import AT, FixedClock

PROBES = "/api/cameras/bank/probes"


async def test_a_camera_that_is_not_stored_is_looked_at_by_the_adapters(
    container: Container, bus: Bus, client: MakeClient
) -> None:
    page = await client(Role.ADMIN)
    main = "rtsp://admin:${CAM_PW}@10.0.0.1/a"
    asked = await page.post(PROBES, json=spec(id="bank", main=main))
    assert asked.status_code == 200, asked.text
    token = asked.json()["token"]
    assert (await page.get(f"{PROBES}/{token}")).json() == {"phase": "asked", "adapter": None, "streams": []}
    ((_, fields),) = await bus.control.xrange(COMMANDS_KEY)
    request = COMMAND.validate_json(fields[b"v"])
    assert isinstance(request, ProbeRequest)
    assert request.spec.main == main, "the secret is the adapters' alone"
    seen = ProbedStream(stream=Stream.MAIN, reason="unauthorized", detail="401")
    told = ProbeReport(phase=ProbePhase.DONE, asked_at=AT, adapter="box-0", streams=(seen,))
    await bus.control.set(probe_key(token), told.model_dump_json(exclude_none=True))
    answer = (await page.get(f"{PROBES}/{token}")).json()
    assert (answer["phase"], answer["streams"][0]["reason"]) == ("done", "unauthorized")
    assert await container.watching.cameras.specs() == [], "nothing is stored"
    looks = (await page.get("/api/audit/journal", params={"action": "camera_looked_at"})).json()["items"]
    assert [(look["subject_id"], look["facts"]) for look in looks] == [("bank", {"address": "rtsp://10.0.0.1"})]


async def test_what_adapters_could_not_open_is_refused_before_they_are_asked(bus: Bus, client: MakeClient) -> None:
    page = await client(Role.ADMIN)
    answer = await page.post(PROBES, json=spec(id="bank", main="http://10.0.0.1/a"))
    assert (answer.status_code, answer.json()["error"]["fields"].keys()) == (422, {"main"})
    assert await bus.control.xlen(COMMANDS_KEY) == 0


async def test_a_probe_that_nobody_takes_says_so(bus: Bus) -> None:
    clock = FixedClock(AT)
    probes = Probes(bus.control, clock)
    token = await probes.start(CameraSpec.model_validate(spec(id="bank")))
    assert (await probes.look(token)).phase is ProbePhase.ASKED
    clock.moment = AT + CLAIMED_WITHIN * 1.1
    assert (await probes.look(token)).phase is ProbePhase.NOBODY
    await bus.control.set(probe_key("broken"), '{"phase": 7}')
    for unknown in ("expired-token", "broken"):
        with pytest.raises(NotFound):
            await probes.look(unknown)


async def test_nobody_but_administrators_lets_adapters_open_addresses(client: MakeClient) -> None:
    leader = await client(Role.COMMANDER)
    assert (await leader.post(PROBES, json=spec(id="bank"))).status_code == 403
