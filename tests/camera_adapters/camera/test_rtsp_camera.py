"""Real RTSP cameras that freeze and die: what the centre is told, and that they come back by themselves."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.camera_adapters.process.processes import Adapters
from tests.support.adapter_samples import spec
from tests.support.clips import looped
from tests.support.farm import missing, start_server
from tests.support.waiting import eventually

Farm = tuple[subprocess.Popen[str], list[str]]
pytestmark = [pytest.mark.rtsp, pytest.mark.skipif(missing() is not None, reason=missing() or "")]


@pytest.fixture
def long_clip(clips: Path, tmp_path: Path) -> Path:
    """GStreamer does not loop: the short clip many times over."""
    return looped(clips / "plain.mp4", tmp_path / "long.mp4", 100)


@pytest.fixture
def farm(long_clip: Path) -> Iterator[Farm]:
    """Two cameras and the process that serves them."""
    server, urls = start_server([long_clip], 2)
    yield server, urls
    server.kill()
    server.wait()


def test_a_frozen_server_makes_its_cameras_offline_and_they_come_back(tmp_path: Path, farm: Farm) -> None:
    server, urls = farm
    with Adapters(tmp_path, workers=1) as adapters:
        adapters.want(spec("c1", main=urls[0]), spec("c2", main=urls[1]))
        eventually(lambda: set(adapters.links().values()) == {"online"} and len(adapters.links()) == 2, within=60)
        server.send_signal(signal.SIGSTOP)
        eventually(lambda: set(adapters.links().values()) == {"offline"}, within=15, what="all are offline")
        eventually(lambda: {each.camera_id for each in adapters.alerts()} == {"c1", "c2"}, within=10)
        assert {each.kind for each in adapters.alerts()} == {"camera_lost"}
        server.send_signal(signal.SIGCONT)
        eventually(lambda: set(adapters.links().values()) == {"online"}, within=35, what="all are back")
        eventually(lambda: [each.phase.value for each in adapters.alerts()].count("ended") == 2, within=60)
        opened = [each for each in adapters.segments() if each.type == "opened" and each.camera_id == "c1"]
        assert opened[-1].discontinuity
        assert adapters.cameras()["c1"].reconnects > 0
        assert all(each.reason is None for each in adapters.cameras().values())
