"""A clip in a loop through decoder, detectors and policy, without the wall's pace."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from camera_adapters.alerts.dispatcher import AlertDispatcher, Sender
from camera_adapters.analysis.stream_analysis import DetectorRunner, FrameAnalysis, StreamAnalysis
from camera_adapters.base.ids import numbered_ids
from camera_adapters.camera.health import CameraStatus
from camera_adapters.detectors.features.frame_features import FeatureExtractor
from camera_adapters.detectors.site import Site
from camera_adapters.detectors.table import build_detectors, build_rules
from camera_adapters.messages import AlertMessage, CameraSpec, Phase
from camera_adapters.video.gop import GopMeter
from camera_adapters.video.packets import Packet, StreamInfo
from tests.support.clips import NOON, read


class Post:
    """Keeps what is published."""

    def __init__(self) -> None:
        self.sent: list[AlertMessage] = []

    def publish(self, message: AlertMessage, jpeg: bytes | None = None) -> None:
        self.sent.append(message)


def raised(spec: CameraSpec, path: Path, seconds: float) -> list[str]:
    """Kinds that are raised while the clip plays again and again for this long."""
    info, packets = read(path)
    post = Post()
    dispatcher = AlertDispatcher(
        Sender("box-0", 1, spec.id), build_rules(spec), post, new_id=numbered_ids(), now=lambda: NOON
    )
    runner = DetectorRunner(spec.id, build_detectors(spec, Site()), CameraStatus().remark, FeatureExtractor(spec.zones))
    analysis = StreamAnalysis(spec.id, spec.analysis_fps, FrameAnalysis(runner, dispatcher), lambda _jpeg, _frame: None)
    analysis.begin(info)
    gop = GopMeter()
    for packet in looped(info, packets, seconds):
        gop.push(keyframe=packet.keyframe, at=float(packet.dts * info.time_base))
        analysis.push(packet, gop_seconds=gop.seconds, jpeg=False)
    return [message.kind for message in post.sent if message.phase is Phase.RAISED]


def looped(info: StreamInfo, packets: list[Packet], seconds: float) -> Iterator[Packet]:
    """The packets again and again, as the source of files hands them out."""
    first, step = packets[0], packets[-1].dts - packets[-2].dts
    length = packets[-1].dts + step - first.dts
    tick = float(info.time_base)
    for offset in range(0, round(seconds / tick), length):
        for packet in packets:
            at = (packet.dts - first.dts + offset) * tick
            yield replace(
                packet,
                dts=packet.dts + offset,
                pts=packet.pts + offset,
                captured_at=first.captured_at + timedelta(seconds=at),
                monotonic=first.monotonic + at,
            )
