"""A candidate specification over what was recorded: the live pipeline on yesterday's pictures, telling nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import monotonic

from camera_adapters.alerts.dispatcher import AlertDispatcher, Sender
from camera_adapters.analysis.stream_analysis import DetectorRunner, FrameAnalysis, StreamAnalysis
from camera_adapters.base.ids import numbered_ids
from camera_adapters.camera.health import CameraStatus
from camera_adapters.detectors.features.frame_features import FeatureExtractor
from camera_adapters.detectors.site import Site
from camera_adapters.detectors.table import build_detectors, build_rules
from camera_adapters.messages import AlertMessage, Phase, TrialAlert, TrialRequest
from camera_adapters.recording.replay import Replayed, recorded_files, replay
from camera_adapters.video.frames import Frame
from camera_adapters.video.gop import GopMeter

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
        """Take a message."""
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
        request = self._request
        analysis, dispatcher = self._pipeline()
        gop, info, told = GopMeter(), None, float("-inf")
        for each in replay(self._files, request.start, request.end):
            if stopped():
                break
            pause = self._advance(each, dispatcher)
            if info is None or pause > NEW_BEGINNING or each.info != info:
                info, gop = each.info, GopMeter()
                analysis.begin(info)
            packet = each.packet
            gop.push(keyframe=packet.keyframe, at=packet.monotonic)
            analysis.push(packet, gop_seconds=gop.seconds, jpeg=False)
            if monotonic() - told >= TELL_EVERY:
                told = monotonic()
                tell(self._progress())
        return self._progress()

    def _pipeline(self) -> tuple[StreamAnalysis, AlertDispatcher]:
        spec, sender = self._request.spec, Sender("trial", 0, self._request.spec.id)
        dispatcher = AlertDispatcher(
            sender, build_rules(spec), self._raised, new_id=numbered_ids(), now=lambda: self._at
        )
        runner = DetectorRunner(
            spec.id, build_detectors(spec, self._site), CameraStatus().remark, FeatureExtractor(spec.zones)
        )
        return StreamAnalysis(spec.id, spec.analysis_fps, FrameAnalysis(runner, dispatcher), _show_nobody), dispatcher

    def _advance(self, each: Replayed, dispatcher: AlertDispatcher) -> float:
        """Let time pass as the control thread does; the seconds since the picture before."""
        packet = each.packet
        pause = (packet.captured_at - self._at).total_seconds()
        self._seconds += min(max(pause, 0.0), NEW_BEGINNING)
        if int(packet.monotonic) != int(self._at.timestamp()):
            dispatcher.tick(lost=False, monotonic=packet.monotonic, captured_at=packet.captured_at)
        self._at = packet.captured_at
        return pause

    def _progress(self) -> Progress:
        whole = (self._request.end - self._request.start).total_seconds()
        share = (self._at - self._request.start).total_seconds() / whole if whole > 0 else 1.0
        return Progress(min(1.0, max(0.0, share)), round(self._seconds, 1), tuple(self._raised.alerts))


def _show_nobody(_jpeg: bytes, _frame: Frame) -> None:
    return
