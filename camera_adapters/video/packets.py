"""Packets of one H.264 or H.265 stream, and what the stream is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

import av


@dataclass(frozen=True, slots=True)
class StreamInfo:
    """Description of a stream, as its source found it."""

    codec: str
    """``h264`` or ``hevc``."""
    width: int
    """Pixels."""
    height: int
    """Pixels."""
    extradata: bytes
    """Parameter sets, as avcC or hvcC (packets are then length-prefixed) or as Annex B."""
    time_base: Fraction
    """Seconds of one tick of ``Packet.pts`` and ``Packet.dts``."""
    fps: float | None
    """As the stream says of itself; None where it says nothing."""


@dataclass(frozen=True, slots=True)
class Packet:
    """One coded picture."""

    data: av.Packet[av.VideoStream]
    """The library's packet; it belongs to the receiver. Its pts and dts are the repaired ones."""
    keyframe: bool
    pts: int
    """When the picture is shown, ticks of ``StreamInfo.time_base``."""
    dts: int
    """When the picture is decoded, ticks of ``StreamInfo.time_base``; grows with every packet."""
    captured_at: datetime
    """Aware UTC, when the packet arrived."""
    monotonic: float
    """Monotonic seconds when the packet arrived."""
    info_changed: StreamInfo | None = None
    """The stream's new description, when its parameter sets changed with this packet (always a keyframe)."""
