"""One camera: its connections, its analysis, its alerts and its health."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from time import monotonic

import structlog

from camera_adapters.alerts.dispatcher import Sender
from camera_adapters.alerts.episode import Moment
from camera_adapters.alerts.history import Key
from camera_adapters.analysis.detector_view import DetectorView
from camera_adapters.analysis.pipeline import Outputs, Pipeline, PipelineSetup
from camera_adapters.base.errors import AdapterError
from camera_adapters.camera.dependencies import CameraDependencies
from camera_adapters.camera.feed import Feed
from camera_adapters.camera.feed_plan import plan_feeds
from camera_adapters.camera.health import OFFLINE_AFTER, CameraStatus, is_lost, judge
from camera_adapters.messages import CameraHealth, CameraSpec, Lesson, Link, Stream
from camera_adapters.video.frames import Frame

logger = structlog.get_logger(__name__)


class Camera:
    """Runs one camera from ``start`` until ``stop``. Its methods belong to the control thread of the worker; pictures
    are handled by one thread for each connection, which the camera owns.

    Args:
        spec: What to run. A wrong detector setting is reported in ``health``; the camera is then shown and recorded
            without analysis.
        epoch: Fencing epoch of the lease; stands in every message and in the name of every recording.
        dependencies: What all cameras of the worker share; not closed here.
        clock: Monotonic seconds.
    """

    def __init__(
        self, spec: CameraSpec, epoch: int, dependencies: CameraDependencies, clock: Callable[[], float] = monotonic
    ) -> None:
        self.spec = spec
        self.epoch = epoch
        self._dependencies = dependencies
        self._clock = clock
        self._status = CameraStatus(clock)
        setup = self._setup()
        view = DetectorView(
            spec, setup.detectors, setup.rules, self._view_wanted, partial(dependencies.live.publish_view, spec.id)
        )
        self._pipeline = Pipeline(
            spec,
            setup,
            Sender(dependencies.adapter, epoch, spec.id),
            Outputs(dependencies.publisher, self._status.remark, view.hear, self._show_jpeg),
            new_id=dependencies.new_id,
            now=dependencies.now,
        )
        self._feeds = [
            Feed(plan, spec, epoch, self._status, self._pipeline if plan.analysed else None, dependencies)
            for plan in plan_feeds(spec)
        ]

    def start(self) -> None:
        """Start one thread for each connection; to be called once."""
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
        """Let the alert policy's time pass and tell it whether the camera is lost; call it about once a second."""
        now = self._clock()
        lost = is_lost(self._status.snapshot, now)
        self._pipeline.pass_time(Moment(now, self._dependencies.now()), lost=lost)

    def learn(self, known: Mapping[Key, Mapping[int, float]], lessons: Sequence[Lesson]) -> dict[Key, dict[int, float]]:
        """Exchange scores of other days with the store, as ``AlertDispatcher.learn`` does."""
        return self._pipeline.alerts.learn(known, lessons)

    def health(self) -> CameraHealth:
        """Link, faults and streams of the camera at this moment, as they are sent to the centre."""
        snapshot = self._status.snapshot
        link = judge(snapshot, self._clock())
        reason, detail = snapshot.reason, snapshot.detail
        if reason is None and self._status.note is not None:
            reason, detail = self._status.note
        if reason is None and link is Link.OFFLINE:
            reason, detail = "silent", f"no packet for {OFFLINE_AFTER:.0f} s"
        if reason is None:
            reason = next(iter(self._pipeline.alerts.conditions), None)
        return CameraHealth(
            adapter=self._dependencies.adapter,
            epoch=self.epoch,
            camera_id=self.spec.id,
            link=link,
            faults=self._pipeline.alerts.faults,
            reason=reason,
            detail=detail,
            last_frame_at=snapshot.last_packet_at,
            reconnects=snapshot.reconnects,
            streams=self._status.streams,
            at=self._dependencies.now(),
        )

    def _setup(self) -> PipelineSetup:
        """The camera's detectors and rules; a wrong setting costs this camera's analysis, never its picture."""
        try:
            return PipelineSetup.of(self.spec, self._dependencies.site)
        except AdapterError as error:
            logger.warning("detector_setting", camera=self.spec.id, error=str(error))
            self._status.remark("settings", ("detector", str(error)))
            return PipelineSetup.blind(self.spec)

    def _view_wanted(self) -> bool:
        return self._dependencies.wants.active(self.spec.id, Stream.VIEW, self._dependencies.now())

    def _show_jpeg(self, jpeg: bytes, frame: Frame) -> None:
        self._dependencies.live.publish_jpeg(self.spec.id, jpeg, frame.captured_at)
