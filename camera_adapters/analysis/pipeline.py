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
"""How often time passes: the control thread of a worker ticks its cameras once a second."""
MOST_TICKS = 60
"""Ticks between two recorded pictures, however far apart they are: a time lapse has one in a quarter of an hour."""


@dataclass(frozen=True, slots=True)
class PipelineSetup:
    """What a specification makes of a site: detectors without memory, their rules and what they see a frame through."""

    detectors: Sequence[Detector]
    rules: RuleBook
    extractor: FeatureExtractor

    @classmethod
    def of(cls, spec: CameraSpec, site: Site) -> PipelineSetup:
        """As the specification says; ``DetectorSettingError`` where it says something wrong."""
        return cls(build_detectors(spec, site), build_rules(spec), FeatureExtractor(spec.zones))

    @classmethod
    def blind(cls, spec: CameraSpec) -> PipelineSetup:
        """No detectors: for a camera whose settings are wrong, which is still shown and recorded."""
        return cls((), RuleBook(), FeatureExtractor(spec.zones))


def _unheard(*_: object) -> None:
    return


@dataclass(frozen=True, slots=True)
class Outputs:
    """Who hears what of a pipeline; called by the thread that feeds it."""

    publisher: Publisher
    """Takes the alerts; also called by the thread that lets time pass."""
    remark: Remark = _unheard
    """Hears of detectors that fail."""
    observations: Callable[[Frame, Sequence[Observation]], None] = _unheard
    """Hears every observation before the policy does."""
    picture: Callable[[bytes, Frame], None] = _unheard
    """Takes single pictures, as JPEG, while ``take`` is told that somebody wants them."""


class Pipeline:
    """One camera's; ``begin`` and the ``take`` methods belong to one thread, time may be let pass by another.

    ``now`` is when alerts are published, UTC; ``new_id`` makes the identifiers of episodes and their steps.
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
        """A new connection, or a stream whose picture has changed: detectors forget what they saw."""
        self._info = info
        self._ticks_a_second = info.time_base.denominator / info.time_base.numerator
        self._decoder = None
        self._carried = CodedSize()
        self._gop = GopMeter()
        self._runner.reset()

    def take(self, packet: Packet, *, jpeg: bool = False) -> None:
        """Take the next packet; ``jpeg``: a viewer wants single pictures now."""
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
        """Look at a sampled frame; ``vetoed``: kinds that must not count now, each with the reason."""
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
        """Let time pass, about once a second, also while no picture comes; ``lost``: there has been none for long."""
        self.alerts.tick(lost=lost, monotonic=moment.monotonic, captured_at=moment.captured_at)

    def pass_until(self, moment: Moment) -> None:
        """Let the time before the next recorded picture pass, as the control thread does live."""
        if self._passed is None:
            self._passed = moment
        for passed in ticks_between(self._passed, moment):
            self.pass_time(passed)
            self._passed = passed


def ticks_between(last: Moment, until: Moment) -> Iterator[Moment]:
    """When time passes after the last tick and before ``until``."""
    gap = until.monotonic - last.monotonic
    step = max(TICK_SECONDS, gap / MOST_TICKS)
    number = 1
    while number * step < gap:
        passed = (until.captured_at - last.captured_at) * (number * step / gap)
        yield Moment(last.monotonic + number * step, last.captured_at + passed)
        number += 1
