"""Packets of one camera → decoded frames → detectors → the alert desk, and single pictures for viewers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import MappingProxyType

import structlog

from camera_adapters.alerts.dispatcher import AlertDispatcher
from camera_adapters.detectors.base import Detector, Observation
from camera_adapters.detectors.features.frame_features import FeatureExtractor
from camera_adapters.video.decoding import EARLY, FrameDecoder, Rate, encode_jpeg
from camera_adapters.video.frames import Frame
from camera_adapters.video.packets import Packet, StreamInfo

JPEG_RATE = 2.0
"""Single pictures a second for a page that cannot play the stream."""
LONG_GOP_SECONDS = 4.0
LONG_GOP_RATE = 1.0
"""Where keyframes are further apart than that everything is decoded, and this many frames a second are looked at."""
RETRY_DETECTOR = 60.0
"""Seconds for which a detector that failed is left out."""
Remark = Callable[[str, tuple[str, str] | None], None]
"""Sets or takes back, under a key, a reason and its detail that hold although pictures arrive."""
logger = structlog.get_logger(__name__)


def detection_rate(asked: Rate, gop_seconds: float | None) -> Rate:
    """What the detectors see: as asked, but not only keyframes where those are too rare to see anything in time."""
    return LONG_GOP_RATE if asked == "keyframes" and (gop_seconds or 0.0) > LONG_GOP_SECONDS else asked


def decoding_rate(detection: Rate, *, jpeg: bool) -> Rate:
    """At which rate to decode, so that a viewer of single pictures has enough of them too."""
    if not jpeg:
        return detection
    return JPEG_RATE if detection == "keyframes" else max(detection, JPEG_RATE)


class Sampler:
    """Which decoded frames the detectors see: the same ones, whether or not a viewer has more of them decoded."""

    def __init__(self) -> None:
        self._next = 0.0

    def takes(self, frame: Frame, rate: Rate) -> bool:
        """Whether this frame is for the detectors."""
        if rate == "keyframes":
            return frame.keyframe
        interval = 1.0 / rate
        if frame.monotonic < self._next - interval * EARLY:
            return False
        self._next += interval
        if self._next < frame.monotonic:
            self._next = frame.monotonic + interval
        return True


class CodedSize:
    """How much the coded pictures between two frames carry; keyframes repeat the whole picture and say nothing."""

    def __init__(self) -> None:
        self._bytes = self._count = 0

    def push(self, size: int, *, keyframe: bool) -> None:
        """Take the next coded picture's size in bytes."""
        if not keyframe:
            self._bytes += size
            self._count += 1

    def take(self) -> float:
        """Mean bytes since the last call."""
        mean = self._bytes / max(1, self._count)
        self._bytes = self._count = 0
        return mean


class DetectorRunner:
    """The detectors of one camera; one that raises is left out for a minute and disturbs nobody else."""

    def __init__(
        self, camera_id: str, detectors: Sequence[Detector], remark: Remark, extractor: FeatureExtractor | None = None
    ) -> None:
        self._camera_id = camera_id
        self._extractor = extractor or FeatureExtractor()
        self._detectors = detectors
        self._remark = remark
        self._until: dict[int, float] = {}

    def observe(self, frame: Frame) -> list[Observation]:
        """What the detectors say of the frame, each with the detector's version."""
        found: list[Observation] = []
        features = self._extractor.extract(frame)
        for index, detector in enumerate(self._detectors):
            if frame.monotonic < self._until.get(index, float("-inf")):
                continue
            try:
                found += [replace(seen, detector=detector.version) for seen in detector.observe(features)]
                self._recover(index, detector)
            except Exception as error:  # noqa: BLE001 - the ward supervises foreign code, which must not stop the ingest
                self._leave_out(index, detector, error, frame.monotonic)
        return found

    def reset(self) -> None:
        """The stream was interrupted: forget the backgrounds."""
        self._extractor.reset()
        for index, detector in enumerate(self._detectors):
            try:
                detector.reset()
            except Exception as error:  # noqa: BLE001 - as above
                self._leave_out(index, detector, error, float("inf"))

    def _leave_out(self, index: int, detector: Detector, error: Exception, now: float) -> None:
        self._until[index] = now + RETRY_DETECTOR
        logger.exception("detector_failed", camera=self._camera_id, detector=detector.version)
        self._remark(f"detector-{index}", ("detector", f"{detector.version}: {type(error).__name__}: {error}"))

    def _recover(self, index: int, detector: Detector) -> None:
        if self._until.pop(index, None) is not None:
            logger.info("detector_recovered", camera=self._camera_id, detector=detector.version)
            self._remark(f"detector-{index}", None)


class FrameAnalysis:
    """One sampled frame through the detectors to the alert desk: the same for a live camera and for a recording.

    ``listen`` hears every observation as it goes to the desk.
    """

    def __init__(
        self,
        runner: DetectorRunner,
        dispatcher: AlertDispatcher,
        listen: Callable[[Frame, Sequence[Observation]], None] | None = None,
    ) -> None:
        self._runner = runner
        self._dispatcher = dispatcher
        self._listen = listen

    def take(self, frame: Frame, *, vetoed: Mapping[str, str] = MappingProxyType({})) -> None:
        """Look at a frame; ``vetoed``: kinds that must not count now, each with the reason."""
        found = self._runner.observe(frame)
        if vetoed:
            found = [replace(seen, veto=vetoed.get(seen.kind, seen.veto)) for seen in found]
        if self._listen is not None:
            self._listen(frame, found)
        self._dispatcher.observe(
            found, monotonic=frame.monotonic, captured_at=frame.captured_at, picture=partial(encode_jpeg, frame)
        )

    def reset(self) -> None:
        """The stream was interrupted: forget the backgrounds."""
        self._runner.reset()


class StreamAnalysis:
    """Analyses the packets of one connection; used by the camera's thread only."""

    def __init__(
        self,
        camera_id: str,
        asked: Rate,
        frame_analysis: FrameAnalysis,
        show_jpeg: Callable[[bytes, Frame], None],
    ) -> None:
        self._camera_id = camera_id
        self._asked = asked
        self._sampler = Sampler()
        self._carried = CodedSize()
        self._frame_analysis = frame_analysis
        self._show_jpeg = show_jpeg
        self._info: StreamInfo | None = None
        self._rate: Rate = asked
        self._decoder: FrameDecoder | None = None
        self._shown = float("-inf")

    def begin(self, info: StreamInfo) -> None:
        """A new connection, or a stream whose picture has changed."""
        self._info = info
        self._decoder = None
        self._carried = CodedSize()
        self._frame_analysis.reset()

    def push(self, packet: Packet, *, gop_seconds: float | None, jpeg: bool) -> None:
        """Take the next packet; ``jpeg``: a viewer wants single pictures now."""
        rate = detection_rate(self._asked, gop_seconds)
        frame = self._decode(packet, decoding_rate(rate, jpeg=jpeg))
        self._carried.push(packet.data.size, keyframe=packet.keyframe)
        if frame is None:
            return
        if self._sampler.takes(frame, rate):
            self._frame_analysis.take(replace(frame, carried=self._carried.take()))
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
