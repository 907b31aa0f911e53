"""What Prometheus reads of a running worker."""

from __future__ import annotations

from pathlib import Path

import httpx
import psutil

from camera_adapters.process.metrics import COUNTERS, GAUGES, serve
from tests.camera_adapters.process.processes import Adapters
from tests.support.stack import free_port
from tests.support.waiting import eventually


def test_a_worker_tells_every_figure_and_that_it_makes_recordings_durable(tmp_path: Path) -> None:
    port = free_port()
    with Adapters(tmp_path, workers=1, environment={"CC_ADAPTER_METRICS_PORT": str(port)}):
        found: dict[str, float] = {}

        def synced() -> bool:
            found.update(figures(port))
            return found.get("cc_adapter_recordings_sync_seconds", 0.0) > 0.0

        eventually(synced, within=60)
    expected = {f"cc_adapter_{name}" for name in GAUGES} | {f"cc_adapter_{name}_total" for name in COUNTERS}
    assert expected <= found.keys()
    assert found["cc_adapter_recordings_sync_failed_total"] == 0.0


def test_other_machines_are_answered_with_the_token_only() -> None:
    port = free_port()
    stop = serve(port, "word-of-prometheus", lambda: {"cameras": 3.0})
    try:
        url = f"http://127.0.0.1:{port}/metrics"
        for header in ({}, {"Authorization": "Bearer another"}):
            refused = httpx.get(url, headers=header, trust_env=False)
            assert (refused.status_code, refused.text) == (401, "")
        told = httpx.get(url, headers={"Authorization": "Bearer word-of-prometheus"}, trust_env=False)
        assert "cc_adapter_cameras 3.0" in told.text
    finally:
        stop()


def test_without_a_token_only_this_machine_can_ask() -> None:
    port = free_port()
    stop = serve(port, "", lambda: {"cameras": 3.0})
    try:
        (listening,) = {one.laddr.ip for one in psutil.Process().net_connections() if one.laddr.port == port}
    finally:
        stop()
    assert listening == "127.0.0.1"


def figures(port: int) -> dict[str, float]:
    """By name; empty while nobody answers."""
    try:
        text = httpx.get(f"http://127.0.0.1:{port}/metrics", timeout=5.0, trust_env=False).text
    except httpx.TransportError:
        return {}
    lines = [line.split() for line in text.splitlines() if line.startswith("cc_adapter_")]
    return {name: float(value) for name, value in lines}
