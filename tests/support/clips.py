"""Short clips encoded for a test, and their packets without the wall's pace."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from camera_adapters.sources.coded import describe
from camera_adapters.video.fragments import Fragment, Fragmenter
from camera_adapters.video.nal import START_CODE, ParameterSets
from camera_adapters.video.packets import Packet, StreamInfo

NOON = datetime(2025, 11, 23, 12, 0, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Clip:
    """What to encode. ``brightness`` of the whole picture grows by 2 a frame, so a test can tell frames apart."""

    codec: str = "libx264"
    seconds: float = 4.0
    fps: int = 25
    gop: int = 25
    bframes: int = 0
    size: tuple[int, int] = (320, 180)
    pix_fmt: str = "yuv420p"


def encode(path: Path, clip: Clip | None = None) -> Path:
    """Write the clip in the format of the file's ending."""
    clip = clip or Clip()
    with av.open(str(path), "w") as container:
        stream = container.add_stream(clip.codec, rate=clip.fps)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height = clip.size
        stream.pix_fmt = clip.pix_fmt
        stream.options = _options(clip)
        if clip.codec == "libx265" and path.suffix == ".mp4":
            stream.codec_context.codec_tag = "hvc1"
        for index in range(round(clip.seconds * clip.fps)):
            frame = picture(index, clip.size).reformat(*clip.size, format=clip.pix_fmt)
            frame.pts, frame.time_base = index, Fraction(1, clip.fps)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def looped(clip: Path, target: Path, times: int) -> Path:
    """Write the clip so many times one after the other, without encoding it again."""
    ffmpeg = shutil.which("ffmpeg") or "ffmpeg"
    quiet = [ffmpeg, "-nostdin", "-v", "error", "-y"]
    subprocess.run([*quiet, "-stream_loop", str(times - 1), "-i", clip, "-c", "copy", target], check=True)
    return target


def _options(clip: Clip) -> dict[str, str]:
    if clip.codec == "libx265":
        more = f"bframes={clip.bframes}:keyint={clip.gop}:min-keyint={clip.gop}:scenecut=0:open-gop=0:log-level=none"
        return {"preset": "ultrafast", "x265-params": more}
    if clip.codec == "libx264":
        return {"preset": "ultrafast", "g": str(clip.gop), "bf": str(clip.bframes), "sc_threshold": "0", "threads": "1"}
    return {}


def brightness(index: int) -> int:
    """Luminance of picture ``index``, away from the moving square."""
    return 40 + (index * 2) % 160


def picture(index: int, size: tuple[int, int]) -> av.VideoFrame:
    """A grey picture of known brightness with a white square that moves."""
    width, height = (side // 2 * 2 for side in size)
    planes = np.full((height * 3 // 2, width), 128, np.uint8)
    planes[:height] = brightness(index)
    left = (index * 4) % (width - 40)
    planes[height // 2 : height // 2 + 40, left : left + 40] = 235
    return av.VideoFrame.from_ndarray(planes, format="yuv420p")


def read(path: Path) -> tuple[StreamInfo, list[Packet]]:
    """The clip's packets as a source hands them out, arriving on a clock that starts at ``NOON``."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        info = describe(stream)
        data = [packet for packet in container.demux(stream) if packet.size]
    first = data[0].dts or 0
    return info, [_packet(packet, info, first) for packet in data]


def _packet(data: av.Packet[av.VideoStream], info: StreamInfo, first: int) -> Packet:
    assert data.pts is not None
    assert data.dts is not None
    seconds = float((data.dts - first) * info.time_base)
    return Packet(data, data.is_keyframe, data.pts, data.dts, NOON + timedelta(seconds=seconds), 1000.0 + seconds)


def as_annex_b(info: StreamInfo, packets: Iterable[Packet]) -> tuple[StreamInfo, list[Packet]]:
    """The same stream as RTSP cameras send it: start codes, parameter sets before each keyframe."""
    sets = ParameterSets.parse(info.codec, info.extradata)
    extradata = b"".join(START_CODE + unit for unit in sets.units)

    def rewritten(packet: Packet) -> Packet:
        body = b"".join(START_CODE + unit for unit in sets.split(bytes(packet.data)))
        return with_data(packet, (extradata if packet.keyframe else b"") + body)

    return replace(info, extradata=extradata), [rewritten(packet) for packet in packets]


def with_data(packet: Packet, data: bytes) -> Packet:
    """The same packet with other bytes."""
    fresh = av.Packet(data)
    fresh.pts, fresh.dts, fresh.time_base = packet.pts, packet.dts, packet.data.time_base
    fresh.is_keyframe = packet.keyframe
    return replace(packet, data=fresh)


def fragments(path: Path, change: Callable[[list[Packet]], list[Packet]] | None = None) -> list[Fragment]:
    """The whole clip as fragments."""
    info, packets = read(path)
    fragmenter = Fragmenter(info)
    made = [fragment for packet in (change(packets) if change else packets) for fragment in fragmenter.push(packet)]
    return made + fragmenter.flush()
