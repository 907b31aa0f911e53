"""Pictures in colour for detectors: rendered scenes and real clips, through sight, detectors and policy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np

from camera_adapters.alerts.policy import AlertPolicy
from camera_adapters.analysis.stream_analysis import DetectorRunner
from camera_adapters.base.ids import numbered_ids
from camera_adapters.camera.health import CameraStatus
from camera_adapters.detectors.features.frame_features import FeatureExtractor
from camera_adapters.detectors.site import Site
from camera_adapters.detectors.table import build_detectors, build_rules
from camera_adapters.evaluation.clips import ClipFile
from camera_adapters.messages import CameraSpec, EpisodeStep
from camera_adapters.sources.scene.address import parse_address
from camera_adapters.sources.scene.render import Scene
from camera_adapters.video.decoding import Rate
from camera_adapters.video.frames import Frame
from tests.support.pictures import NOWHERE, START, Picture


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


def tell(spec: CameraSpec, frames: Iterable[Frame], site: Site = NOWHERE) -> list[tuple[float, EpisodeStep]]:
    """Everything that is told of the frames, with its second."""
    runner = DetectorRunner(spec.id, build_detectors(spec, site), CameraStatus().remark, FeatureExtractor(spec.zones))
    policy = AlertPolicy(build_rules(spec), numbered_ids())
    told: list[tuple[float, EpisodeStep]] = []
    for frame in frames:
        seen = runner.observe(frame)
        decisions = policy.step(seen, monotonic=frame.monotonic, captured_at=frame.captured_at)
        told += [(frame.monotonic - 1000.0, decision) for decision in decisions]
    return told


def grey_planes(y: Picture) -> tuple[Picture, Picture]:
    """Chroma of a picture without colour."""
    return np.full_like(y, 128), np.full_like(y, 128)
