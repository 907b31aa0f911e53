"""A candidate set-up over what was recorded: what it would have raised, in a process of low priority, one at a time."""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import redis

from camera_adapters.detectors.site import Site
from camera_adapters.messages import TrialCancel, TrialPhase, TrialReport, TrialRequest, trial_key
from camera_adapters.recording.recorder import Recorder
from camera_adapters.sources.scene import ensure_clip, parse_address
from camera_adapters.trials.manager import TrialManager
from camera_adapters.trials.trial import Progress, Trial
from camera_adapters.video.fragments import Fragmenter
from tests.support.adapter_samples import spec
from tests.support.clips import NOON, read
from tests.support.farm import ZONE as FARM_ZONE
from tests.support.waiting import eventually

SCENE = "scene:site?seed=3&seconds=12&size=320x180&hazards=person@3-11"
ZONE = {"id": "yard", "name": {"zh": "院", "en": "Yard"}, "polygon": FARM_ZONE}
TOKEN = "token-of-a-trial"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with twelve seconds of a yard through which somebody walks."""
    folder = tmp_path_factory.mktemp("trial")
    info, packets = read(ensure_clip(parse_address(SCENE), "yard", folder / "scenes", None))
    fragmenter = Fragmenter(info)
    recorder = Recorder(folder / "recordings", "c0", "sub", 1, lambda _: None, adapter="box-0", segment_seconds=4.0)
    for packet in packets:
        for fragment in fragmenter.push(packet):
            recorder.write(fragment)
    for fragment in fragmenter.flush():
        recorder.write(fragment)
    recorder.close()
    return folder


def request(**settings: float) -> TrialRequest:
    detector = {"kind": "intrusion", "zone": "yard", "settings": settings}
    candidate = spec("c0", analysis_fps=5, zones=[ZONE], detectors=[detector])
    return TrialRequest(token=TOKEN, spec=candidate, start=NOON - timedelta(minutes=1), end=NOON + timedelta(minutes=1))


def run(data: Path, asked: TrialRequest) -> Progress:
    return Trial(asked, data / "recordings", Site()).run(lambda _: None, lambda: False)


def test_the_recording_raises_what_the_live_camera_would_have_raised(data: Path) -> None:
    found = run(data, request())
    assert [(alert.kind, alert.zone) for alert in found.alerts] == [("intrusion", "yard")]
    assert NOON < found.alerts[0].at < NOON + timedelta(seconds=12)
    assert found.alerts[0].box is not None
    assert 11 < found.seconds < 18


def test_a_stricter_candidate_raises_less(data: Path) -> None:
    assert run(data, request(threshold=0.99)).alerts == ()


def dispatcher(client: redis.Redis, data: Path, **more: Any) -> TrialManager:
    environ = {**os.environ, "CC_DATA_DIR": str(data)}
    return TrialManager(client, "box-0", data / "recordings", environ, **more)


def report(client: redis.Redis) -> TrialReport | None:
    text = client.get(trial_key(TOKEN))
    return TrialReport.model_validate_json(text) if isinstance(text, bytes) else None


def final(client: redis.Redis) -> TrialReport:
    def look() -> TrialReport | None:
        told = report(client)
        return told if told and told.phase not in {TrialPhase.ASKED, TrialPhase.RUNNING} else None

    found = eventually(look, within=30, what="the trial's last word")
    assert found is not None
    return found


def test_a_process_of_its_own_reports_to_the_centre(client: redis.Redis, data: Path) -> None:
    dispatcher(client, data).take(request())
    done = final(client)
    assert (done.phase, done.adapter, done.progress, len(done.alerts)) == (TrialPhase.DONE, "box-0", 1.0, 1)


def test_a_setting_that_no_detector_takes_is_said(client: redis.Redis, data: Path) -> None:
    dispatcher(client, data).take(request(treshold=1.0))
    failed = final(client)
    assert (failed.phase, failed.reason) == (TrialPhase.FAILED, "setting")
    assert "treshold" in (failed.detail or "")


def test_a_trial_that_is_cancelled_ends_its_process(client: redis.Redis, data: Path) -> None:
    asleep = [sys.executable, "-c", "import time; time.sleep(60)"]
    ours = dispatcher(client, data, command=lambda: asleep)
    ours.take(request())
    eventually(lambda: report(client), within=10, what="the trial begins")
    ours.cancel(TrialCancel(token=TOKEN))
    assert final(client).phase is TrialPhase.CANCELLED


def test_one_worker_of_all_takes_a_trial_and_none_without_the_recording(client: redis.Redis, data: Path) -> None:
    started: list[str] = []

    def command(name: str) -> list[str]:
        started.append(name)
        return [sys.executable, "-c", ""]

    empty = dispatcher(client, data / "elsewhere", command=lambda: command("empty"))
    first, second = (dispatcher(client, data, command=lambda name=name: command(name)) for name in ("first", "second"))
    for each in (empty, first, second):
        each.take(request())
    final(client)
    assert started == ["first"]
