"""Probe of a source: what it really delivers, for whoever installs a camera."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from camera_adapters.sources.base import Source, SourceOptions
from camera_adapters.video.packets import Packet

LOOK_FOR = 10.0
"""Seconds; enough for two keyframes of a usual camera."""


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """What was seen; seconds since the opening began where not said otherwise."""

    codec: str
    width: int
    height: int
    declared_fps: float | None
    measured_fps: float
    opened_after: float
    keyframe_after: float | None
    gop_seconds: float | None
    """Between the last two keyframes, on the stream's own clock."""
    packets: int
    kilobits: float
    """A second."""

    def lines(self) -> list[str]:
        """For a person."""
        fps = f"{self.measured_fps:.1f}" + (f" (declared {self.declared_fps:.1f})" if self.declared_fps else "")
        gop = "no second keyframe seen" if self.gop_seconds is None else f"{self.gop_seconds:.2f} s"
        keyframe = "none" if self.keyframe_after is None else f"after {self.keyframe_after:.2f} s"
        return [
            f"codec           {self.codec}",
            f"size            {self.width} x {self.height}",
            f"frames a second {fps}",
            f"keyframe every  {gop}",
            f"opened          after {self.opened_after:.2f} s",
            f"first keyframe  {keyframe}",
            f"bitrate         {self.kilobits:.0f} kbit/s ({self.packets} packets)",
        ]


class Observer:
    """Counts packets; no I/O."""

    def __init__(self) -> None:
        self.packets = 0
        self.bytes = 0
        self.keyframes: list[tuple[float, int]] = []
        self._first: float | None = None
        self._last = 0.0

    def push(self, packet: Packet) -> None:
        self.packets += 1
        self.bytes += packet.data.size
        self._first = packet.monotonic if self._first is None else self._first
        self._last = packet.monotonic
        if packet.keyframe:
            self.keyframes.append((packet.monotonic, packet.pts))

    @property
    def seconds(self) -> float:
        """Between the first and the last packet; never 0."""
        return max(self._last - (self._first or 0.0), 0.001)


def probe(
    url: str,
    options: SourceOptions,
    open_source: Callable[[str, SourceOptions], Source],
    *,
    look_for: float = LOOK_FOR,
    clock: Callable[[], float] = monotonic,
) -> ProbeResult:
    """Open the source and look at it for ``look_for`` seconds. Raises ``SourceError``."""
    begun = clock()
    source = open_source(url, options)
    observer, opened = Observer(), clock()
    try:
        for packet in source.packets():
            observer.push(packet)
            if clock() - opened >= look_for:
                break
        return _finding(source, observer, begun, opened)
    finally:
        source.close()


def _finding(source: Source, observer: Observer, begun: float, opened: float) -> ProbeResult:
    info, keyframes = source.info, observer.keyframes
    gop = float((keyframes[-1][1] - keyframes[-2][1]) * info.time_base) if len(keyframes) > 1 else None
    return ProbeResult(
        codec=info.codec,
        width=info.width,
        height=info.height,
        declared_fps=info.fps,
        measured_fps=max(0, observer.packets - 1) / observer.seconds,
        opened_after=opened - begun,
        keyframe_after=keyframes[0][0] - begun if keyframes else None,
        gop_seconds=gop,
        packets=observer.packets,
        kilobits=observer.bytes * 8 / 1000 / observer.seconds,
    )
