"""Packets → fragments: fMP4 moof + mdat of about 200 ms, cut so that each GOP starts a fragment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class InitSegment:
    """The fMP4 header (ftyp + moov) that must be fed before any of its fragments."""

    init_id: str
    """The same for the same bytes."""
    codec: str
    """RFC 6381, ``avc1.64001E`` or ``hvc1.1.6.L93.B0``."""
    width: int
    height: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Fragment:
    """Consecutive coded pictures as fMP4 moof + mdat."""

    init: InitSegment
    keyframe: bool
    """Whether it starts with a keyframe, so that a viewer can begin here."""
    pts_us: int
    """When its first picture is shown: microseconds on a timeline that starts at the UTC time of the first packet."""
    duration_us: int
    captured_at: datetime
    """UTC, when its last packet arrived."""
    started_at: datetime
    """UTC, when its first packet arrived."""
    data: bytes
    discontinuity: bool
    """Pictures are missing before this fragment, or its timeline is a new one."""
