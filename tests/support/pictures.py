"""Pictures for detectors: drawn ones with noise, and real clips decoded at a low rate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from camera_adapters.detectors.site import Site
from camera_adapters.messages import AlertMessage, CameraSpec
from camera_adapters.video.frames import Frame
from tests.support.analysis import NOWHERE, tell
from tests.support.paths import FOOTAGE

Picture = NDArray[np.uint8]
START = datetime(2026, 5, 1, tzinfo=UTC)


def frame(luma: Picture, seconds: float) -> Frame:
    """A frame of a camera that was started at 1000 s of the monotonic clock."""
    return Frame("cam", luma, None, START + timedelta(seconds=seconds), 1000.0 + seconds, seconds, keyframe=True)


def landscape(seed: int = 1) -> Picture:
    """A picture (180, 320) with texture everywhere, as a place out of doors has."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(40, 200, (18, 32)).astype(np.float64)
    blocks = np.kron(coarse, np.ones((10, 10)))
    return np.clip(blocks + rng.normal(0, 12, blocks.shape), 0, 255).astype(np.uint8)


def noisy(picture: Picture, rng: np.random.Generator, sigma: float = 2.0) -> Picture:
    """The picture as a sensor gives it."""
    return np.clip(picture + rng.normal(0, sigma, picture.shape), 0, 255).astype(np.uint8)


def footage(name: str) -> Path:
    """A real clip, or a skip that says where it was looked for."""
    if not (FOOTAGE / name).exists():
        pytest.skip(f"no {name} in {FOOTAGE} (set FOOTAGE_DIR to the folder of real clips)")
    return FOOTAGE / name


def decode(path: Path, fps: float) -> Iterator[tuple[float, Picture]]:
    """Luminance of a clip at about ``fps``, as (seconds, copy)."""
    due = 0.0
    with av.open(str(path)) as container:
        for picture in container.decode(video=0):
            seconds = float(picture.time or 0.0)
            if seconds < due - 0.01:
                continue
            due = max(due, seconds - 1 / fps) + 1 / fps
            grey = picture if picture.format.name in ("yuv420p", "yuvj420p") else picture.reformat(format="yuv420p")
            plane = grey.planes[0]
            rows = np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)
            yield seconds, rows[:, : plane.width].copy()


def with_rest(
    clip: list[tuple[float, Picture]], *, before: float, after: float, free: float
) -> list[tuple[float, Picture]]:
    """The clip with its first ``free`` seconds rolled to and fro before it, and its last second after it."""
    step = (clip[-1][0] - clip[0][0]) / (len(clip) - 1)
    first = [picture for seconds, picture in clip if seconds < free]
    last = [picture for seconds, picture in clip if seconds > clip[-1][0] - 1.0]
    warm = _to_and_fro(first, round(before / step)) if free > 0.0 else []
    rest = _to_and_fro(last, round(after / step))
    return [
        *((clip[0][0] - (len(warm) - i) * step, picture) for i, picture in enumerate(warm)),
        *clip,
        *((clip[-1][0] + (i + 1) * step, picture) for i, picture in enumerate(rest)),
    ]


def _to_and_fro(pictures: list[Picture], wanted: int) -> list[Picture]:
    cycle = pictures + pictures[-2:0:-1]
    return [cycle[i % len(cycle)] for i in range(wanted)]


def camera(*detectors: dict[str, object], fps: float | str = 5) -> CameraSpec:
    """A camera with one zone, ``whole``, that is the whole picture."""
    return CameraSpec.model_validate(
        {
            "id": "cam",
            "name": {"zh": "相机", "en": "Camera"},
            "hotspot": "mountain",
            "position": {"lon": 113.2, "lat": 34.7},
            "main": "scene:ridge",
            "analysis_fps": fps,
            "zones": [{"id": "whole", "name": {"zh": "全", "en": "All"}, "polygon": [(0, 0), (1, 0), (1, 1), (0, 1)]}],
            "detectors": detectors,
        }
    )


def watch(
    spec: CameraSpec, pictures: Iterable[tuple[float, Picture]], site: Site = NOWHERE
) -> list[tuple[float, AlertMessage]]:
    """Everything that is told of a run of pictures, with its second."""
    return tell(spec, (frame(picture, seconds) for seconds, picture in pictures), site)
