"""What the adapters cost beside bare decoding: the same 44 streams, in turn, in one run."""

from __future__ import annotations

import contextlib
import statistics
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.cpu import Usage, measure
from tests.benchmarks.report import Figure
from tests.benchmarks.viewer import watching
from tests.support.farm import ClipPlan, cameras_file, detection, make_clips, rtsp_farm
from tests.support.stack import Stack
from tests.support.waiting import eventually

CAMERAS = 44
SETTLE = 12.0
"""Seconds before a measurement: background models have learnt, connections stand."""
VARIANTS: dict[str, dict[str, Any]] = {
    "detection": detection(),
    "no detection": {"analysis_fps": "keyframes", "detectors": []},
    "keyframes only": {**detection(), "analysis_fps": "keyframes"},
}


@contextlib.contextmanager
def decoders(urls: Sequence[str]) -> Iterator[list[int]]:
    """One bare ``ffmpeg -i URL -f null -`` a stream."""
    processes = [
        subprocess.Popen(
            ["ffmpeg", "-nostdin", "-v", "error", "-rtsp_transport", "tcp", "-i", url, "-f", "null", "-"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for url in urls
    ]
    try:
        yield [process.pid for process in processes]
    finally:
        for process in processes:
            process.kill()
            process.wait()


def bare(urls: Sequence[str], seconds: float) -> Usage:
    """Cores of 44 bare decoders."""
    with decoders(urls) as pids:
        threading.Event().wait(SETTLE)
        usage = measure(lambda: pids, seconds)
    assert usage.processes == len(urls), f"only {usage.processes} of {len(urls)} decoders ran"
    return usage


def adapters(urls: Sequence[str], more: dict[str, Any], seconds: float) -> Usage:
    """Cores and memory of all adapter processes, recording and every tile watched."""
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        cameras = cameras_file(Path(folder) / "cameras.yaml", urls, **more)
        with Stack(Path(folder) / "data", cameras) as stack:
            stack.online(len(urls), within=90)
            with watching(stack, len(urls)):
                threading.Event().wait(SETTLE)
                pids = eventually(lambda: [p.pid for p in stack.children("camera_adapters")], within=10)
                usage = measure(lambda: pids, seconds)
            health = stack.health()
            assert health["cameras"]["online"] == len(urls), health
            return usage


def run(work: Path, seconds: float = 30, rounds: int = 2) -> list[Figure]:
    """Decoders and adapters in turn, ``rounds`` times; then the variants once each."""
    clips = make_clips(ClipPlan(work / "clips25"), 4)
    ratios, cores, base, memory = [], [], [], 0.0
    with rtsp_farm(clips, CAMERAS) as urls:
        for _ in range(rounds):
            base.append(bare(urls, seconds).cores)
            ours = adapters(urls, VARIANTS["detection"], seconds)
            cores.append(ours.cores)
            ratios.append(ours.cores / base[-1])
            memory = max(memory, ours.memory / CAMERAS)
        others = {name: adapters(urls, VARIANTS[name], seconds).cores for name in list(VARIANTS)[1:]}
    floor = statistics.median(base)
    return [
        Figure("ingest.ratio", statistics.median(ratios), "×", "≤", 1.1, f"adapters ÷ 44 bare ffmpeg, {ratios=}"),
        Figure(
            "ingest.cores", statistics.median(cores), "cores", note="44 streams, recording, live, detection at 5 fps"
        ),
        Figure("ingest.bare_ffmpeg", floor, "cores", note="44 × ffmpeg -i … -f null -"),
        *(
            Figure(f"ingest.ratio.{name.replace(' ', '_')}", value / floor, "×", note=name)
            for name, value in others.items()
        ),
        Figure("ingest.memory", memory, "MiB/stream", "≤", 25, "proportional set size of all adapter processes"),
    ]
