"""Packets of one camera → decoded frames → detectors → the alert desk, and single pictures for viewers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal

import structlog

from camera_adapters.alert_desk import AlertDesk
from camera_adapters.decoding import EARLY, LONG_GOP_RATE, LONG_GOP_SECONDS, FrameDecoder, encode_jpeg
from camera_adapters.detectors.base import Detector, Observation
from camera_adapters.frames import Frame
from camera_adapters.health import CameraStatus
from camera_adapters.sources.base import Packet, StreamInfo

Rate = float | Literal["keyframes"]
JPEG_RATE = 2.0
"""Single pictures a second for a page that cannot play the stream."""
RETRY_DETECTOR = 60.0
"""Seconds for which a detector that failed is left out."""
logger = structlog.get_logger(__name__)


def decoding_rate(asked: Rate, *, jpeg: bool) -> Rate:
    """At which rate to decode: as asked, and often enough for a viewer of single pictures."""
    if not jpeg:
        return asked
    return JPEG_RATE if asked == "keyframes" else max(asked, JPEG_RATE)


class Sampler:
    """Which decoded frames the detectors see: the same ones, whether or not a viewer has more of them decoded."""

    def __init__(self, asked: Rate) -> None:
        self._asked = asked
        self._next = float("-inf")

    def takes(self, *, keyframe: bool, monotonic: float, gop_seconds: float | None) -> bool:
        """Whether this frame is for the detectors."""
        rate: Rate = self._asked
        if rate == "keyframes":
            if (gop_seconds or 0.0) <= LONG_GOP_SECONDS:
                return keyframe
            rate = LONG_GOP_RATE
        if monotonic < self._next:
            return False
        self._next = monotonic + (1.0 - EARLY) / rate
        return True


class Ward:
    """The detectors of one camera; one that raises is left out for a minute and disturbs nobody else."""

    def __init__(self, camera_id: str, detectors: Sequence[Detector], status: CameraStatus) -> None:
        self._camera_id = camera_id
        self._detectors = detectors
        self._status = status
        self._until: dict[int, float] = {}

    def observe(self, frame: Frame) -> list[tuple[Observation, str]]:
        """What the detectors say of the frame, each with the detector's version."""
        found: list[tuple[Observation, str]] = []
        for index, detector in enumerate(self._detectors):
            if frame.monotonic < self._until.get(index, float("-inf")):
                continue
            try:
                found += [(observation, detector.version) for observation in detector.observe(frame)]
                self._recover(index, detector)
            except Exception as error:  # noqa: BLE001 - the ward supervises foreign code, which must not stop the ingest
                self._leave_out(index, detector, error, frame.monotonic)
        return found

    def reset(self) -> None:
        """The stream was interrupted: forget the backgrounds."""
        for index, detector in enumerate(self._detectors):
            try:
                detector.reset()
            except Exception as error:  # noqa: BLE001 - as above
                self._leave_out(index, detector, error, float("inf"))

    def _leave_out(self, index: int, detector: Detector, error: Exception, now: float) -> None:
        self._until[index] = now + RETRY_DETECTOR
        logger.exception("detector_failed", camera=self._camera_id, detector=detector.version)
        self._status.remark(f"detector-{index}", ("detector", f"{detector.version}: {type(error).__name__}: {error}"))

    def _recover(self, index: int, detector: Detector) -> None:
        if self._until.pop(index, None) is not None:
            logger.info("detector_recovered", camera=self._camera_id, detector=detector.version)
            self._status.remark(f"detector-{index}", None)


class Analysis:
    """Analyses the packets of one connection; used by the camera's thread only."""

    def __init__(
        self,
        camera_id: str,
        asked: Rate,
        ward: Ward,
        desk: AlertDesk,
        show_jpeg: Callable[[bytes, Frame], None],
    ) -> None:
        self._camera_id = camera_id
        self._asked = asked
        self._sampler = Sampler(asked)
        self._ward = ward
        self._desk = desk
        self._show_jpeg = show_jpeg
        self._info: StreamInfo | None = None
        self._rate: Rate = asked
        self._decoder: FrameDecoder | None = None
        self._shown = float("-inf")

    def begin(self, info: StreamInfo) -> None:
        """A new connection, or a stream whose picture has changed."""
        self._info = info
        self._decoder = None
        self._ward.reset()

    def push(self, packet: Packet, *, gop_seconds: float | None, jpeg: bool) -> None:
        """Take the next packet; ``jpeg``: a viewer wants single pictures now."""
        frame = self._decode(packet, decoding_rate(self._asked, jpeg=jpeg))
        if frame is None:
            return
        if self._sampler.takes(keyframe=frame.keyframe, monotonic=frame.monotonic, gop_seconds=gop_seconds):
            self._desk.observe(
                self._ward.observe(frame),
                monotonic=frame.monotonic,
                captured_at=frame.captured_at,
                picture=partial(encode_jpeg, frame),
            )
        if jpeg and frame.monotonic - self._shown >= 0.9 / JPEG_RATE:
            self._shown = frame.monotonic
            self._show_jpeg(encode_jpeg(frame), frame)

    def _decode(self, packet: Packet, rate: Rate) -> Frame | None:
        if self._info is None:
            return None
        if packet.info_changed is not None:
            self.begin(packet.info_changed)
        if self._decoder is None or (rate != self._rate and packet.keyframe):
            self._rate = rate  # a decoder starts at a keyframe, so a new rate waits for one
            self._decoder = FrameDecoder(self._camera_id, self._info, rate)
        return self._decoder.push(packet)
