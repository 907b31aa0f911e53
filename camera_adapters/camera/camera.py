"""One camera: its connections, its analysis, its alerts and its health."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import monotonic

import structlog

from camera_adapters.alerts.dispatcher import AlertDesk, Sender
from camera_adapters.alerts.policy import AlertPolicy
from camera_adapters.alerts.rules import RuleBook
from camera_adapters.analysis.detector_view import DetectorView
from camera_adapters.analysis.stream_analysis import Analysis, Examination, Ward
from camera_adapters.base.errors import AdapterError
from camera_adapters.camera.dependencies import CameraTools
from camera_adapters.camera.feed import Feed
from camera_adapters.camera.feed_plan import plan_feeds
from camera_adapters.camera.health import OFFLINE_AFTER, CameraStatus, HealthTeller, is_lost, judge
from camera_adapters.detectors.base import Detector
from camera_adapters.detectors.features.frame_features import Sight
from camera_adapters.messages import CameraHealth, CameraSpec, Link
from camera_adapters.video.frames import Frame

logger = structlog.get_logger(__name__)


class CameraWorker:
    """Runs one camera until stopped; ``tick`` and ``health`` are called by the control thread."""

    def __init__(
        self, spec: CameraSpec, epoch: int, tools: CameraTools, clock: Callable[[], float] = monotonic
    ) -> None:
        self.spec = spec
        self.epoch = epoch
        self.teller = HealthTeller()
        self._tools = tools
        self._clock = clock
        self._status = CameraStatus(clock)
        detectors, rules = self._configure()
        policy = AlertPolicy(rules, tools.new_id)
        self._desk = AlertDesk(Sender(tools.adapter, epoch, spec.id), policy, tools.publisher, now=tools.now)
        ward = Ward(spec.id, detectors, self._status.remark, Sight(spec.zones))
        view = DetectorView(spec, detectors, rules, self._view_wanted, partial(tools.live.publish_view, spec.id))
        examination = Examination(ward, self._desk, view.hear)
        analysis = Analysis(spec.id, spec.analysis_fps, examination, self._show_jpeg)
        self._feeds = [
            Feed(plan, spec, epoch, self._status, analysis if plan.analysed else None, tools)
            for plan in plan_feeds(spec)
        ]

    def start(self) -> None:
        """Start a thread for each connection."""
        for feed in self._feeds:
            feed.thread.start()

    def stop(self) -> None:
        """Ask the threads to end; returns at once."""
        for feed in self._feeds:
            feed.stop()

    def join(self, timeout: float) -> bool:
        """Wait until the files are closed; False when a thread still hangs in its source after ``timeout`` seconds."""
        deadline = self._clock() + timeout
        for feed in self._feeds:
            if feed.thread.is_alive():
                feed.thread.join(max(0.0, deadline - self._clock()))
        return not any(feed.thread.is_alive() for feed in self._feeds)

    def tick(self) -> None:
        """About once a second: let the policy's time pass and say when the camera is lost."""
        now = self._clock()
        lost = is_lost(self._status.snapshot, now)
        self._desk.tick(lost=lost, monotonic=now, captured_at=self._tools.now())

    @property
    def desk(self) -> AlertDesk:
        """Where its alerts are decided."""
        return self._desk

    def health(self) -> CameraHealth:
        """The state of the camera now."""
        snapshot = self._status.snapshot
        link = judge(snapshot, self._clock())
        reason, detail = snapshot.reason, snapshot.detail
        if reason is None and self._status.note is not None:
            reason, detail = self._status.note
        if reason is None and link is Link.OFFLINE:
            reason, detail = "silent", f"no packet for {OFFLINE_AFTER:.0f} s"
        if reason is None:
            reason = next(iter(self._desk.conditions), None)
        return CameraHealth(
            adapter=self._tools.adapter,
            epoch=self.epoch,
            camera_id=self.spec.id,
            link=link,
            faults=self._desk.faults,
            reason=reason,
            detail=detail,
            last_frame_at=snapshot.last_packet_at,
            reconnects=snapshot.reconnects,
            streams=self._status.streams,
            at=self._tools.now(),
        )

    def _configure(self) -> tuple[list[Detector], RuleBook]:
        """The camera's detectors and rules; a wrong setting costs this camera's analysis, never its picture."""
        try:
            return self._tools.build_detectors(self.spec), self._tools.rules(self.spec)
        except AdapterError as error:
            logger.warning("detector_setting", camera=self.spec.id, error=str(error))
            self._status.remark("settings", ("detector", str(error)))
            return [], RuleBook()

    def _view_wanted(self) -> bool:
        return self._tools.wants.active(self.spec.id, "view", self._tools.now())

    def _show_jpeg(self, jpeg: bytes, frame: Frame) -> None:
        self._tools.live.publish_jpeg(self.spec.id, jpeg, frame.captured_at)
