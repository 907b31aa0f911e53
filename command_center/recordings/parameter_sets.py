"""Parameter sets of H.264 and H.265 as they stand in ``avcC`` and ``hvcC`` boxes. Pure."""

from __future__ import annotations

import struct
from collections.abc import Iterator


def in_band(codec: str, extradata: bytes) -> bytes:
    """The parameter sets of a stream's extradata, each with its length before it (4 bytes), as samples carry them.

    Put before a keyframe they let a decoder go on where a camera changed its parameters. Empty where the extradata is
    not of that form. ``codec`` is ``h264`` or ``hevc``.
    """
    units = _avc(extradata) if codec == "h264" else _hevc(extradata)
    try:
        return b"".join(struct.pack(">I", len(unit)) + unit for unit in units)
    except (IndexError, struct.error):
        return b""


def _avc(data: bytes) -> Iterator[bytes]:
    """ISO/IEC 14496-15, 5.3.3: SPS count in the low five bits of byte 5, then the PPS."""
    if len(data) < 7 or data[0] != 1:
        return
    place = 6
    for _ in range(data[5] & 0x1F):
        unit, place = _unit(data, place)
        yield unit
    count = data[place]
    place += 1
    for _ in range(count):
        unit, place = _unit(data, place)
        yield unit


def _hevc(data: bytes) -> Iterator[bytes]:
    """ISO/IEC 14496-15, 8.3.3: arrays of VPS, SPS, PPS behind 22 bytes."""
    if len(data) < 23 or data[0] != 1:
        return
    place = 23
    for _ in range(data[22]):
        (count,) = struct.unpack_from(">H", data, place + 1)
        place += 3
        for _ in range(count):
            unit, place = _unit(data, place)
            yield unit


def _unit(data: bytes, place: int) -> tuple[bytes, int]:
    (length,) = struct.unpack_from(">H", data, place)
    start = place + 2
    return data[start : start + length], start + length
