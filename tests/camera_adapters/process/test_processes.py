"""Worker processes with real files as cameras: killed, starved of Redis, changed while they run, stopped."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import av
import psutil
import pytest

from camera_adapters.messages import CameraSpec, CanaryRequest, DetectorSpec, Want, lease_key, live_key
from tests.camera_adapters.process.processes import Adapters
from tests.support.adapter_samples import spec
from tests.support.paths import CHECKOUT
from tests.support.waiting import eventually


@pytest.fixture
def adapters(tmp_path: Path) -> Iterator[Adapters]:
    with Adapters(tmp_path) as running:
        yield running


def camera(clips: Path, camera_id: str, **changes: object) -> CameraSpec:
    return spec(camera_id, main=f"file:{clips / 'plain.mp4'}", **changes)


def all_online(adapters: Adapters, *names: str) -> bool:
    links = adapters.links()
    return all(links.get(name) == "online" for name in names)


def frames_in(adapters: Adapters, path: str) -> int:
    with av.open(str(adapters.data / "recordings" / path)) as container:
        return sum(1 for packet in container.demux(video=0) if packet.size)


def opened(adapters: Adapters) -> list[str]:
    """The cameras of the segments that were begun."""
    return [each.camera_id for each in adapters.segments() if each.type == "opened"]


def test_cameras_are_recorded_shown_and_stopped_cleanly(adapters: Adapters, clips: Path) -> None:
    adapters.want(camera(clips, "c0"), camera(clips, "c1"))
    eventually(lambda: all_online(adapters, "c0", "c1"), within=60)
    live = adapters.live.client()
    both = [live_key(name, "sub") for name in ("c0", "c1")]
    eventually(lambda: all(live.xlen(key) > 5 for key in both), within=30, what="more than a second of both cameras")
    assert adapters.process is not None
    workers = adapters.worker_processes()
    adapters.process.send_signal(signal.SIGTERM)
    assert adapters.process.wait(10) == 0
    assert not any(worker.is_running() for worker in workers)
    assert adapters.client.keys(lease_key("*")) == []
    closed = [each for each in adapters.segments() if each.type == "closed"]
    assert {each.camera_id for each in closed} == {"c0", "c1"}
    assert all(frames_in(adapters, each.path) > 25 for each in closed)
    assert list(adapters.data.rglob("*.open")) == []
    live.close()


def test_a_killed_worker_comes_back_and_its_recording_is_repaired_while_the_other_goes_on(
    adapters: Adapters, clips: Path
) -> None:
    adapters.want(camera(clips, "c0"), camera(clips, "c1"))
    eventually(lambda: all_online(adapters, "c0", "c1"), within=60)
    eventually(lambda: sorted(opened(adapters)) == ["c0", "c1"], within=10, what="both are recorded")
    other = "c1"
    before = {each.path for each in adapters.segments()}
    adapters.worker_of("c0").kill()

    def back() -> bool:
        fresh = adapters.cameras()["c0"]
        return fresh.epoch == 2 and fresh.link.value == "online"

    eventually(back, within=40, what="the camera is back")
    repaired = eventually(
        lambda: [each for each in adapters.segments() if each.type == "closed" and each.camera_id == "c0"],
        within=10,
        what="the cut recording is closed",
    )
    assert {each.path for each in repaired} <= before
    assert frames_in(adapters, repaired[0].path) > 0
    assert adapters.cameras()[other].epoch == 1
    assert [each.type for each in adapters.segments() if each.camera_id == other] == ["opened"]


def test_workers_end_when_their_supervisor_is_killed(adapters: Adapters, clips: Path) -> None:
    adapters.want(camera(clips, "c0"))
    eventually(lambda: all_online(adapters, "c0"), within=60)
    workers = adapters.worker_processes()
    assert adapters.process is not None
    adapters.process.kill()
    adapters.process.wait()
    eventually(lambda: not any(map(alive, workers)), within=10, what="the workers end")
    eventually(lambda: adapters.segments()[-1].type == "closed", within=5)
    assert list(adapters.data.rglob("*.open")) == []


def alive(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def test_recording_goes_on_without_redis_and_its_news_arrive_later(adapters: Adapters, clips: Path) -> None:
    adapters.want(camera(clips, "c0"))
    eventually(lambda: all_online(adapters, "c0"), within=60)
    eventually(lambda: opened(adapters) == ["c0"], within=10)
    (begun,) = adapters.segments()
    file = adapters.data / "recordings" / begun.path
    worker = adapters.worker_of("c0")
    adapters.control.stop(signal.SIGKILL)
    size = file.stat().st_size
    eventually(lambda: file.stat().st_size > size + 20_000, within=20, what="the recording grows")
    worker.terminate()
    eventually(lambda: not alive(worker), within=30)
    pieces = adapters.data / "recordings" / "c0"
    eventually(lambda: len(list(pieces.rglob("*.mp4"))) == 2, within=20, what="it records again, still without Redis")
    adapters.control.start()
    eventually(lambda: [each.type for each in adapters.segments()] == ["opened", "closed", "opened"], within=30)
    assert adapters.client.get(lease_key("c0")) is not None


def test_cameras_are_added_changed_and_removed_while_they_run(adapters: Adapters, clips: Path) -> None:
    adapters.want(camera(clips, "c0"), camera(clips, "c1"))
    eventually(lambda: all_online(adapters, "c0", "c1"), within=60)
    changed = spec("c1", main=f"file:{clips / 'bframes.mp4'}")
    adapters.want(camera(clips, "c0"), changed, camera(clips, "c2"))
    eventually(lambda: all_online(adapters, "c0", "c1", "c2"), within=40)
    eventually(lambda: {"c0", "c1", "c2"} <= set(opened(adapters)), within=10)
    assert opened(adapters).count("c0") == 1
    adapters.want(camera(clips, "c0"))
    eventually(lambda: adapters.client.get(lease_key("c2")) is None, within=30)


def test_a_camera_that_fails_says_why_and_disturbs_no_other(adapters: Adapters, clips: Path) -> None:
    adapters.want(
        camera(clips, "good"),
        spec("gone", main="file:/no/such/clip.mp4"),
        spec("secret", main="rtsp://admin:${NO_SUCH_PASSWORD}@127.0.0.1:1/x"),
        spec("refused", main="rtsp://admin:geheim@127.0.0.1:1/x"),
    )
    eventually(lambda: all_online(adapters, "good"), within=60)
    links = {"good": "online", "gone": "offline", "secret": "offline", "refused": "offline"}
    eventually(lambda: adapters.links() == links, within=40)
    reasons = {name: health.reason for name, health in adapters.cameras().items()}
    assert reasons == {"good": None, "gone": "not_found", "secret": "secret_missing", "refused": "refused"}
    eventually(lambda: {each.camera_id for each in adapters.alerts()} == {"gone", "secret", "refused"}, within=40)
    assert {each.kind for each in adapters.alerts()} == {"camera_lost"}
    log = adapters.log.read_text()
    assert "geheim" not in log
    assert log.count('"camera_down"') == 3, "the reason is logged once, not with every attempt"


def test_a_detector_set_up_wrongly_costs_its_camera_only_the_analysis(adapters: Adapters, clips: Path) -> None:
    adapters.want(camera(clips, "c0", detectors=(DetectorSpec(kind="clairvoyance"),)))
    eventually(lambda: all_online(adapters, "c0"), within=60)
    eventually(lambda: adapters.cameras()["c0"].reason == "detector", within=10)
    assert "clairvoyance" in (adapters.cameras()["c0"].detail or "")


def test_single_pictures_and_the_main_stream_come_while_somebody_wants_them(adapters: Adapters, clips: Path) -> None:
    adapters.want(camera(clips, "c0", sub=f"file:{clips / 'bframes.mp4'}"))
    eventually(lambda: all_online(adapters, "c0"), within=60)
    live = adapters.live.client()
    assert live.xlen(live_key("c0", "main")) == live.xlen(live_key("c0", "jpeg")) == 0
    until = datetime.now(UTC) + timedelta(seconds=20)
    adapters.say(Want(camera_id="c0", stream="main", until=until))
    adapters.say(Want(camera_id="c0", stream="jpeg", until=until))
    eventually(lambda: live.xlen(live_key("c0", "main")) and live.xlen(live_key("c0", "jpeg")), within=40)
    assert {each.stream for each in adapters.segments()} == {"sub"}
    live.close()


def test_a_canary_takes_the_way_of_the_alerts(adapters: Adapters, clips: Path) -> None:
    adapters.want(camera(clips, "c0"))
    eventually(lambda: all_online(adapters, "c0"), within=60)
    adapters.say(CanaryRequest(token="t1"))
    came = eventually(adapters.alerts, within=5, what="the canary's alert")
    assert [(each.realm, each.place) for each in came] == [("canary", "t1")]


def run(*arguments: str, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "camera_adapters", *arguments],
        cwd=CHECKOUT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_probe_shows_what_a_source_delivers(clips: Path) -> None:
    found = run("probe", f"file:{clips / 'plain.mp4'}", "--seconds", "3")
    assert found.returncode == 0, found.stderr
    assert "h264" in found.stdout
    assert "keyframe every  1.00 s" in found.stdout


def test_probe_says_why_a_camera_cannot_be_opened_and_keeps_its_password() -> None:
    found = run("probe", "rtsp://admin:geheim@127.0.0.1:1/x")
    assert found.returncode == 1
    assert "refused" in found.stderr
    assert "geheim" not in found.stderr + found.stdout


def test_check_shows_what_would_run_and_what_is_wrong(adapters: Adapters, clips: Path) -> None:
    adapters.want(camera(clips, "c0"), spec("c1", main="gopher://x", detectors=(DetectorSpec(kind="clairvoyance"),)))
    found = run("check", environment={**adapters.settings, "PATH": ""})
    assert found.returncode == 1
    assert "c0 sub: file:" in found.stdout
    assert "camera c1: unknown kind of URL 'gopher'" in found.stderr
    assert "clairvoyance" in found.stderr


def test_health_tells_whether_the_workers_live(adapters: Adapters) -> None:
    environment = {**adapters.settings, "CC_ADAPTER_WORKERS": "2"}
    eventually(lambda: run("health", environment=environment).returncode == 0, within=30)
    broken = run("health", environment={**environment, "CC_ADAPTER_WORKERS": "3"})
    assert broken.returncode == 1
    assert "box-2" in broken.stderr
