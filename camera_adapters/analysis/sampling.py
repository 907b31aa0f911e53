"""Sampling: which of a camera's pictures are decoded, and which of those the detectors see."""

from __future__ import annotations

from camera_adapters.video.cadence import Cadence
from camera_adapters.video.decoding import Rate
from camera_adapters.video.frames import Frame

JPEG_RATE = 2.0
"""Single pictures a second for a page that cannot play the stream."""
LONG_GOP_SECONDS = 4.0
LONG_GOP_RATE = 1.0
"""Where keyframes are further apart than that everything is decoded, and this many frames a second are looked at."""


def detection_rate(asked: Rate, gop_seconds: float | None) -> Rate:
    """What the detectors see: as asked, but not only keyframes where those are too rare to see anything in time."""
    return LONG_GOP_RATE if asked == "keyframes" and (gop_seconds or 0.0) > LONG_GOP_SECONDS else asked


def decoding_rate(detection: Rate, *, jpeg: bool) -> Rate:
    """At which rate to decode, so that a viewer of single pictures has enough of them too."""
    if not jpeg:
        return detection
    return JPEG_RATE if detection == "keyframes" else max(detection, JPEG_RATE)


class Sampler:
    """Which decoded frames the detectors see: the same ones, whether or not a viewer has more of them decoded."""

    def __init__(self) -> None:
        self._cadence = Cadence()

    def takes(self, frame: Frame, rate: Rate) -> bool:
        """Whether this frame is for the detectors."""
        if rate == "keyframes":
            return frame.keyframe
        interval = 1.0 / rate
        due = self._cadence.due(frame.monotonic, interval)
        if due:
            self._cadence.took(frame.monotonic, interval)
        return due


class CodedSize:
    """How much the coded pictures between two frames carry; keyframes repeat the whole picture and say nothing."""

    def __init__(self) -> None:
        self._bytes = self._count = 0

    def push(self, size: int, *, keyframe: bool) -> None:
        """Take the next coded picture's size in bytes."""
        if not keyframe:
            self._bytes += size
            self._count += 1

    def take(self) -> float:
        """Mean bytes of the coded pictures since the last call, keyframes left out."""
        mean = self._bytes / max(1, self._count)
        self._bytes = self._count = 0
        return mean
