"""What a detector is: frames in, observations out. Only the alert policy makes alerts of them."""

from __future__ import annotations

from typing import Protocol

from camera_adapters.frames import Frame
from camera_adapters.observation import Observation

__all__ = ["Detector", "Observation"]


class Detector(Protocol):
    """Keeps its own background model; used by one camera's thread only; no I/O, no clock of its own."""

    @property
    def version(self) -> str:
        """Kind and version, ``intrusion/1``; stands in every alert."""
        ...

    def observe(self, frame: Frame) -> list[Observation]:
        """Observations of this frame; an empty list says nothing about anything."""
        ...

    def reset(self) -> None:
        """Forget the background: the stream was interrupted or its picture changed size."""
        ...
