"""Interface of detectors: features of a frame in, observations out. Only the alert policy makes alerts of them."""

from __future__ import annotations

from typing import Protocol

from camera_adapters.alerts.observation import Observation
from camera_adapters.detectors.features.frame_features import FrameFeatures

__all__ = ["Detector", "FrameFeatures", "Observation"]


class Detector(Protocol):
    """Decides on a frame's features and remembers only what is its own; one camera's thread, no I/O, no clock."""

    @property
    def version(self) -> str:
        """Kind and version, ``intrusion/1``; stands in every alert."""
        ...

    def observe(self, features: FrameFeatures) -> list[Observation]:
        """Observations of this frame; an empty list says nothing about anything."""
        ...

    def reset(self) -> None:
        """Forget what came before: the stream was interrupted or its picture changed size."""
        ...
