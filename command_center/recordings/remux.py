"""Segments → one MP4 file: the same packets, nothing decoded, nothing encoded.

A recording has seams. Files of one stretch continue each other; a gap stays as long as it was, its last picture stands;
where a camera changed its parameters every keyframe after it carries them in band (the file is then marked ``avc3`` or
``hev1``); where it changed its codec the clip ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import structlog
from av.container import OutputContainer
from av.video.stream import VideoStream

from command_center.recordings.parameter_sets import in_band

log = structlog.get_logger(__name__)

SEAM = 0.5
"""Seconds by which a file may start late and still continue the one before: arrival times jitter, pictures do not."""
IN_BAND_TAG = {"h264": "avc3", "hevc": "hev1"}
PLAIN_TAG = {"h264": "avc1", "hevc": "hvc1"}


@dataclass(frozen=True, slots=True)
class Part:
    """One recording file, in order."""

    path: Path
    started_at: datetime
    discontinuity: bool


@dataclass(frozen=True, slots=True)
class _Look:
    """What a file's stream is, before it is read."""

    codec: str
    extradata: bytes


@dataclass(frozen=True, slots=True)
class _Taken:
    """A packet and where it stands: seconds from the first packet of its file."""

    packet: av.Packet[Any]
    dts: float
    pts: float
    duration: float


@dataclass
class _Writer:
    """Lays files behind each other on the clip's time line, which begins at its first picture."""

    output: OutputContainer
    tag: str
    first: _Look
    began: datetime | None = None
    stream: VideoStream | None = None
    end: float = 0.0
    """Seconds of the clip so far."""
    last_dts: int = field(default=-1)

    def place(self, part: Part, at: float) -> float:
        """Seconds of the clip at which the file's own second ``at`` stands; the first call sets where it begins."""
        moment = part.started_at + timedelta(seconds=at)
        if self.began is None:
            self.began = moment
        wall = (moment - self.began).total_seconds()
        continues = not part.discontinuity and abs(wall - self.end) < SEAM
        return self.end if continues else max(self.end, wall)

    def write(self, taken: _Taken, shift: float, source: VideoStream, prefix: bytes) -> None:
        """Write one packet ``shift`` seconds later than its file has it."""
        if self.stream is None:
            self.stream = self.output.add_stream_from_template(source)
            self.stream.codec_context.codec_tag = self.tag
            self.stream.time_base = source.time_base
        base = self.stream.time_base or Fraction(1, 90000)
        packet: av.Packet[Any] = taken.packet
        if prefix and packet.is_keyframe:
            packet = av.Packet(prefix + bytes(packet))
            packet.is_keyframe = True
        dts = max(self.last_dts + 1, round((taken.dts + shift) / base))
        packet.stream = self.stream
        packet.time_base = base
        packet.dts, packet.pts = dts, max(dts, round((taken.pts + shift) / base))
        packet.duration = round(taken.duration / base)
        self.output.mux(packet)
        self.last_dts = dts
        self.end = max(self.end, taken.dts + shift + taken.duration)


def remux(parts: Sequence[Part], start: datetime, end: datetime, target: Path) -> datetime | None:
    """Write the clip from the keyframe at or before ``start`` to ``end``; the time of its first picture.

    None, and no usable file, when the parts hold no picture of that time. Blocks; call it in a thread.
    """
    looks = {part: _look(part.path) for part in parts}
    readable = [part for part in parts if looks[part] is not None]
    if not readable:
        return None
    first = looks[readable[0]]
    assert first is not None  # noqa: S101 - filtered above
    changes = any(look is not None and look.extradata != first.extradata for look in looks.values())
    tag = (IN_BAND_TAG if changes else PLAIN_TAG).get(first.codec, "avc1")
    with av.open(str(target), "w", format="mp4", options={"movflags": "faststart"}) as output:
        writer = _Writer(output, tag, first)
        for part in readable:
            look = looks[part]
            if look is None or look.codec != first.codec:
                break
            _copy(writer, part, look, start, end)
        return writer.began


def _look(path: Path) -> _Look | None:
    """The stream of a file; None when it holds none yet, or is damaged."""
    try:
        with av.open(str(path), format="mp4") as source:
            context = source.streams.video[0].codec_context
            return _Look(context.name, bytes(context.extradata or b""))
    except (av.FFmpegError, IndexError, OSError) as error:
        log.warning("segment_unreadable", path=path.name, error=str(error))
        return None


def _copy(writer: _Writer, part: Part, look: _Look, start: datetime, end: datetime) -> None:
    prefix = in_band(look.codec, look.extradata) if look.extradata != writer.first.extradata else b""
    with av.open(str(part.path), format="mp4") as source:
        stream = source.streams.video[0]
        shift: float | None = None
        for taken in _wanted(part, _packets(source, stream), start, end):
            if shift is None:
                shift = writer.place(part, taken.dts) - taken.dts
            writer.write(taken, shift, stream, prefix)


def _packets(source: av.container.InputContainer, stream: VideoStream) -> Iterator[_Taken]:
    """Packets with their times; a file that is being written, or was cut off, ends at its last whole fragment."""
    base = float(stream.time_base or Fraction(1, 90000))
    first: int | None = None
    usual = 0.04
    try:
        for packet in source.demux(stream):
            if packet.is_corrupt:  # cut off: what follows it in this file cannot be decoded either
                return
            if packet.dts is None or packet.pts is None or not packet.size:
                continue
            first = packet.dts if first is None else first
            usual = packet.duration * base if packet.duration else usual
            yield _Taken(packet, (packet.dts - first) * base, (packet.pts - first) * base, usual)
    except av.FFmpegError as error:
        log.info("segment_ends_early", path=Path(source.name).name, error=str(error))


def _wanted(part: Part, packets: Iterator[_Taken], start: datetime, end: datetime) -> Iterator[_Taken]:
    """From the last keyframe at or before ``start`` until ``end``."""
    since = (start - part.started_at).total_seconds()
    until = (end - part.started_at).total_seconds()
    held: list[_Taken] = []
    for taken in packets:
        if taken.dts >= until:
            break
        if taken.packet.is_keyframe and taken.pts <= since:
            held = []
        held.append(taken)
        if taken.dts > since:
            yield from held
            held = []
    if held and held[-1].dts + held[-1].duration > since:
        yield from held
