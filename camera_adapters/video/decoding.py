"""Decoder of one stream: as few packets are decoded as possible, and only frames that are due are returned."""

from __future__ import annotations

from typing import Literal, cast

import av
import av.error
import cv2
import numpy as np
from numpy.typing import NDArray

from camera_adapters.video.cadence import Cadence
from camera_adapters.video.frames import Frame, Plane
from camera_adapters.video.packets import Packet, StreamInfo

Rate = float | Literal["keyframes"]
"""Frames a second, or ``keyframes``: each keyframe and nothing else."""
MAX_REORDERED = 64
"""Packets whose arrival is remembered until their picture comes out; decoders reorder at most 16."""
MAX_PENDING = 50
"""Packets that may gather before they are decoded: 2 s of a usual camera, so a burst costs no more than some 20 ms."""
JPEG_QUALITY = 80
_PLAIN = frozenset({"yuv420p", "yuvj420p"})


class FrameDecoder:
    """Decodes one stream in the calling thread and returns its frames at a lower rate.

    A damaged picture raises nothing: ``errors`` counts it, and decoding starts again at the next keyframe.

    Args:
        camera_id: Stands in every frame.
        info: Codec, parameter sets and time base of the packets. ``TypeError`` where the codec is none of video.
        rate: Frames a second that are returned, or ``keyframes``, which decodes nothing else.
    """

    def __init__(self, camera_id: str, info: StreamInfo, rate: Rate) -> None:
        self._camera_id = camera_id
        self._rate = rate
        self.errors = 0
        self._cadence = Cadence()
        self._open(info)

    def push(self, packet: Packet) -> Frame | None:
        """Take the next packet in decode order; the newest frame that is due, or None.

        ``captured_at`` and ``monotonic`` of the frame are those of its own packet, also where the decoder reorders
        pictures. The planes of the frame are valid until the next call.
        """
        if packet.info_changed is not None:
            self._open(packet.info_changed)
        if self._rate == "keyframes":
            return self._keyframe(packet) if packet.keyframe else None
        return self._sampled(packet, 1.0 / self._rate)

    def _open(self, info: StreamInfo) -> None:
        context = av.CodecContext.create(info.codec, "r")
        if not isinstance(context, av.VideoCodecContext):
            raise TypeError(f"{info.codec} is no video codec")
        context.extradata = info.extradata or None
        context.thread_count = 1  # one thread a camera; 44 cameras are parallel enough
        context.options = {"skip_loop_filter": "all"}  # 18 % less work, a difference no detector sees
        self._context, self._info = context, info
        self._arrivals: dict[int, Packet] = {}
        self._pending: list[Packet] = []
        self._waiting = True
        self._restart = False

    def _keyframe(self, packet: Packet) -> Frame | None:
        """This keyframe, drained at once: a decoder that expects B-frames would keep it until the next comes."""
        frames = self._decode(packet, drain=True)
        return self._frame(frames[-1], packet) if frames else None

    def _sampled(self, packet: Packet, interval: float) -> Frame | None:
        """The newest frame when one is due. Until then packets only gather: decoding them in one go finds the decoder's
        pictures still in the cache, and packets before the last keyframe are not decoded at all."""
        if packet.keyframe:
            self._restart = self._restart or bool(self._pending)
            self._pending.clear()
            self._waiting = False
        if self._waiting:
            return None
        self._pending.append(packet)
        due = self._cadence.due(packet.monotonic, interval)
        if not due and len(self._pending) < MAX_PENDING:
            return None
        latest = self._decode_pending()
        if not due or latest is None:
            return None  # a decoder that reorders pictures gives the one that is due with a later packet
        self._cadence.took(packet.monotonic, interval)
        return self._frame(*latest)

    def _decode_pending(self) -> tuple[av.VideoFrame, Packet] | None:
        """The newest picture of the packets that have gathered, with the packet it came by."""
        if self._restart:
            self._restart = False
            self._arrivals.clear()
            self._context.flush_buffers()
        pending, self._pending = self._pending, []
        latest: tuple[av.VideoFrame, Packet] | None = None
        for packet in pending:
            self._arrivals[packet.pts] = packet
            if len(self._arrivals) > MAX_REORDERED:
                del self._arrivals[next(iter(self._arrivals))]
            for frame in self._decode(packet, drain=False):
                arrival = self._arrivals.pop(frame.pts, packet) if frame.pts is not None else packet
                latest = frame, arrival
            if self._waiting:
                return None
        return latest

    def _decode(self, packet: Packet, *, drain: bool) -> list[av.VideoFrame]:
        try:
            frames = self._context.decode(packet.data)
            if drain:
                frames += self._context.decode(None)
                self._context.flush_buffers()
        except av.error.FFmpegError:
            self.errors += 1
            self._waiting = True
            self._arrivals.clear()
            self._context.flush_buffers()
            return []
        return frames

    def _frame(self, picture: av.VideoFrame, packet: Packet) -> Frame:
        luma, chroma = planes(picture)
        return Frame(
            camera_id=self._camera_id,
            luma=luma,
            chroma=chroma,
            captured_at=packet.captured_at,
            monotonic=packet.monotonic,
            pts=float(packet.pts * self._info.time_base),
            keyframe=packet.keyframe,
        )


def planes(picture: av.VideoFrame) -> tuple[Plane, tuple[Plane, Plane]]:
    """Luminance (h, w) and both chroma planes at half size, views of the decoder's memory where it is 4:2:0."""
    if picture.format.name not in _PLAIN:
        picture = picture.reformat(format="yuv420p")
    luma, u, v = (_plane(plane) for plane in picture.planes)
    return luma, (u, v)


def encode_jpeg(frame: Frame) -> bytes:
    """The whole picture as JPEG of quality ``JPEG_QUALITY``, in colour, at full size."""
    return encode_picture(frame.bgr)


def encode_picture(picture: Plane) -> bytes:
    """A picture of shape (h, w, 3), uint8, blue first, as JPEG of quality ``JPEG_QUALITY``."""
    encoded: NDArray[np.uint8]
    _, encoded = cv2.imencode(".jpg", picture, (cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY))
    return encoded.tobytes()


def _plane(plane: av.video.plane.VideoPlane) -> Plane:
    """A view of the decoder's memory, shape (height, width); rows are padded to ``line_size`` there."""
    # A plane offers the buffer protocol, which its stubs do not say; the array keeps the picture's memory alive.
    rows: Plane = np.frombuffer(cast("memoryview[int]", plane), dtype=np.uint8, count=plane.line_size * plane.height)
    return rows.reshape(plane.height, plane.line_size)[:, : plane.width]
