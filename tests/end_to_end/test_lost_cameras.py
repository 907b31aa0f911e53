"""Real RTSP cameras that vanish and that freeze: grey tiles, an honest health page, one grouped alert, and all back.

By default six rendered cameras, so that it fits beside other tests. The whole town on a quiet machine, by a program
that takes ``--port N --count N FILE …`` and serves /cam01 …:
FARM_CAMERAS=44 FARM_TOOL=PROGRAM FARM_CLIPS="A.mp4 B.mp4" GREY_WITHIN=6 pytest tests/end_to_end/test_lost_cameras.py
"""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.support import farm
from tests.support.browser import open_context, sign_in
from tests.support.stack import Stack, free_port
from tests.support.waiting import eventually

CAMERAS = int(os.environ.get("FARM_CAMERAS", "6"))
TOOL = os.environ.get("FARM_TOOL")
CLIPS = [Path(clip).resolve() for clip in os.environ.get("FARM_CLIPS", "").split()]
GREY_WITHIN = float(os.environ.get("GREY_WITHIN", "9"))
"""5 s after the last fragment, and what is under way when the cameras stop; on a machine that is busy with tests."""
OFFLINE_WITHIN = 15.0
BACK_WITHIN = 35.0
pytestmark = [pytest.mark.rtsp, pytest.mark.browser]


class Farm:
    """The RTSP server as a thing that can be killed, frozen and started again on the same port."""

    def __init__(self, clips: list[Path]) -> None:
        self.clips, self.port = clips, free_port()
        self.process: subprocess.Popen[str] | None = None
        self.urls = self.start()

    def start(self) -> list[str]:
        if TOOL:
            self.process, urls = farm.start_tool(TOOL, self.clips, CAMERAS, self.port)
        else:
            self.process, urls = farm.start_server(self.clips, CAMERAS, self.port)
        return urls

    def signal(self, number: int) -> None:
        assert self.process is not None
        self.process.send_signal(number)

    def stop(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="module")
def cameras(folder: Path) -> Iterator[Farm]:
    if reason := farm.missing():
        pytest.skip(reason)
    plan = farm.ClipPlan(folder / "clips", fps=12.5, minutes=10, seconds=10, size="320x180", bitrate="200k")
    running = Farm(CLIPS or farm.make_clips(plan, 2))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def stack(folder: Path, cameras: Farm) -> Iterator[Stack]:
    file = farm.cameras_file(folder / "cameras.yaml", cameras.urls, analysis_fps="keyframes")
    with Stack(folder / "data", file) as running:
        running.online(CAMERAS)
        yield running


@pytest.fixture(scope="module")
def wall(browser: Browser, stack: Stack) -> Iterator[Page]:
    context = open_context(browser)
    page = context.new_page()
    sign_in(page, stack, "duty_officer")
    eventually(lambda: all_are(page, MOVING), within=60, what="all tiles show pictures")
    yield page
    context.close()


MOVING = ("live", "ageing")
"""Ageing: moving, but more than 2 s behind the camera, and the tile says so; two cores beside 44 cameras may be."""
GREY = ("stale",)


def all_are(page: Page, wanted: tuple[str, ...]) -> bool:
    """Whether all tiles judge themselves to be in one of these states; the others are the error."""
    tiles: dict[str, dict[str, object]] = page.evaluate("window.__wall.tiles()")
    others = {camera: tile for camera, tile in tiles.items() if tile["state"] not in wanted}
    assert len(tiles) == CAMERAS, f"{len(tiles)} tiles"
    assert not others, f"{len(others)} others, such as {list(others.items())[:3]}"
    return True


def grouped(stack: Stack) -> dict[str, object] | None:
    """The open alert that lists all cameras as lost."""
    with stack.api("duty_officer") as client:
        items = client.get("/api/alerts", params={"open": True, "kind": "camera_lost"}).json()["items"]
    assert len(items) <= 1, f"{len(items)} alerts for cameras that were lost together"
    return next((item for item in items if len(item["members"]) == CAMERAS), None)


def all_are_lost_and_said_so(stack: Stack, wall: Page) -> str:
    """The alert that says so, as it stands on the wall."""
    eventually(lambda: all_are(wall, GREY), within=GREY_WITHIN, what="all tiles are grey")
    eventually(
        lambda: stack.health()["cameras"]["offline"] == CAMERAS, within=OFFLINE_WITHIN, every=0.3,
        what="all cameras are offline in /api/health",
    )  # fmt: skip
    alert = eventually(lambda: grouped(stack), within=20, every=0.5, what="one grouped alert")
    assert alert is not None
    card = wall.get_by_test_id(f"alert-{alert['id']}")
    card.wait_for(timeout=5000)
    return card.inner_text()


def all_are_back(stack: Stack, wall: Page) -> None:
    eventually(
        lambda: stack.health()["cameras"]["online"] == CAMERAS,
        within=BACK_WITHIN,
        every=0.3,
        what="all are online again",
    )
    eventually(lambda: all_are(wall, MOVING), within=10, what="all tiles show pictures again")
    with stack.api("duty_leader") as client:
        for item in client.get("/api/alerts", params={"open": True, "kind": "camera_lost"}).json()["items"]:
            client.post(f"/api/alerts/{item['id']}/dismiss", json={"reason": "equipment"}).raise_for_status()


@pytest.mark.timeout(200)
def test_killed_cameras_are_grey_offline_and_one_alert_and_come_back(stack: Stack, wall: Page, cameras: Farm) -> None:
    cameras.stop()
    assert str(CAMERAS) in all_are_lost_and_said_so(stack, wall)
    cameras.start()
    all_are_back(stack, wall)


@pytest.mark.timeout(200)
def test_frozen_cameras_are_grey_offline_and_one_alert_and_come_back(stack: Stack, wall: Page, cameras: Farm) -> None:
    cameras.signal(signal.SIGSTOP)
    try:
        assert str(CAMERAS) in all_are_lost_and_said_so(stack, wall)
    finally:
        cameras.signal(signal.SIGCONT)
    all_are_back(stack, wall)
