"""Pictures to a small H.264 file as a camera would send it: no B-frames, a keyframe every two seconds."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from types import TracebackType

import av
import numpy as np

KEYFRAME_SECONDS = 2
BITS_PER_PIXEL = 0.17
"""500 kbit/s at 640×360 and 12.5 frames a second."""


class Encoder:
    """Writes frames to an MP4 file; use as a context manager. One thread: the same frames give the same bytes."""

    def __init__(self, path: Path, width: int, height: int, fps: Fraction) -> None:
        self._container = av.open(str(path), "w", format="mp4", options={"movflags": "faststart"})
        rate = int(BITS_PER_PIXEL * width * height * fps)
        options = {"preset": "superfast", "bf": "0", "sc_threshold": "0", "threads": "1"}
        options |= {"maxrate": str(rate * 3 // 2), "bufsize": str(rate * 2)}
        stream = self._container.add_stream("libx264", rate=fps, options=options)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.bit_rate = rate
        stream.gop_size = round(KEYFRAME_SECONDS * fps)
        stream.thread_count = 1
        stream.codec_context.time_base = 1 / fps
        self._time_base = 1 / fps
        self._stream = stream
        self._count = 0

    def write(self, i420: np.ndarray) -> None:
        """Encode one picture of shape (height·3/2, width), uint8."""
        frame = av.VideoFrame.from_ndarray(i420, format="yuv420p")
        frame.pts, frame.time_base = self._count, self._time_base
        self._count += 1
        self._container.mux(self._stream.encode(frame))

    def __enter__(self) -> Encoder:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if kind is None:
            self._container.mux(self._stream.encode(None))
        self._container.close()
