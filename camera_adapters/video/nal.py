"""H.264 and H.265 bit streams as far as a recorder needs them: NAL units, parameter sets, picture size, codec string.

Sources: ITU-T H.264 (7.3.2.1), ITU-T H.265 (7.3.2.2, 7.3.3), ISO/IEC 14496-15 (avcC, hvcC, codec strings).
"""

from __future__ import annotations

from dataclasses import dataclass

from camera_adapters.base.once import once

START_CODE = b"\x00\x00\x00\x01"
_H264_SETS = frozenset({7, 8})
_HEVC_SETS = frozenset({32, 33, 34})
_H264_HIGH = frozenset({100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135})
"""Profiles whose SPS describes the colour format."""


def split_annex_b(data: bytes) -> list[bytes]:
    """NAL units between start codes; zero bytes that trail one belong to no unit."""
    return [
        unit.rstrip(b"\x00") if unit.endswith(b"\x00") else unit for unit in data.split(b"\x00\x00\x01")[1:] if unit
    ]


def split_length_prefixed(data: bytes, size: int) -> list[bytes]:
    """NAL units after big-endian lengths of ``size`` bytes; a length beyond the end takes what is there."""
    units, position = [], 0
    while position + size <= len(data):
        length = int.from_bytes(data[position : position + size], "big")
        position += size
        if length:
            units.append(data[position : position + length])
        position += length
    return units


def unit_type(codec: str, unit: bytes) -> int:
    """``nal_unit_type`` of a unit that is not empty."""
    return unit[0] & 0x1F if codec == "h264" else (unit[0] >> 1) & 0x3F


def is_parameter_set(codec: str, unit: bytes) -> bool:
    """Whether the unit is a VPS, SPS or PPS."""
    return bool(unit) and unit_type(codec, unit) in (_H264_SETS if codec == "h264" else _HEVC_SETS)


def has_picture(codec: str, units: list[bytes]) -> bool:
    """Whether any unit carries a slice; parameter sets and messages alone are no picture."""
    last = 5 if codec == "h264" else 31
    first = 1 if codec == "h264" else 0
    return any(unit and first <= unit_type(codec, unit) <= last for unit in units)


@dataclass(frozen=True)
class ParameterSets:
    """The VPS (H.265 only), SPS and PPS units of a stream, in that order."""

    codec: str
    units: tuple[bytes, ...]
    length_size: int = 0
    """Bytes of the length before each unit in this stream's packets; 0 means Annex B start codes."""

    @classmethod
    def parse(cls, codec: str, extradata: bytes) -> ParameterSets:
        """From avcC, hvcC or Annex B; no units where ``extradata`` has none or is torn."""
        if extradata[:1] != b"\x01":
            return cls(codec, _ordered(codec, split_annex_b(extradata)))
        try:
            units, length_size = _avcc(extradata) if codec == "h264" else _hvcc(extradata)
        except IndexError:
            return cls(codec, ())
        return cls(codec, _ordered(codec, units), length_size)

    def split(self, data: bytes) -> list[bytes]:
        """NAL units of a packet of this stream."""
        return split_length_prefixed(data, self.length_size) if self.length_size else split_annex_b(data)

    def renewed(self, units: list[bytes]) -> ParameterSets | None:
        """The sets after a keyframe with these units; None where it brings nothing new."""
        found = [unit for unit in units if is_parameter_set(self.codec, unit)]
        if all(unit in self.units for unit in found):
            return None
        types = {unit_type(self.codec, unit) for unit in found}
        kept = [unit for unit in self.units if unit_type(self.codec, unit) not in types]
        return ParameterSets(self.codec, _ordered(self.codec, kept + found), self.length_size)

    @property
    def complete(self) -> bool:
        """Whether a decoder could start with them."""
        types = {unit_type(self.codec, unit) for unit in self.units}
        return types == (_H264_SETS if self.codec == "h264" else _HEVC_SETS)

    @once
    def facts(self) -> SequenceFacts:
        """What the SPS says. Raises ``ValueError`` where there is none or it is torn."""
        for unit in self.units:
            if unit_type(self.codec, unit) in (7, 33):
                return (_h264_facts if self.codec == "h264" else _hevc_facts)(unit)
        raise ValueError("no sequence parameter set")

    def extradata(self) -> bytes:
        """As a decoder takes it: avcC/hvcC where packets are length-prefixed, Annex B otherwise."""
        if self.length_size:
            return self.configuration(self.length_size)
        return b"".join(START_CODE + unit for unit in self.units)

    def configuration(self, length_size: int = 4) -> bytes:
        """The avcC or hvcC record, for units with lengths of ``length_size`` bytes."""
        return (_write_avcc if self.codec == "h264" else _write_hvcc)(self, length_size - 1)

    def of_type(self, kind: int) -> list[bytes]:
        """The units of one ``nal_unit_type``."""
        return [unit for unit in self.units if unit_type(self.codec, unit) == kind]


@dataclass(frozen=True, slots=True)
class SequenceFacts:
    """What a sequence parameter set says of its pictures. Sizes are in pixels after cropping."""

    width: int
    height: int
    chroma: int
    """chroma_format_idc: 1 is 4:2:0."""
    bit_depth: int
    codec_string: str
    """RFC 6381."""
    profile: bytes
    """H.265: the 12 bytes of general profile, tier, level. H.264: profile, constraints, level."""


class BitReader:
    """Reads a NAL unit's payload bit by bit, emulation prevention removed. Raises ``ValueError`` at its end."""

    def __init__(self, unit: bytes, skip: int) -> None:
        payload = unit.replace(b"\x00\x00\x03", b"\x00\x00")[skip:]
        self._bits = int.from_bytes(payload, "big")
        self._left = len(payload) * 8

    def take(self, count: int) -> int:
        """The next ``count`` bits as a number."""
        if count > self._left:
            raise ValueError("the parameter set ends too early")
        self._left -= count
        return (self._bits >> self._left) & ((1 << count) - 1)

    def ue(self) -> int:
        """An unsigned Exp-Golomb number."""
        zeros = 0
        while not self.take(1):
            zeros += 1
        return (1 << zeros) - 1 + self.take(zeros)

    def se(self) -> int:
        """A signed Exp-Golomb number."""
        code = self.ue()
        return (code + 1) // 2 if code % 2 else -(code // 2)


def _ordered(codec: str, units: list[bytes]) -> tuple[bytes, ...]:
    sets = {unit: None for unit in units if is_parameter_set(codec, unit)}
    return tuple(sorted(sets, key=lambda unit: unit_type(codec, unit)))


def _avcc(record: bytes) -> tuple[list[bytes], int]:
    units: list[bytes] = []
    position = 5
    for bits in (0x1F, 0xFF):
        count = record[position] & bits
        position += 1
        for _ in range(count):
            position = _take_unit(record, position, units)
    return units, (record[4] & 3) + 1


def _hvcc(record: bytes) -> tuple[list[bytes], int]:
    units: list[bytes] = []
    position = 23
    for _ in range(record[22]):
        count = int.from_bytes(record[position + 1 : position + 3], "big")
        position += 3
        for _ in range(count):
            position = _take_unit(record, position, units)
    return units, (record[21] & 3) + 1


def _take_unit(record: bytes, position: int, units: list[bytes]) -> int:
    end = position + 2 + int.from_bytes(record[position : position + 2], "big")
    if end > len(record):
        raise IndexError(end)
    units.append(record[position + 2 : end])
    return end


def _write_avcc(sets: ParameterSets, size_minus_one: int) -> bytes:
    facts = sets.facts
    sps, pps = sets.of_type(7), sets.of_type(8)
    record = (
        b"\x01" + facts.profile + bytes((0xFC | size_minus_one, 0xE0 | len(sps))) + b"".join(map(_with_length, sps))
    )
    record += bytes((len(pps),)) + b"".join(map(_with_length, pps))
    if facts.profile[0] in _H264_HIGH:
        depth = 0xF8 | (facts.bit_depth - 8)
        record += bytes((0xFC | facts.chroma, depth, depth, 0))
    return record


def _write_hvcc(sets: ParameterSets, size_minus_one: int) -> bytes:
    facts = sets.facts
    depth = 0xF8 | (facts.bit_depth - 8)
    # No spatial segmentation, unknown parallelism, unknown rate; one temporal layer, nested.
    rest = (0xF0, 0, 0xFC, 0xFC | facts.chroma, depth, depth, 0, 0, 0x0C | size_minus_one, 3)
    record = b"\x01" + facts.profile + bytes(rest)
    for kind in sorted(_HEVC_SETS):
        units = sets.of_type(kind)
        record += bytes((0x80 | kind,)) + len(units).to_bytes(2, "big") + b"".join(map(_with_length, units))
    return record


def _with_length(unit: bytes) -> bytes:
    return len(unit).to_bytes(2, "big") + unit


def _h264_facts(unit: bytes) -> SequenceFacts:
    bits = BitReader(unit, 4)
    bits.ue()  # seq_parameter_set_id
    chroma, depth = _h264_colour(bits) if unit[1] in _H264_HIGH else (1, 8)
    bits.ue()  # log2_max_frame_num_minus4
    _skip_h264_order(bits)
    bits.ue()  # max_num_ref_frames
    bits.take(1)
    width, rows = (bits.ue() + 1) * 16, bits.ue() + 1
    frames_only = bits.take(1)
    bits.take(2 - frames_only)  # mb_adaptive_frame_field_flag where fields may be, direct_8x8_inference_flag
    height = rows * 16 * (2 - frames_only)
    x, y = _cropped(bits, chroma, 2 - frames_only)
    text = f"avc1.{unit[1]:02X}{unit[2]:02X}{unit[3]:02X}"
    return SequenceFacts(width - x, height - y, chroma, depth, text, unit[1:4])


def _h264_colour(bits: BitReader) -> tuple[int, int]:
    chroma = bits.ue()
    if chroma == 3:
        bits.take(1)
    depth = bits.ue() + 8
    bits.ue()
    bits.take(1)
    if bits.take(1):
        for index in range(8 if chroma != 3 else 12):
            if bits.take(1):
                _skip_scaling_list(bits, 16 if index < 6 else 64)
    return chroma, depth


def _skip_scaling_list(bits: BitReader, size: int) -> None:
    last = scale = 8
    for _ in range(size):
        if scale:
            scale = (last + bits.se()) % 256
        last = scale or last


def _skip_h264_order(bits: BitReader) -> None:
    kind = bits.ue()
    if kind == 0:
        bits.ue()
    elif kind == 1:
        bits.take(1)
        bits.se()
        bits.se()
        for _ in range(bits.ue()):
            bits.se()


def _cropped(bits: BitReader, chroma: int, fields: int) -> tuple[int, int]:
    """Columns and rows that are cut off; crop units depend on the chroma format."""
    if not bits.take(1):
        return 0, 0
    left, right, top, bottom = (bits.ue() for _ in range(4))
    across, down = (2 if chroma in (1, 2) else 1), (2 if chroma == 1 else 1)
    return (left + right) * across, (top + bottom) * down * fields


def _hevc_facts(unit: bytes) -> SequenceFacts:
    bits = BitReader(unit, 2)
    bits.take(4)
    layers = bits.take(3)
    bits.take(1)
    profile = bits.take(96).to_bytes(12, "big")
    _skip_sub_layers(bits, layers)
    bits.ue()  # sps_seq_parameter_set_id
    chroma = bits.ue()
    if chroma == 3:
        bits.take(1)
    width, height = bits.ue(), bits.ue()
    x, y = _cropped(bits, chroma, 1)
    return SequenceFacts(width - x, height - y, chroma, bits.ue() + 8, _hevc_string(profile), profile)


def _skip_sub_layers(bits: BitReader, layers: int) -> None:
    present = [(bits.take(1), bits.take(1)) for _ in range(layers)]
    if layers:
        bits.take(2 * (8 - layers))
    for profile, level in present:
        bits.take(88 * profile + 8 * level)


def _hevc_string(profile: bytes) -> str:
    space = ("", "A", "B", "C")[profile[0] >> 6]
    compatible = int(f"{int.from_bytes(profile[1:5], 'big'):032b}"[::-1], 2)
    tier = "H" if profile[0] & 0x20 else "L"
    constraints = "".join(f".{byte:X}" for byte in profile[5:11].rstrip(b"\x00"))
    return f"hvc1.{space}{profile[0] & 0x1F}.{compatible:X}.{tier}{profile[11]}{constraints}"
