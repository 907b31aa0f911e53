"""A connection that fails: what people read of it names the host and never a secret."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import structlog
import uuid_utils.compat as uuids

from camera_adapters.camera.dependencies import CameraDependencies
from camera_adapters.camera.feed import Feed
from camera_adapters.camera.feed_plan import plan_feeds
from camera_adapters.camera.health import CameraStatus
from camera_adapters.detectors.site import Site
from camera_adapters.live.wants import Wants
from camera_adapters.sources import open_source
from common.backoff import jittered
from tests.support.adapter_samples import spec

SECRET = "pa@ss#Hunter22"
"""As it stands in the environment; in an address it is percent-encoded."""


def needs(tmp_path: Path, environ: dict[str, str]) -> CameraDependencies:
    """What a connection needs that publishes nothing."""
    return CameraDependencies(
        adapter="box-0",
        recordings_dir=tmp_path,
        source_cache_dir=tmp_path,
        publisher=None,  # type: ignore[arg-type]
        live=None,  # type: ignore[arg-type]
        announce=lambda _: None,
        wants=Wants(),
        open_source=open_source,
        site=Site(ZoneInfo("UTC")),
        backoff=partial(jittered, random.Random(1)),
        environ=environ,
        new_id=uuids.uuid7,
        now=lambda: datetime.now(UTC),
    )


def failed(url: str, tmp_path: Path, environ: dict[str, str]) -> tuple[CameraStatus, list[Any]]:
    """What is known of a camera whose connection was tried once, and every line that was logged."""
    camera, status = spec("c0", main=url), CameraStatus()
    feed = Feed(plan_feeds(camera)[0], camera, 1, status, None, needs(tmp_path, environ))
    with structlog.testing.capture_logs() as lines:
        feed._attempt()
    return status, list(lines)


@pytest.mark.parametrize(
    "url",
    [
        "rtsp://admin:${CAM_PW}@127.0.0.1:1/live",
        "rtsp://127.0.0.1:1/user=admin_password=${CAM_PW}_channel=1_stream=0.sdp?real_stream",
        "rtsp://127.0.0.1:1/live/${CAM_PW}/1",
        "rtsp://127.0.0.1:1/live?sign=${CAM_PW}",
        "rtsp://${CAM_PW}@127.0.0.1:1/live",
    ],
)
def test_the_reason_of_a_failure_holds_no_secret_in_any_spelling(url: str, tmp_path: Path) -> None:
    status, lines = failed(url, tmp_path, {"CAM_PW": SECRET})
    assert status.snapshot.reason == "refused"
    told = f"{status.snapshot.detail} {lines}"
    assert "Hunter22" not in told
    assert "127.0.0.1:1" in str(status.snapshot.detail), "the host is what somebody looks for"


def test_a_secret_of_the_centre_is_not_sent_anywhere(tmp_path: Path) -> None:
    status, _ = failed("rtsp://127.0.0.1:1/${DATABASE_URL}", tmp_path, {})
    assert status.snapshot.reason == "secret_missing"
    assert "DATABASE_URL" in str(status.snapshot.detail)
