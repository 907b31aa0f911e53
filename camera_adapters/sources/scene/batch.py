"""Many scenes on several processes, with one report of progress over all of them."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing.queues import Queue
from pathlib import Path
from queue import Empty
from threading import Event, Thread

import cv2

from camera_adapters.base.errors import SourceError
from camera_adapters.sources.scene.address import SceneAddress, parse_address
from camera_adapters.sources.scene.cache import clip_path, ensure_clip


@dataclass(frozen=True, slots=True)
class SceneJob:
    """A scene to be ready: its URL and the camera's name that is burnt in."""

    url: str
    label: str


@dataclass(frozen=True, slots=True)
class BatchProgress:
    """How far all scenes together are, in frames; ``failed`` are (URL, reason)."""

    done: int
    total: int
    failed: tuple[tuple[str, str], ...] = ()


Report = Callable[[BatchProgress], None]
_queue: Queue[tuple[str, float]] | None = None
"""In a rendering process only: where its progress goes."""


def render_all(specs: Iterable[SceneJob], cache_dir: Path, processes: int, progress: Report) -> BatchProgress:
    """Render what is missing; blocks. A scene that fails is reported and stops no other."""
    failed: list[tuple[str, str]] = []
    jobs: dict[SceneJob, SceneAddress] = {}
    for job in specs:
        try:
            jobs[job] = parse_address(job.url)
        except SourceError as error:
            failed.append((job.url, error.detail))
    missing = {job: address for job, address in jobs.items() if not clip_path(address, job.label, cache_dir).exists()}
    total = sum(address.frames for address in missing.values())
    if missing:
        failed += _run(_longest_first(missing), cache_dir, processes, lambda done: progress(BatchProgress(done, total)))
    last = BatchProgress(total, total, tuple(failed))
    progress(last)
    return last


def _longest_first(jobs: dict[SceneJob, SceneAddress]) -> list[tuple[SceneJob, SceneAddress]]:
    return sorted(jobs.items(), key=lambda item: -item[1].frames * item[1].width * item[1].height)


def _run(
    jobs: Sequence[tuple[SceneJob, SceneAddress]], cache_dir: Path, processes: int, report: Callable[[int], None]
) -> list[tuple[str, str]]:
    context = multiprocessing.get_context("spawn")
    queue: Queue[tuple[str, float]] = context.Queue()
    frames = {f"{job.url} {job.label}": address.frames for job, address in jobs}
    stop = Event()
    teller = Thread(target=_tell, args=(queue, frames, report, stop), name="scene-progress", daemon=True)
    teller.start()
    try:
        with ProcessPoolExecutor(min(processes, len(jobs)), context, _begin, (queue,)) as pool:
            futures = [pool.submit(_render_one, job, cache_dir) for job, _ in jobs]
            return [failure for future in as_completed(futures) if (failure := future.result()) is not None]
    finally:
        stop.set()
        teller.join()
        queue.close()


def _tell(queue: Queue[tuple[str, float]], frames: dict[str, int], report: Callable[[int], None], stop: Event) -> None:
    shares: dict[str, float] = {}
    while not stop.is_set():
        try:
            name, share = queue.get(timeout=0.2)
        except Empty:
            continue
        shares[name] = share
        report(round(sum(frames[name] * share for name, share in shares.items())))


def _begin(queue: Queue[tuple[str, float]]) -> None:
    global _queue  # noqa: PLW0603  the one thing a pool's process is told at its start
    _queue = queue
    cv2.setNumThreads(1)


def _render_one(job: SceneJob, cache_dir: Path) -> tuple[str, str] | None:
    """Runs in a rendering process; the URL and the reason where the scene cannot be."""
    name = f"{job.url} {job.label}"

    def report(share: float) -> None:
        if _queue is not None:
            _queue.put((name, share))

    try:
        ensure_clip(parse_address(job.url), job.label, cache_dir, report)
    except SourceError as error:
        return job.url, error.detail
    report(1.0)
    return None
