"""The demo as people start it: killed, started again, stopped; and no process stays behind."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import sys
import tempfile
from asyncio.subprocess import Process
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from command_center.run import pidfiles
from command_center.run.secret_store import free_port
from tests.support.paths import CHECKOUT

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
PATIENCE = 90.0


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder of the demo, with one camera that does not exist and one that is rendered."""
    made = Path(tempfile.mkdtemp(prefix="cc-demo-"))
    made.chmod(0o755)
    (made / "cameras.yaml").write_text(CAMERAS)
    yield made
    shutil.rmtree(made, ignore_errors=True)


class Run:
    """One start of the demo."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.url = f"http://127.0.0.1:{port}"
        self._port = port
        self.process: Process | None = None

    async def start(self) -> None:
        """Start it and wait until it answers."""
        options = ("--data", str(self.folder / "data"), "--port", str(self._port), "--workers", "1")
        command = (sys.executable, "-m", "command_center", "demo", "--cameras", str(self.folder / "cameras.yaml"))
        with (self.folder / "demo.log").open("ab") as output:
            self.process = await asyncio.create_subprocess_exec(
                *command, *options, cwd=CHECKOUT, stdout=output, stderr=output
            )
        async with asyncio.timeout(PATIENCE), httpx.AsyncClient() as page:
            while not await self._answers(page):
                assert self.process.returncode is None, (self.folder / "demo.log").read_text()
                await asyncio.sleep(0.2)

    async def _answers(self, page: httpx.AsyncClient) -> bool:
        """Whether a centre of this start answers: one of a killed start may still be on its way out."""
        try:
            centre = json.loads((self.folder / "data" / "run" / "centre.pid.json").read_text())["pid"]
            if centre not in self.family():
                return False
            return (await page.get(f"{self.url}/api/health")).status_code == 200
        except (httpx.HTTPError, OSError, ValueError):
            return False

    async def end(self, number: int) -> int:
        """Send the signal and wait for the end."""
        assert self.process is not None
        self.process.send_signal(number)
        return await asyncio.wait_for(self.process.wait(), PATIENCE)

    def family(self) -> set[int]:
        """All processes that the demo started."""
        assert self.process is not None
        return {child.pid for child in psutil.Process(self.process.pid).children(recursive=True)}


async def all_gone(pids: set[int]) -> None:
    async with asyncio.timeout(PATIENCE):
        while any(pidfiles.started_at(pid) is not None for pid in pids):  # noqa: ASYNC110 - no event tells
            await asyncio.sleep(0.1)


async def test_a_killed_demo_starts_again_keeps_its_accounts_and_leaves_no_process_when_stopped(folder: Path) -> None:
    run = Run(folder, free_port(set()))
    await run.start()
    first = run.family()
    accounts = folder / "data" / "accounts.json"
    assert accounts.stat().st_mode & 0o777 == 0o600
    listed = json.loads(accounts.read_text())
    await run.end(signal.SIGKILL)

    await run.start()
    assert json.loads(accounts.read_text()) == listed
    admin = next(one for one in listed if one["role"] == "admin")
    async with httpx.AsyncClient(base_url=run.url) as page:
        given = {"username": admin["username"], "password": admin["password"]}
        assert (await page.post("/api/sessions", json=given)).status_code == 201
        assert (await page.get("/api/cameras")).json()["items"][0]["id"] == "missing"
    second = run.family()
    assert await run.end(signal.SIGINT) == 0
    await all_gone(first | second)
    assert list((folder / "data" / "run").glob("*.pid.json")) == []


async def test_what_is_rendered_before_the_start_is_what_the_cameras_show(folder: Path) -> None:
    run = Run(folder, free_port(set()))
    await run.start()
    async with asyncio.timeout(PATIENCE), httpx.AsyncClient(base_url=run.url) as page:
        while (await page.get("/api/health")).json()["cameras"]["online"] != 1:  # noqa: ASYNC110
            await asyncio.sleep(0.2)
    assert len(list((folder / "data" / "cache").rglob("*.mp4"))) == 1, "the scene was rendered once"
    assert await run.end(signal.SIGINT) == 0


async def test_a_taken_port_is_said_in_words(folder: Path) -> None:
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    command = (sys.executable, "-m", "command_center", "demo", "--data", str(folder / "data"), "--port", str(port))
    process = await asyncio.create_subprocess_exec(
        *command, cwd=CHECKOUT, env={**os.environ}, stderr=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.DEVNULL
    )
    _, said = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert f"cannot listen on 127.0.0.1 port {port}" in said.decode()
    server.close()
    await server.wait_closed()
