"""Rendered clips on disk: made once, found again by what they show, safe among processes."""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from camera_adapters.sources.scene.address import SceneAddress
from camera_adapters.sources.scene.render import RENDERER, Progress, render


def clip_path(address: SceneAddress, label: str, cache_dir: Path) -> Path:
    """Where the clip stands or will stand; its truth has the same name with ``.json``."""
    key = hashlib.sha256(repr((RENDERER, address, label)).encode()).hexdigest()[:20]
    return cache_dir / "scenes" / f"{address.world}-{key}.mp4"


def ensure_clip(address: SceneAddress, label: str, cache_dir: Path, progress: Progress | None = None) -> Path:
    """The path of the finished clip, rendered now where it is missing; a second process waits for the first."""
    path = clip_path(address, label, cache_dir)
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    with _alone(path.with_suffix(".lock")):
        if not path.exists():
            _make(address, label, path, progress)
    return path


def _make(address: SceneAddress, label: str, path: Path, progress: Progress | None) -> None:
    video, truth = path.with_suffix(".mp4.part"), path.with_suffix(".json.part")
    try:
        render(address, label, video, truth, progress)
        truth.replace(path.with_suffix(".json"))
        video.replace(path)  # last: the video's presence says that everything is there
    finally:
        video.unlink(missing_ok=True)
        truth.unlink(missing_ok=True)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # freed by the kernel when the process dies
        yield
