"""Trials of a set-up: asked of the adapters, followed, cancelled, and honest when nobody takes them."""

from __future__ import annotations

from typing import Any

import pytest

from camera_adapters.messages import (
    COMMAND,
    COMMANDS_KEY,
    CameraSpec,
    TrialCancel,
    TrialPhase,
    TrialReport,
    TrialRequest,
    trial_key,
)
from command_center.auth.model import Role
from command_center.base.clock import SystemClock
from command_center.base.errors import NotFound
from command_center.base.redis_bus import Bus
from command_center.cameras.service import import_cameras
from command_center.cameras.trials import CLAIMED_WITHIN, Trials
from command_center.web.container import Container
from tests.command_center.cameras.test_change import spec
from tests.conftest import MakeClient
from tests.support.alerts import AT, FixedClock

TRIALS = "/api/cameras/gate/trials"


async def commands(bus: Bus) -> list[Any]:
    return [COMMAND.validate_json(fields[b"v"]) for _, fields in await bus.control.xrange(COMMANDS_KEY)]


async def test_a_trial_is_asked_of_the_adapters_followed_and_cancelled(
    container: Container, bus: Bus, client: MakeClient
) -> None:
    await import_cameras(container.database, SystemClock(), [CameraSpec.model_validate(spec())])
    page = await client(Role.ADMIN)
    asked = (await page.post(TRIALS, json=spec(record="main"))).json()
    address = f"{TRIALS}/{asked['token']}"
    assert (await page.get(address)).json()["phase"] == "asked"
    told = TrialReport(phase=TrialPhase.RUNNING, asked_at=AT, progress=0.5, adapter="box-0")
    await bus.control.set(trial_key(asked["token"]), told.model_dump_json())
    assert (await page.get(address)).json()["progress"] == 0.5
    assert (await page.delete(address)).status_code == 204
    request, cancel = await commands(bus)
    assert isinstance(request, TrialRequest)
    assert (request.spec.record, (request.end - request.start).total_seconds()) == ("main", 3600)
    assert cancel == TrialCancel(token=asked["token"])
    assert (await container.watching.cameras.spec("gate")).record == "sub", "nothing is stored"


async def test_a_set_up_that_adapters_cannot_run_is_refused_by_its_field(
    container: Container, client: MakeClient
) -> None:
    await import_cameras(container.database, SystemClock(), [CameraSpec.model_validate(spec())])
    page = await client(Role.ADMIN)
    answer = await page.post(TRIALS, json=spec(hotspot="moon"))
    assert answer.status_code == 422
    assert answer.json()["error"]["fields"].keys() == {"hotspot"}


async def test_a_trial_that_nobody_takes_is_said_to_have_failed(bus: Bus) -> None:
    clock = FixedClock()
    trials = Trials(bus.control, clock)
    token, _ = await trials.start(CameraSpec.model_validate(spec()))
    assert (await trials.look(token)).phase is TrialPhase.ASKED
    clock.forward(CLAIMED_WITHIN.total_seconds() + 1)
    report = await trials.look(token)
    assert (report.phase, report.reason) == (TrialPhase.FAILED, "nobody")
    with pytest.raises(NotFound):
        await trials.look("another-token")
