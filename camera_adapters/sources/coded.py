"""From what the demuxer read to a ``StreamInfo`` and ``Packet``s, the same for every kind of source."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from typing import cast

import av

from camera_adapters.base.errors import SourceError
from camera_adapters.video.nal import ParameterSets, has_picture, unit_type
from camera_adapters.video.packets import Packet, StreamInfo

CODECS = ("h264", "hevc")


def describe(stream: av.VideoStream, extradata: bytes | None = None) -> StreamInfo:
    """The stream's description. Raises ``SourceError``: ``codec`` where it is neither H.264 nor H.265."""
    codec = stream.codec_context.name
    if codec not in CODECS:
        raise SourceError("codec", f"the stream is {codec}, only H.264 and H.265 can be taken over", retry=False)
    rate = stream.average_rate or stream.guessed_rate
    info = StreamInfo(
        codec=codec,
        width=stream.codec_context.width,
        height=stream.codec_context.height,
        extradata=extradata or stream.codec_context.extradata or b"",
        time_base=stream.time_base or Fraction(1, 90_000),
        fps=float(rate) if rate and 0 < rate <= 240 else None,
    )
    return with_sets(info, ParameterSets.parse(codec, info.extradata))


def with_sets(info: StreamInfo, sets: ParameterSets) -> StreamInfo:
    """``info`` with these parameter sets and the picture size they state, where they can be read."""
    if not sets.complete:
        return info
    try:
        facts = sets.facts
    except ValueError:
        return info
    return replace(info, extradata=sets.extradata(), width=facts.width, height=facts.height)


class Changes:
    """Watches the parameter sets inside keyframes: a camera whose settings are changed goes on with new ones."""

    def __init__(self, info: StreamInfo) -> None:
        self.info = info
        self._sets = ParameterSets.parse(info.codec, info.extradata)

    def extract(self, data: bytes) -> StreamInfo | None:
        """The new description, where this keyframe brings other parameter sets that can be read."""
        sets = self._sets.renewed(self._sets.split(data))
        if sets is None:
            return None
        try:
            _ = sets.facts
        except ValueError:
            return None
        self._sets, self.info = sets, with_sets(self.info, sets)
        return self.info


def continues_picture(codec: str, sets: ParameterSets, data: bytes) -> bool:
    """Whether the data starts in the middle of a picture (its first slice is not the first of the picture)."""
    for unit in sets.split(data):
        if has_picture(codec, [unit]):
            header = 1 if codec == "h264" or unit_type(codec, unit) > 31 else 2
            return len(unit) > header and not unit[header] & 0x80
    return False


def joined(first: av.Packet[av.VideoStream], rest: av.Packet[av.VideoStream]) -> av.Packet[av.VideoStream]:
    """One packet with the data of both and the time stamps of the second."""
    packet = cast("av.Packet[av.VideoStream]", av.Packet(bytes(first) + bytes(rest)))
    packet.time_base = rest.time_base
    packet.pts, packet.dts, packet.duration = rest.pts, rest.dts, rest.duration
    packet.is_keyframe = first.is_keyframe
    return packet


def stamped(
    data: av.Packet[av.VideoStream],
    pts: int,
    dts: int,
    captured_at: datetime,
    monotonic: float,
    info: StreamInfo | None,
) -> Packet:
    """The packet with its repaired time stamps, also inside ``data``, where the decoder reads them."""
    data.pts, data.dts = pts, dts
    return Packet(data, data.is_keyframe, pts, dts, captured_at, monotonic, info)
