"""What a detector is: frames in, observations out. Only the alert policy makes alerts of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from camera_adapters.frames import Frame


@dataclass(frozen=True, slots=True)
class Observation:
    """What a detector says of one frame about one place. ``score`` below the policy's threshold means: not now."""

    kind: str
    score: float
    """Confidence, 0 to 1."""
    zone: str | None = None
    place: str = ""
    """The same for the same thing: a track id, a grid cell, or empty for the whole zone or camera."""
    box: tuple[float, float, float, float] | None = None
    """Left, top, width, height as fractions of the picture."""
    value: float | None = None
    unit: str | None = None
    evidence: dict[str, float] = field(default_factory=dict)
    veto: str | None = None
    """Why this observation must not count (global change, relearning); recorded, never silently dropped."""


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
