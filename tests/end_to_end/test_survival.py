"""Servers and processes are taken away while alerts are raised: each comes back, no alert is lost, none twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import psutil
import pytest

from command_center.run import secret_store
from command_center.run.embedded import urls_of
from command_center.run.redis_users import ADAPTER
from tests.support.farm import cameras_file
from tests.support.paths import CHECKOUT
from tests.support.stack import Stack
from tests.support.waiting import eventually

CAMERAS = 4
BACK_WITHIN = 10.0
VICTIMS: dict[str, tuple[str, ...]] = {
    "adapter worker": ("camera_adapters work --slot 0",),
    "centre": ("command_center serve",),
    "redis": ("valkey-server", "redis_port"),
    "live redis": ("valkey-server", "live_redis_port"),
    "postgres": ("postgres", "postgres_port"),
}


@pytest.fixture(scope="module")
def stack(folder: Path) -> Iterator[Stack]:
    urls = [f"scene:site?seed={number}&seconds=6&size=320x180" for number in range(CAMERAS)]
    cameras = cameras_file(folder / "cameras.yaml", urls, analysis_fps="keyframes")
    with Stack(folder / "data", cameras) as running:
        running.online(CAMERAS)
        yield running


class Storm:
    """Alerts raised by a process of its own, through the product's spool."""

    def __init__(self, stack: Stack, name: str, count: int, rate: float) -> None:
        secrets = secret_store.read(stack.data / "secrets.json")
        cameras = [word for number in range(CAMERAS) for word in ("--camera", f"cam{number + 1:02d}")]
        options = ["--count", str(count), "--rate", str(rate), "--adapter", name, *cameras]
        command = [sys.executable, "-m", "tests.support.storm", *options]
        environment = {**os.environ, **urls_of(secrets, ADAPTER).environment(), "CC_DATA_DIR": str(stack.data)}
        self.process = subprocess.Popen(command, cwd=CHECKOUT, env=environment, stdout=subprocess.PIPE, text=True)

    def finish(self) -> list[str]:
        """Wait until the centre has confirmed all of them; their event ids."""
        output, _ = self.process.communicate(timeout=180)
        assert self.process.returncode == 0, "not all alerts were confirmed"
        return [line.removeprefix("event ") for line in output.splitlines() if line.startswith("event ")]


def stored(stack: Stack, name: str) -> list[str]:
    """The places of this storm's alerts in the database: one each means stored once."""
    places: list[str] = []
    with stack.api("duty_officer") as client:
        page = 1
        while True:
            answer = client.get("/api/alerts", params={"page": page, "page_size": 200})
            items = answer.json()["items"]
            places += [item["id"] for item in items if item["detector"] == "storm/1" and item["score"] == 0.9]
            if page * 200 >= answer.json()["total"]:
                return places
            page += 1


def words_of(stack: Stack, name: str) -> list[str]:
    """What the command line of this process holds."""
    secrets = secret_store.read(stack.data / "secrets.json")
    return [str(getattr(secrets, word)) if word.endswith("_port") else word for word in VICTIMS[name]]


def victim(stack: Stack, name: str) -> psutil.Process:
    """The process to be killed: of PostgreSQL the postmaster, of a server the one on its port."""
    found = stack.children(*words_of(stack, name))
    assert found, f"no {name} is running"
    return min(found, key=lambda process: process.create_time())


def recorded(stack: Stack) -> list[int]:
    """Bytes on disk of each camera."""
    folders = [stack.data / "recordings" / f"cam{number + 1:02d}" for number in range(CAMERAS)]
    return [sum(path.stat().st_size for path in folder.rglob("*.mp4")) for folder in folders]


def replaced(stack: Stack, name: str, dead: psutil.Process) -> bool:
    """Another process stands in the dead one's place, and everything works."""
    found = stack.children(*words_of(stack, name))
    return any(process.create_time() > dead.create_time() for process in found) and answers(stack)


def answers(stack: Stack) -> bool:
    """The centre answers, with both Redis and the database, and all adapters' cameras."""
    try:
        health = stack.health()
    except httpx.HTTPError:
        return False
    servers = (health["redis"]["status"], health["redis"]["live"], health["database"]["status"])
    return servers == ("ok", "ok", "ok") and health["cameras"]["online"] == CAMERAS


@pytest.mark.timeout(240)
def test_redis_away_for_half_a_minute_loses_none_of_a_hundred_alerts(stack: Stack) -> None:
    before = len(stored(stack, "away"))
    redis = victim(stack, "redis")
    redis.send_signal(signal.SIGSTOP)
    storm = Storm(stack, "away", 100, 4)
    time.sleep(30)  # the outage itself, as long as it was promised to be survived
    redis.send_signal(signal.SIGCONT)
    raised = storm.finish()
    assert len(set(raised)) == 100
    assert len(stored(stack, "away")) - before == 100


def broken(stack: Stack, since: str) -> list[str]:
    """Recordings that were opened after this moment because something interrupted the camera."""
    with stack.api("duty_officer") as client:
        rows = [
            row
            for number in range(CAMERAS)
            for row in client.get(
                "/api/recordings",
                params={"camera": f"cam{number + 1:02d}", "from": since, "to": datetime.now(UTC).isoformat()},
            ).json()
        ]
    assert rows, "nothing is recorded"
    return [
        f"{row['camera_id']} {row['started_at']}" for row in rows if row["discontinuity"] and row["started_at"] > since
    ]


@pytest.mark.timeout(280)
def test_each_process_killed_in_turn_is_back_and_no_alert_is_lost_or_doubled(stack: Stack) -> None:
    before = len(stored(stack, "killed"))
    storm = Storm(stack, "killed", 300, 5)
    times, worker_back = {}, ""
    for name in VICTIMS:
        process = victim(stack, name)
        process.kill()
        killed = time.monotonic()
        eventually(lambda gone=process: not gone.is_running(), within=5, what=f"{name} is gone")
        written = recorded(stack)
        eventually(
            lambda old=written: all(now > then for now, then in zip(recorded(stack), old, strict=True)),
            within=BACK_WITHIN,
            what="all cameras are recorded",
        )
        eventually(
            lambda name=name, dead=process: replaced(stack, name, dead), within=BACK_WITHIN, what=f"{name} is back"
        )
        times[name] = time.monotonic() - killed
        worker_back = worker_back or datetime.now(UTC).isoformat()
    raised = storm.finish()
    print({name: f"{seconds:.1f} s" for name, seconds in times.items()})
    assert len(set(raised)) == 300
    assert len(stored(stack, "killed")) - before == 300
    assert broken(stack, worker_back) == []
    assert all(seconds <= BACK_WITHIN for seconds in times.values()), times
