"""Pipeline of one camera: packets are decoded and sampled, detectors look at frames, the alert policy raises alerts.

It is assembled here and nowhere else: a live camera, a trial over what was recorded and the evaluation of labelled
recordings run the same code, so that the same packets raise the same alerts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from types import MappingProxyType
from uuid import UUID

from camera_adapters.alerts.dispatcher import AlertDispatcher, Publisher, Sender
from camera_adapters.alerts.episode import Moment
from camera_adapters.alerts.observation import Observation
from camera_adapters.alerts.rules import RuleBook
from camera_adapters.analysis.detector_runner import DetectorRunner, Remark
from camera_adapters.analysis.sampling import JPEG_RATE, CodedSize, Sampler, decoding_rate, detection_rate
from camera_adapters.detectors.base import Detector
from camera_adapters.detectors.features.frame_features import FeatureExtractor
from camera_adapters.detectors.site import Site
from camera_adapters.detectors.table import build_detectors, build_rules
from camera_adapters.messages import CameraSpec
from camera_adapters.video.decoding import FrameDecoder, Rate, encode_jpeg
from camera_adapters.video.frames import Frame
from camera_adapters.video.packets import Packet, StreamInfo
from common.gop import GopMeter

TICK_SECONDS = 1.0
"""Seconds between two calls of ``pass_time``: the control thread of a worker ticks its cameras once a second."""
MOST_TICKS = 60
"""Most ticks between two recorded pictures: those of a time lapse may lie a quarter of an hour apart."""


@dataclass(frozen=True, slots=True)
class PipelineSetup:
    """What a camera's specification asks for: its detectors, their alert rules and the extractor of their features.

    All three keep what they have learned of one picture, so each pipeline needs a setup of its own.
    """

    detectors: Sequence[Detector]
    rules: RuleBook
    extractor: FeatureExtractor

    @classmethod
    def of(cls, spec: CameraSpec, site: Site) -> PipelineSetup:
        """Detectors and rules as the specification says.

        Args:
            spec: The camera. Its detectors name zones and gauges of its own.
            site: Time zone and object network, shared by all cameras of the worker.

        Raises:
            DetectorSettingError: a kind of detector, a setting or a zone that does not exist or does not fit.
        """
        return cls(build_detectors(spec, site), build_rules(spec), FeatureExtractor(spec.zones))

    @classmethod
    def blind(cls, spec: CameraSpec) -> PipelineSetup:
        """No detectors: for a camera whose settings are wrong, which is still shown and recorded."""
        return cls((), RuleBook(), FeatureExtractor(spec.zones))


def _unheard(*_: object) -> None:
    return


@dataclass(frozen=True, slots=True)
class Outputs:
    """Receivers of what a pipeline finds. They are called by the thread that feeds it, and must not block."""

    publisher: Publisher
    """Takes the alerts; also called by the thread that calls ``pass_time``."""
    remark: Remark = _unheard
    """Is told when a detector fails and when it works again."""
    observations: Callable[[Frame, Sequence[Observation]], None] = _unheard
    """Gets every observation of a frame, before the alert policy does."""
    picture: Callable[[bytes, Frame], None] = _unheard
    """Gets single pictures as JPEG, about ``JPEG_RATE`` a second, while ``take`` is called with ``jpeg``."""


class Pipeline:
    """Decoding, sampling, detectors and alert policy of one camera.

    ``begin``, ``take`` and ``take_frame`` belong to one thread; ``pass_time`` may be called by another. The pipeline
    holds one decoder and keeps no frame.

    Args:
        spec: The camera; ``analysis_fps`` is how many frames a second detectors look at.
        setup: Detectors, rules and extractor; they belong to this pipeline from now on.
        sender: Adapter, epoch and camera that stand in every alert.
        outputs: Who receives alerts, remarks, observations and pictures.
        new_id: Makes the identifiers of episodes and of their steps.
        now: When an alert is published, aware UTC.
    """

    def __init__(
        self,
        spec: CameraSpec,
        setup: PipelineSetup,
        sender: Sender,
        outputs: Outputs,
        *,
        new_id: Callable[[], UUID],
        now: Callable[[], datetime],
    ) -> None:
        self.alerts = AlertDispatcher(sender, setup.rules, outputs.publisher, new_id=new_id, now=now)
        self._camera_id = spec.id
        self._asked: Rate = spec.analysis_fps
        self._runner = DetectorRunner(spec.id, setup.detectors, setup.extractor, outputs.remark)
        self._outputs = outputs
        self._sampler = Sampler()
        self._carried = CodedSize()
        self._gop = GopMeter()
        self._info: StreamInfo | None = None
        self._ticks_a_second = 1.0
        self._rate: Rate = spec.analysis_fps
        self._decoder: FrameDecoder | None = None
        self._shown = float("-inf")
        self._passed: Moment | None = None

    # ------------------------------------------------------------ pictures

    def begin(self, info: StreamInfo) -> None:
        """Start on a new connection, or on a picture that has changed: detectors forget what they saw.

        Call it before the first ``take``; until then packets are not decoded.
        """
        self._info = info
        self._ticks_a_second = info.time_base.denominator / info.time_base.numerator
        self._decoder = None
        self._carried = CodedSize()
        self._gop = GopMeter()
        self._runner.reset()

    def take(self, packet: Packet, *, jpeg: bool = False) -> None:
        """Decode the next packet and look at its frame when one is due.

        Args:
            packet: The next one in decode order. Where it carries ``info_changed``, ``begin`` is called with that.
            jpeg: A viewer wants single pictures now: more frames are decoded, and ``outputs.picture`` gets them.

        A damaged picture raises nothing: the decoder goes on at the next keyframe. A detector that fails is reported to
        ``outputs.remark`` and does not stop the others.
        """
        if packet.info_changed is not None:
            self.begin(packet.info_changed)
        self._gop.push(keyframe=packet.keyframe, at=packet.dts / self._ticks_a_second)
        rate = detection_rate(self._asked, self._gop.seconds)
        frame = self._decode(packet, decoding_rate(rate, jpeg=jpeg))
        self._carried.push(packet.data.size, keyframe=packet.keyframe)
        if frame is None:
            return
        if self._sampler.takes(frame, rate):
            self.take_frame(replace(frame, carried=self._carried.take()))
        if jpeg and frame.monotonic - self._shown >= 0.9 / JPEG_RATE:
            self._shown = frame.monotonic
            self._outputs.picture(encode_jpeg(frame), frame)

    def take_frame(self, frame: Frame, *, vetoed: Mapping[str, str] = MappingProxyType({})) -> None:
        """Let the detectors look at one frame and the policy decide.

        Args:
            frame: Its planes need to be valid only until this call returns.
            vetoed: Kinds of hazard that must not count in this frame, each with its reason.
        """
        found = self._runner.observe(frame)
        if vetoed:
            found = [replace(seen, veto=vetoed.get(seen.kind, seen.veto)) for seen in found]
        self._outputs.observations(frame, found)
        self.alerts.observe(
            found, monotonic=frame.monotonic, captured_at=frame.captured_at, picture=partial(encode_jpeg, frame)
        )

    def _decode(self, packet: Packet, rate: Rate) -> Frame | None:
        if self._info is None:
            return None
        if self._decoder is None or (rate != self._rate and packet.keyframe):
            self._rate = rate  # a decoder starts at a keyframe, so a new rate waits for one
            self._decoder = FrameDecoder(self._camera_id, self._info, rate)
        return self._decoder.push(packet)

    # ------------------------------------------------------------ time

    def pass_time(self, moment: Moment, *, lost: bool = False) -> None:
        """Let the policy's time pass; call it about once a second, also while no picture comes.

        Args:
            moment: The present on both clocks, monotonic seconds and UTC.
            lost: No packet has come for so long that the camera counts as lost.
        """
        self.alerts.tick(lost=lost, monotonic=moment.monotonic, captured_at=moment.captured_at)

    def pass_until(self, moment: Moment) -> None:
        """Let the time up to the next recorded picture pass in ticks, as the control thread of a live camera does."""
        if self._passed is None:
            self._passed = moment
        for passed in ticks_between(self._passed, moment):
            self.pass_time(passed)
            self._passed = passed


def ticks_between(last: Moment, until: Moment) -> Iterator[Moment]:
    """Moments of the ticks after ``last`` and before ``until``, one a second and at most ``MOST_TICKS``."""
    gap = until.monotonic - last.monotonic
    step = max(TICK_SECONDS, gap / MOST_TICKS)
    number = 1
    while number * step < gap:
        passed = (until.captured_at - last.captured_at) * (number * step / gap)
        yield Moment(last.monotonic + number * step, last.captured_at + passed)
        number += 1
