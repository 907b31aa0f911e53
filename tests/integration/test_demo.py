"""The demo as people start it: killed, started again, stopped; and no process stays behind."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.support.paths import CHECKOUT
from tests.support.stack import Stack

CAMERAS = """\
cameras:
  - id: missing
    name: {zh: 没有的摄像头, en: Missing}
    hotspot: town
    position: {lon: 113.3, lat: 34.8}
    main: file:/nonexistent/clip.mp4
  - id: rendered
    name: {zh: 演示画面, en: Rendered}
    hotspot: town
    position: {lon: 113.3, lat: 34.8}
    main: scene:site?seed=1&seconds=4&size=160x88&fps=5
"""


@pytest.fixture
def demo(tmp_path: Path) -> Stack:
    """A demo that was never started, with one camera that does not exist and one that is rendered."""
    cameras = tmp_path / "cameras.yaml"
    cameras.write_text(CAMERAS)
    return Stack(tmp_path / "data", cameras, workers=1)


def test_a_killed_demo_starts_again_keeps_its_accounts_and_leaves_no_process_when_stopped(demo: Stack) -> None:
    with demo:
        first = demo.children()
        accounts = demo.data / "accounts.json"
        assert accounts.stat().st_mode & 0o777 == 0o600
        listed = json.loads(accounts.read_text())
        demo.kill()
        demo.start().ready()
        assert json.loads(accounts.read_text()) == listed
        with demo.api("admin") as page:
            assert page.get("/api/cameras").json()["items"][0]["id"] == "missing"
        assert demo.refused_by_redis() == []
        assert demo.stop() == 0
    _, alive = psutil.wait_procs(first, timeout=10)
    assert alive == []
    assert list((demo.data / "run").glob("*.pid.json")) == []


def test_what_is_rendered_before_the_start_is_what_the_cameras_show(demo: Stack) -> None:
    with demo:
        demo.online(1)
        assert len(list((demo.data / "cache").rglob("*.mp4"))) == 1, "the scene was rendered once"


def test_a_taken_port_is_said_in_words(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "command_center", "demo", "--data", tmp_path / "data", "--port", str(port)]
        ended = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, timeout=90, check=False)
    assert f"cannot listen on 127.0.0.1 port {port}" in ended.stderr
