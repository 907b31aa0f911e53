"""A grey frame, and a detector that always sees somebody."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from camera_adapters.alerts.observation import Observation
from camera_adapters.detectors.base import FrameFeatures
from camera_adapters.video.frames import Frame
from tests.support.adapter_samples import NOW


def frame(at: float, *, keyframe: bool = True) -> Frame:
    captured = NOW + timedelta(seconds=at)
    return Frame("c0", np.zeros((36, 64), dtype=np.uint8), None, captured, at, at, keyframe)


class Sure:
    """A detector that always sees somebody."""

    version = "sure/2"

    def observe(self, features: FrameFeatures) -> list[Observation]:
        return [Observation("intrusion", 0.9, box=(0.9, -0.1, 0.3, 0.4))]

    def reset(self) -> None:
        pass
