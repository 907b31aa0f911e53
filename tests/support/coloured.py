"""Pictures in colour for detectors: drawn planes, rendered scenes and real clips."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np

from camera_adapters.evaluation.clips import ClipFile
from camera_adapters.sources.scene.address import parse_address
from camera_adapters.sources.scene.render import Scene
from camera_adapters.video.decoding import Rate
from camera_adapters.video.frames import Frame
from tests.support.pictures import START, Picture


def coloured(y: Picture, u: Picture, v: Picture, seconds: float) -> Frame:
    """A frame of these planes; chroma at half size or the same size as luminance."""
    moment = START + timedelta(seconds=seconds)
    return Frame("cam", y, (u, v), moment, 1000.0 + seconds, seconds, keyframe=True)


def rendered(url: str, after: float = 0.0) -> Iterator[Frame]:
    """The frames of a scene, without what its camera would show before ``after`` seconds."""
    address = parse_address(url)
    for index, canvas in enumerate(Scene(address, "test").frames()):
        seconds = index / float(address.fps)
        if seconds >= after:
            yield coloured(canvas.y.copy(), canvas.u.copy(), canvas.v.copy(), seconds)


def real(
    path: Path, rate: Rate, *, lapse: float | None = None, free: float = 0.0, warm_up: float = 0.0
) -> Iterator[Frame]:
    """A clip on its own clock, as ``evaluate`` shows it."""
    for shown in ClipFile(path, lapse, rate).shown(free=free, warm_up=warm_up):
        yield shown.frame


def grey_planes(y: Picture) -> tuple[Picture, Picture]:
    """Chroma of a picture without colour."""
    return np.full_like(y, 128), np.full_like(y, 128)
