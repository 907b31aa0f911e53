"""What Prometheus reads of a running worker."""

from __future__ import annotations

from pathlib import Path

import httpx

from camera_adapters.process.metrics import COUNTERS, GAUGES
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


def figures(port: int) -> dict[str, float]:
    """By name; empty while nobody answers."""
    try:
        text = httpx.get(f"http://127.0.0.1:{port}/metrics", timeout=5.0, trust_env=False).text
    except httpx.TransportError:
        return {}
    lines = [line.split() for line in text.splitlines() if line.startswith("cc_adapter_")]
    return {name: float(value) for name, value in lines}
