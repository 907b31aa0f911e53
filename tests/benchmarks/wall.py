"""The wall in a real browser on the same machine: pictures a second, lag, first picture, how fast an alert is drawn."""

from __future__ import annotations

import json
import statistics
import tempfile
import threading
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.benchmarks.report import Figure
from tests.support.farm import ClipPlan, cameras_file, detection, make_clips, rtsp_farm
from tests.support.stack import Stack
from tests.support.unwatched import UnwatchedPage, unwatched_page
from tests.support.waiting import eventually

CAMERAS = 44
CLIPS = 11
HOTSPOT_CAMERAS = 30
LOOP = 30
"""Seconds of a clip; each shows one intruder, at another time than its neighbours."""
QUICK = {"clear_seconds": 1.0, "cooldown_seconds": 0.0}
"""An intruder who comes again is a new alert, so that there is something to measure."""


def intruder(number: int) -> str:
    """When the person of this clip is in the zone."""
    start = 4 + (number * 2) % 18
    return f"person@{start}-{start + 6}"


def percentile(values: list[float], share: float) -> float:
    """Nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def tiles(page: UnwatchedPage) -> list[dict[str, Any]]:
    """The page's own account of its tiles."""
    found: dict[str, dict[str, Any]] = page.evaluate("window.__wall.tiles()")
    return list(found.values())


def watch(page: UnwatchedPage, seconds: float) -> tuple[list[float], list[float]]:
    """Mean pictures a second of each tile and all lags, looked at every 2 s."""
    rates: dict[int, list[float]] = {}
    lags: list[float] = []
    for _ in range(round(seconds / 2)):
        threading.Event().wait(2)
        for number, tile in enumerate(tiles(page)):
            rates.setdefault(number, []).append(tile["fps"])
            if tile["lag_ms"] is not None:
                lags.append(tile["lag_ms"])
    return [statistics.fmean(values) for values in rates.values()], lags


def first_pictures(page: UnwatchedPage) -> list[float]:
    """Milliseconds from the page's load event to the first picture of each tile; waits until all have one."""
    eventually(
        lambda: sum(tile["first_picture_ms"] is not None for tile in tiles(page)) >= CAMERAS,
        within=60,
        every=0.5,
        what="a first picture on every tile",
    )
    loaded: float = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
    return [tile["first_picture_ms"] - loaded for tile in tiles(page)]


def drawn(page: UnwatchedPage) -> list[float]:
    """Milliseconds from the capture of the frame that fulfilled the condition to the card on the screen.

    Of what was captured before the wall stood this would tell when the page was opened.
    """
    alerts: list[dict[str, Any]] = page.evaluate("Object.values(window.__wall.alerts)")
    stood: float = page.evaluate("performance.timeOrigin + window.__wall.mounted_ms")
    captured = [datetime.fromisoformat(alert["captured_at"]).timestamp() * 1000 for alert in alerts]
    return [alert["drawn_epoch_ms"] - at for alert, at in zip(alerts, captured, strict=True) if at >= stood]


def as_in_the_town(file: Path) -> Path:
    """Like the town's own file: 30 cameras of hotspots are analysed at 5 frames a second, the other 14 by keyframes."""
    content = json.loads(file.read_text())
    for camera in content["cameras"][HOTSPOT_CAMERAS:]:
        camera["analysis_fps"] = "keyframes"
    file.write_text(json.dumps(content, ensure_ascii=False))
    return file


def _look(stack: Stack, seconds: float) -> tuple[list[float], list[float], list[float], list[float]]:
    """First pictures, pictures a second, lags, and how long alerts took to be drawn, on one officer's wall."""
    with unwatched_page(stack.url) as page:
        page.sign_in(stack, "duty_officer")
        eventually(lambda: page.evaluate("Boolean(window.__wall)"), within=30, what="the wall stands")
        firsts = first_pictures(page)
        fps, lags = watch(page, seconds)
        return firsts, fps, lags, drawn(page)


def run(work: Path, seconds: float = 60) -> list[Figure]:
    """The whole system with 44 sub-streams of 640×360 at 12.5 fps, and one officer's wall."""
    plan = ClipPlan(work / "clips12", fps=12.5, bitrate="400k", seconds=LOOP, hazards=intruder)
    clips = make_clips(plan, CLIPS)
    with tempfile.TemporaryDirectory(prefix="bench") as folder, rtsp_farm(clips, CAMERAS) as urls:
        cameras = as_in_the_town(cameras_file(Path(folder) / "cameras.yaml", urls, **detection(**QUICK)))
        with Stack(Path(folder) / "data", cameras) as stack:
            stack.online(CAMERAS, within=90)
            firsts, fps, lags, alerts = _look(stack, seconds)
    return [
        Figure("wall.fps", statistics.fmean(fps), "fps/tile", "≥", 11, f"slowest tile {min(fps):.1f}, 44 tiles"),
        Figure("wall.lag", statistics.median(lags), "ms", "≤", 1000, f"median; 95 % {percentile(lags, 0.95):.0f} ms"),
        Figure("wall.first_picture", max(firsts), "ms", "≤", 3000, "slowest tile, since the page's load event"),
        Figure("alert.p50", percentile(alerts, 0.5), "ms", "≤", 300, f"capture → drawn, {len(alerts)} alerts"),
        Figure("alert.p99", percentile(alerts, 0.99), "ms", "≤", 1000, f"slowest {max(alerts):.0f} ms"),
    ]
