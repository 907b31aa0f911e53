"""Fragmented MP4 as bytes: the init segment (ftyp + moov) and fragments (moof + mdat) of one video track.

Own writer instead of libavformat's, which closes a fragment only when the next one's first packet is in (40 ms late at
25 fps). Measured on one core with H.264 640×360, 25 fps, 512 kbit/s, several slices a picture: 10 µs a packet here
(5 µs where packets come with lengths, as in MP4), 2 µs there. For 44 streams that is 0.011 against 0.002 cores; the
difference is 1 % of what decoding them costs, and the promptness is worth it.

Source: ISO/IEC 14496-12 (boxes), 14496-15 (avc1, hvc1).
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from camera_adapters.video.nal import ParameterSets

TIMESCALE = 90_000
"""Ticks a second of every track written here."""
TIME_OFFSET = 60
"""Where the 64-bit decode time stands in a fragment: after moof, mfhd, traf, tfhd and the tfdt's own header."""

_KEYFRAME_FLAGS = 0x02000000  # depends on nothing
_OTHER_FLAGS = 0x01010000  # depends on others, no sync sample
_TRUN_FLAGS = 0x000F01  # data offset; of each sample duration, size, flags, composition offset
_MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_HEAD = struct.Struct(">I4sI4sIII4sI4sIII4sIQI4sIII")
_SAMPLE = struct.Struct(">IIIi")


@dataclass(slots=True)
class Sample:
    """One coded picture with 4-byte lengths before its NAL units. Times in ticks of ``TIMESCALE``."""

    data: bytes
    dts: int
    pts: int
    keyframe: bool
    duration: int


def fragment(sequence: int, samples: Sequence[Sample]) -> bytes:
    """moof + mdat of consecutive samples; the track's number is 1."""
    count = len(samples)
    trun = 20 + _SAMPLE.size * count
    traf = 8 + 16 + 20 + trun
    moof = 8 + 16 + traf
    head = _HEAD.pack(
        *(moof, b"moof", 16, b"mfhd", 0, sequence & 0xFFFFFFFF),
        *(traf, b"traf", 16, b"tfhd", 0x020000, 1),
        *(20, b"tfdt", 0x01000000, samples[0].dts),
        *(trun, b"trun", 0x01000000 | _TRUN_FLAGS, count, moof + 8),
    )
    pack = _SAMPLE.pack
    parts = [head]
    size = 8
    for sample in samples:
        length = len(sample.data)
        size += length
        flags = _KEYFRAME_FLAGS if sample.keyframe else _OTHER_FLAGS
        parts.append(pack(sample.duration, length, flags, sample.pts - sample.dts))
    parts.append(struct.pack(">I4s", size, b"mdat"))
    parts.extend([sample.data for sample in samples])
    return b"".join(parts)


def decode_time(data: bytes) -> int:
    """The decode time, in ticks, of the first sample of a fragment written here."""
    return int.from_bytes(data[TIME_OFFSET : TIME_OFFSET + 8], "big")


def fragment_span(data: bytes) -> int:
    """Ticks from the first sample's decode time to the end of the last, of a fragment written here."""
    count = int.from_bytes(data[TIME_OFFSET + 20 : TIME_OFFSET + 24], "big")
    start = TIME_OFFSET + 28
    return sum(duration for duration, *_ in _SAMPLE.iter_unpack(data[start : start + _SAMPLE.size * count]))


def init_segment(sets: ParameterSets) -> bytes:
    """ftyp + moov without samples. Raises ``ValueError`` where the parameter sets cannot be read."""
    return _box(b"ftyp", b"iso6", bytes(4), b"iso6", b"cmfc", b"mp41") + _box(
        b"moov",
        _full(b"mvhd", 0, 0, bytes(8), _u32(1000, 0, 0x10000), b"\x01\x00", bytes(10), _MATRIX, bytes(24), _u32(2)),
        _track(sets),
        _box(b"mvex", _full(b"trex", 0, 0, _u32(1, 1, 0, 0, 0))),
    )


def _track(sets: ParameterSets) -> bytes:
    size = _u32(sets.facts.width << 16, sets.facts.height << 16)
    tables = [
        _full(name, 0, 0, bytes(length)) for name, length in ((b"stts", 4), (b"stsc", 4), (b"stsz", 8), (b"stco", 4))
    ]
    stbl = _box(b"stbl", _full(b"stsd", 0, 0, _u32(1), _sample_entry(sets)), *tables)
    dinf = _box(b"dinf", _full(b"dref", 0, 0, _u32(1), _full(b"url ", 0, 1)))
    minf = _box(b"minf", _full(b"vmhd", 0, 1, bytes(8)), dinf, stbl)
    handler = _full(b"hdlr", 0, 0, bytes(4), b"vide", bytes(12), b"video\x00")
    header = _full(b"mdhd", 0, 0, bytes(8), _u32(TIMESCALE, 0), b"\x55\xc4\x00\x00")  # language: undetermined
    tkhd = _full(b"tkhd", 0, 3, bytes(8), _u32(1), bytes(8), bytes(16), _MATRIX, size)
    return _box(b"trak", tkhd, _box(b"mdia", header, handler, minf))


def _sample_entry(sets: ParameterSets) -> bytes:
    entry, record = (b"avc1", b"avcC") if sets.codec == "h264" else (b"hvc1", b"hvcC")
    size = struct.pack(">HH", sets.facts.width, sets.facts.height)
    resolution = _u32(0x480000, 0x480000)  # 72 dpi, as everybody writes
    fields = (bytes(6), b"\x00\x01", bytes(16), size, resolution, bytes(4), b"\x00\x01", bytes(32), b"\x00\x18\xff\xff")
    return _box(entry, *fields, _box(record, sets.configuration()))


def _u32(*values: int) -> bytes:
    return struct.pack(f">{len(values)}I", *values)


def _box(name: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return _u32(len(body) + 8) + name + body


def _full(name: bytes, version: int, flags: int, *parts: bytes) -> bytes:
    return _box(name, _u32(version << 24 | flags), *parts)
