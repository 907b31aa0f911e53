"""Clips that cameras would not send are converted once to H.264, so that everything after the source is the same."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import av
import av.error
from av.container import InputContainer
from av.video.frame import PictureType

from camera_adapters.base.errors import SourceError
from camera_adapters.sources.containers import open_video
from camera_adapters.video.nal import ParameterSets

RECIPE = "h264-2"
"""Part of the cached file's name; changed with anything below that changes the result."""
KEYFRAME_SECONDS = 2.0
TICKS = 90_000
PLAIN_FORMATS = ("yuv420p", "yuvj420p")
PROBED_PACKETS = 50


def playable(container: InputContainer) -> bool:
    """Whether the packets can be played as they are: H.264/H.265 in 8-bit 4:2:0 with parameter sets and time stamps."""
    stream = container.streams.video[0]
    codec = stream.codec_context.name
    if codec not in ("h264", "hevc") or stream.codec_context.pix_fmt not in PLAIN_FORMATS:
        return False
    if not ParameterSets.parse(codec, stream.codec_context.extradata or b"").complete:
        return False
    packets = (packet for packet, _ in zip(container.demux(stream), range(PROBED_PACKETS), strict=False))
    return all(packet.pts is not None for packet in packets if packet.size)


def converted(path: Path, cache_dir: Path, progress: Callable[[float], None] | None) -> Path:
    """The clip in H.264, from the cache or converted now; of several processes one converts, the others wait.

    Raises ``SourceError("format")`` where not one picture can be decoded.
    """
    facts = path.stat()
    key = f"{path.resolve()}|{facts.st_size}|{facts.st_mtime_ns}|{RECIPE}"
    target = cache_dir / f"file-{hashlib.sha256(key.encode()).hexdigest()[:24]}.mp4"
    cache_dir.mkdir(parents=True, exist_ok=True)
    with _locked(target.with_suffix(".lock")):
        if not target.exists():
            _convert(path, target, progress or _ignore)
    return target


def _ignore(_done: float) -> None:
    """Nobody watches the progress."""


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # freed by the kernel if the holder dies
        yield


def _convert(path: Path, target: Path, progress: Callable[[float], None]) -> None:
    partial = target.with_suffix(f".{os.getpid()}.part")
    try:
        with open_video(path) as source, av.open(str(partial), "w", format="mp4") as sink:
            pictures = _encode(source, sink, progress)
        if not pictures:
            raise SourceError("format", f"{path.name}: no picture can be decoded", retry=False)
        with partial.open("rb") as written:
            os.fsync(written.fileno())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    progress(1.0)


def _encode(source: InputContainer, sink: av.container.OutputContainer, progress: Callable[[float], None]) -> int:
    """Re-encode the first video stream at its own time stamps; answers how many pictures came out."""
    stream = source.streams.video[0]
    duration = float(source.duration or 0) / av.time_base
    encoder: av.VideoStream | None = None
    last, next_keyframe, count = -1, 0, 0
    for frame in _frames(source, stream):
        if encoder is None:
            encoder = _encoder(sink, frame, stream.average_rate)
            start = frame.time or 0.0
        seconds = (frame.time - start) if frame.time is not None else (last / TICKS + 0.04)
        last = frame.pts = max(last + 1, round(seconds * TICKS))
        frame.time_base = Fraction(1, TICKS)
        frame.pict_type = PictureType.I if last >= next_keyframe else PictureType.NONE
        if last >= next_keyframe:
            next_keyframe = last + round(KEYFRAME_SECONDS * TICKS)
        sink.mux(encoder.encode(frame.reformat(encoder.width, encoder.height, "yuv420p")))
        count += 1
        if duration and count % 25 == 0:
            progress(min(0.99, seconds / duration))
    if encoder is not None:
        sink.mux(encoder.encode(None))
    return count


def _encoder(sink: av.container.OutputContainer, frame: av.VideoFrame, rate: Fraction | None) -> av.VideoStream:
    encoder = sink.add_stream("libx264", rate=rate if rate and 1 <= rate <= 60 else 25)
    encoder.width, encoder.height = max(2, frame.width // 2 * 2), max(2, frame.height // 2 * 2)
    encoder.pix_fmt = "yuv420p"
    encoder.codec_context.time_base = Fraction(1, TICKS)
    encoder.options = {
        "preset": "veryfast",
        "crf": "23",
        "bf": "0",
        "g": "100000",
        "sc_threshold": "0",
        "forced-idr": "1",
    }
    return encoder


def _frames(source: InputContainer, stream: av.VideoStream) -> Iterator[av.VideoFrame]:
    """Every picture that can be decoded; damaged packets are skipped, a torn end ends the clip."""
    try:
        for packet in source.demux(stream):
            try:
                yield from packet.decode()
            except av.error.InvalidDataError:
                continue
    except (av.error.InvalidDataError, OSError):
        return
