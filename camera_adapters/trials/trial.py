"""Trial of a specification: the live pipeline over recorded packets, whose alerts are listed and call nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from time import monotonic

from camera_adapters.alerts.dispatcher import Sender
from camera_adapters.alerts.episode import Moment
from camera_adapters.analysis.pipeline import Outputs, Pipeline, PipelineSetup
from camera_adapters.base.ids import numbered_ids
from camera_adapters.detectors.site import Site
from camera_adapters.messages import AlertMessage, Phase, TrialAlert, TrialRequest
from camera_adapters.recording.replay import recorded_files, replay
from camera_adapters.video.packets import Packet

MOST_ALERTS = 500
"""What raises more in an hour needs no counting."""
NEW_BEGINNING = 5.0
"""Seconds without a recorded picture after which the camera was away: detectors begin anew, as they did then."""
TELL_EVERY = 0.5


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a trial is: share of the range, recorded seconds looked at, alerts so far."""

    share: float
    seconds: float
    alerts: tuple[TrialAlert, ...]


class RaisedAlerts:
    """A publisher that keeps what would have been raised."""

    def __init__(self) -> None:
        self.alerts: list[TrialAlert] = []

    def publish(self, message: AlertMessage, jpeg: bytes | None = None) -> None:  # noqa: ARG002 - as ``Publisher`` has it
        if message.phase is Phase.RAISED and len(self.alerts) < MOST_ALERTS:
            values = message.model_dump(include={"kind", "zone", "score", "value", "unit", "box"})
            self.alerts.append(TrialAlert(at=message.captured_at, **values))


class Trial:
    """One run; used by one thread. Raises ``AdapterError`` where the specification cannot be run."""

    def __init__(self, request: TrialRequest, root: Path, site: Site) -> None:
        self._request = request
        self._site = site
        self._files = recorded_files(root, request.spec.id, request.spec.record, request.start, request.end)
        self._raised = RaisedAlerts()
        self._seconds = 0.0
        self._at: datetime = request.start

    def run(self, tell: Callable[[Progress], None], stopped: Callable[[], bool]) -> Progress:
        """Look at everything; ``tell`` hears how far it is twice a second. Ends early when ``stopped``."""
        pipeline, info, told = self._pipeline(), None, float("-inf")
        for each in replay(self._files, self._request.start, self._request.end):
            if stopped():
                break
            pause = self._advance(each.packet)
            if info is None or pause > NEW_BEGINNING or replace(each.info, fps=info.fps) != info:
                info = each.info
                pipeline.begin(info)
            pipeline.pass_until(Moment(each.packet.monotonic, each.packet.captured_at))
            pipeline.take(each.packet)
            if monotonic() - told >= TELL_EVERY:
                told = monotonic()
                tell(self._progress())
        return self._progress()

    def _pipeline(self) -> Pipeline:
        spec = self._request.spec
        setup, outputs = PipelineSetup.of(spec, self._site), Outputs(self._raised)
        sender = Sender("trial", 0, spec.id)
        return Pipeline(spec, setup, sender, outputs, new_id=numbered_ids(), now=lambda: self._at)

    def _advance(self, packet: Packet) -> float:
        """The seconds since the picture before."""
        pause = (packet.captured_at - self._at).total_seconds()
        self._seconds += min(max(pause, 0.0), NEW_BEGINNING)
        self._at = packet.captured_at
        return pause

    def _progress(self) -> Progress:
        whole = (self._request.end - self._request.start).total_seconds()
        share = (self._at - self._request.start).total_seconds() / whole if whole > 0 else 1.0
        return Progress(min(1.0, max(0.0, share)), round(self._seconds, 1), tuple(self._raised.alerts))
