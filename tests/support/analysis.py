"""The pipeline of a camera before recorded packets or pictures, without the wall's pace: what it tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from camera_adapters.alerts.dispatcher import Sender
from camera_adapters.analysis.pipeline import Outputs, Pipeline, PipelineSetup
from camera_adapters.base.ids import numbered_ids
from camera_adapters.detectors.site import Site
from camera_adapters.messages import AlertMessage, CameraSpec, Phase
from camera_adapters.video.frames import Frame
from camera_adapters.video.packets import Packet, StreamInfo
from tests.support.clips import NOON, read

NOWHERE = Site()
"""No time zone of its own, and no object network."""


class Post:
    """Keeps what is published."""

    def __init__(self) -> None:
        self.sent: list[AlertMessage] = []

    def publish(self, message: AlertMessage, jpeg: bytes | None = None) -> None:
        self.sent.append(message)


def pipeline(spec: CameraSpec, post: Post, site: Site = NOWHERE) -> Pipeline:
    """The camera's pipeline, telling ``post`` alone."""
    setup, sender = PipelineSetup.of(spec, site), Sender("box-0", 1, spec.id)
    return Pipeline(spec, setup, sender, Outputs(post), new_id=numbered_ids(), now=lambda: NOON)


def tell(spec: CameraSpec, frames: Iterable[Frame], site: Site = NOWHERE) -> list[tuple[float, AlertMessage]]:
    """Everything that is told of the frames of a camera that was started at 1000 s, with its second."""
    post, found = Post(), []
    looking = pipeline(spec, post, site)
    for frame in frames:
        looking.take_frame(frame)
        found += [(frame.monotonic - 1000.0, message) for message in post.sent]
        post.sent.clear()
    return found


def raised(spec: CameraSpec, path: Path, seconds: float) -> list[str]:
    """Kinds that are raised while the clip plays again and again for this long."""
    info, packets = read(path)
    post = Post()
    looking = pipeline(spec, post)
    looking.begin(info)
    for packet in looped(info, packets, seconds):
        looking.take(packet)
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
