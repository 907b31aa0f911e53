"""Interface of detectors: features of a frame in, observations out. Only the alert policy makes alerts of them."""

from __future__ import annotations

from typing import Protocol

from camera_adapters.alerts.observation import Observation
from camera_adapters.detectors.features.frame_features import FrameFeatures

__all__ = ["Detector", "FrameFeatures", "Observation"]


class Detector(Protocol):
    """One detector of one camera. It is used by that camera's thread only, does no I/O and asks no clock: time is
    ``features.now``. An exception stops it for a minute and is shown as the camera's ``detector`` reason."""

    @property
    def version(self) -> str:
        """Kind and version, ``intrusion/1``; stands in every alert."""
        ...

    def observe(self, features: FrameFeatures) -> list[Observation]:
        """Observations of this frame.

        A kind and zone without an observation were not looked at: say "nothing is there" with a score of 0. An empty
        list leaves every state to time. ``features`` and its planes are valid only until this call returns.
        """
        ...

    def reset(self) -> None:
        """Forget what was seen: the stream was interrupted or its picture has changed size."""
        ...
