"""Packets of one H.264 or H.265 stream, and what the stream is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

import av


@dataclass(frozen=True, slots=True)
class StreamInfo:
    """What a stream is. ``extradata``: parameter sets as avcC/hvcC (packets are then length-prefixed) or Annex B."""

    codec: str
    """``h264`` or ``hevc``."""
    width: int
    height: int
    extradata: bytes
    time_base: Fraction
    """Seconds a tick of ``Packet.pts`` and ``Packet.dts``."""
    fps: float | None


@dataclass(frozen=True, slots=True)
class Packet:
    """One coded picture. ``data`` belongs to the receiver; its own pts and dts are set to the repaired values."""

    data: av.Packet[av.VideoStream]
    keyframe: bool
    pts: int
    dts: int
    """Both in ``StreamInfo.time_base`` and always present; dts grows with every packet."""
    captured_at: datetime
    """UTC, when the packet arrived."""
    monotonic: float
    """Seconds on the monotonic clock when the packet arrived."""
    info_changed: StreamInfo | None = None
    """The stream's new description, when its parameter sets changed with this packet (always a keyframe)."""
