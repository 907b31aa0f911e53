"""Clips in a loop before the detectors of a camera, without a network between: pictures in memory, alerts counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import takewhile
from pathlib import Path
from time import thread_time

from camera_adapters.alerts.dispatcher import Sender
from camera_adapters.analysis.pipeline import Outputs, Pipeline, PipelineSetup
from camera_adapters.base.ids import numbered_ids
from camera_adapters.detectors.objects.network import ObjectNetwork
from camera_adapters.detectors.site import Site
from camera_adapters.evaluation.clips import START, ClipFile, ClipFrame, Part
from camera_adapters.messages import AlertMessage, CameraSpec, Phase
from camera_adapters.video.decoding import Rate
from camera_adapters.video.frames import Frame


@dataclass(slots=True)
class AlertCounter:
    """Counts the alerts that are raised (see ``alerts.dispatcher.Publisher``)."""

    raised: Counter[str] = field(default_factory=Counter)

    def publish(self, message: AlertMessage, jpeg: bytes | None = None) -> None:
        """Count it."""
        del jpeg
        self.raised[message.kind] += message.phase is Phase.RAISED


def pictures(path: Path, rate: Rate, until: float) -> list[ClipFrame]:
    """What a camera's detectors would see of the first ``until`` seconds of a clip."""
    clip = ClipFile(path, None, rate).shown(free=0.0, warm_up=0.0)
    return list(takewhile(lambda shown: shown.part is Part.CLIP and shown.at <= until, clip))


def looped(clip: Sequence[ClipFrame], seconds: float, start: int = 0) -> Iterator[Frame]:
    """The pictures again and again for so long, beginning with number ``start``."""
    step = (clip[-1].at - clip[0].at) / (len(clip) - 1)
    for number in range(int(seconds / step)):
        at = number * step
        shown = clip[(start + number) % len(clip)]
        yield replace(shown.frame, monotonic=1000.0 + at, captured_at=START + timedelta(seconds=at))


def watch(
    spec: CameraSpec,
    frames: Iterator[Frame],
    network: ObjectNetwork | None = None,
    now: Callable[[], float] = thread_time,
) -> tuple[float, Counter[str]]:
    """Seconds of one core that all detectors and the policy took, and the alerts raised by kind."""
    counter = AlertCounter()
    setup, sender = PipelineSetup.of(spec, Site(network=network)), Sender("bench", 0, spec.id)
    pipeline = Pipeline(spec, setup, sender, Outputs(counter), new_id=numbered_ids(), now=lambda: START)
    begun = now()
    for frame in frames:
        pipeline.take_frame(frame)
    return now() - begun, counter.raised
