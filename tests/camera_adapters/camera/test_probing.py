"""A camera that is not stored yet is opened by one worker: a picture of each address, or a reason without secrets."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep

import cv2
import numpy as np
import redis
import structlog

from camera_adapters.camera.probing import WIDTH, Probing
from camera_adapters.messages import ProbePhase, ProbeReport, ProbeRequest, Stream, probe_claim_key, probe_key
from tests.camera_adapters.camera.test_feed import SECRET, needs
from tests.support.adapter_samples import spec

TOKEN = "t" * 8


def report(client: redis.Redis, done: Callable[[ProbeReport], bool]) -> ProbeReport:
    """The report once it is as wanted."""
    end = monotonic() + 20
    while monotonic() < end:
        text = client.get(probe_key(TOKEN))
        if text is not None and done(found := ProbeReport.model_validate_json(text)):  # type: ignore[arg-type]
            return found
        sleep(0.02)
    raise AssertionError("the probe did not end")


def probed(client: redis.Redis, tmp_path: Path, main: str, sub: str | None = None) -> ProbeReport:
    """What a worker reports of these addresses."""
    camera = spec("new", main=main, sub=sub)
    Probing(client, needs(tmp_path, {"CAM_PW": SECRET})).take(ProbeRequest(token=TOKEN, spec=camera))
    return report(client, lambda found: found.phase is ProbePhase.DONE)


def test_a_camera_that_delivers_is_seen_in_a_small_picture(client: redis.Redis, clips: Path, tmp_path: Path) -> None:
    found = probed(client, tmp_path, f"file:{clips / 'plain.mp4'}")
    (seen,) = found.streams
    assert (seen.stream, seen.reason, seen.codec, found.adapter) == (Stream.MAIN, None, "h264", "box-0")
    picture = cv2.imdecode(np.frombuffer(base64.b64decode(seen.jpeg or ""), np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    assert picture.shape[1] == min(seen.width or 0, WIDTH)


def test_each_address_has_its_own_finding_and_no_secret_is_told(
    client: redis.Redis, clips: Path, tmp_path: Path
) -> None:
    with structlog.testing.capture_logs() as lines:
        main = "rtsp://admin:${CAM_PW}@127.0.0.1:1/user=admin_password=${CAM_PW}_channel=1"
        found = probed(client, tmp_path, main, f"file:{clips / 'hevc.mp4'}")
    refused, seen = found.streams
    assert (refused.stream, refused.reason, refused.jpeg) == (Stream.MAIN, "refused", None)
    assert "127.0.0.1:1" in str(refused.detail)
    assert (seen.stream, seen.reason, seen.codec) == (Stream.SUB, None, "hevc")
    told = f"{client.get(probe_key(TOKEN))!r} {lines}"
    assert "Hunter22" not in told
    assert "pa@ss" not in told


def test_a_secret_that_is_not_set_is_named(client: redis.Redis, tmp_path: Path) -> None:
    (found,) = probed(client, tmp_path, "rtsp://admin:${CAM_OTHER}@127.0.0.1:1/live").streams
    assert found.reason == "secret_missing"
    assert "CAM_OTHER" in str(found.detail)


def test_what_another_worker_has_taken_is_left_to_it_and_the_next_probe_is_taken(
    client: redis.Redis, clips: Path, tmp_path: Path
) -> None:
    probing = Probing(client, needs(tmp_path, {}))
    camera = spec("new", main=f"file:{clips / 'plain.mp4'}")
    client.set(probe_claim_key("other-one"), b"box-1")
    probing.take(ProbeRequest(token="other-one", spec=camera))
    assert client.get(probe_key("other-one")) is None
    probing.take(ProbeRequest(token=TOKEN, spec=camera))
    assert len(report(client, lambda found: found.phase is ProbePhase.DONE).streams) == 1
