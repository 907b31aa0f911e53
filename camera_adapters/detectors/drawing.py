"""Drawing of a detector's last frame, for people who set it up; not every detector has one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from camera_adapters.video.frames import Plane

Fraction = tuple[float, float]
"""A point as fractions of width and height."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Places are fractions of the picture. Boxes are not needed here: observations carry theirs."""

    mask: Plane | None = None
    """Pixels that count, as 255 on 0, at any size."""
    paths: tuple[tuple[Fraction, ...], ...] = ()
    """Ways of what is followed, oldest point first."""
    lines: tuple[tuple[Fraction, Fraction], ...] = ()
    """The water line, a horizon, a direction."""
    boxes: tuple[tuple[float, float, float, float], ...] = ()
    """Candidates that are no observations: left, top, width, height."""


@runtime_checkable
class Draws(Protocol):
    """A detector that shows what it decided by."""

    def drawing(self) -> Drawing:
        """Of the frame that was observed last; called by the camera's thread, only while somebody looks."""
        ...
