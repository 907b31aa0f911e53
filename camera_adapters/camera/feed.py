"""One connection to a camera: its packets become fragments for the recording and the viewers, and are analysed."""

from __future__ import annotations

import threading
from contextlib import closing
from time import monotonic

import structlog

from camera_adapters.analysis.pipeline import Pipeline
from camera_adapters.base.errors import AdapterError, SourceError
from camera_adapters.base.logs import OncePer
from camera_adapters.base.secrets import resolve_secrets, without_secrets
from camera_adapters.camera.dependencies import CameraDependencies
from camera_adapters.camera.feed_plan import FeedPlan
from camera_adapters.camera.fragment_sinks import FragmentSinks
from camera_adapters.camera.health import CameraStatus
from camera_adapters.messages import CameraSpec, Stream, StreamFacts
from camera_adapters.sources.base import Source, SourceOptions
from camera_adapters.video.fragments import Fragmenter
from camera_adapters.video.packets import Packet, StreamInfo
from common.gop import GopMeter

HEALTHY_AFTER = 10.0
"""Seconds a connection must last for its waiting times to begin again at the shortest."""
LASTING_PAUSE = 30.0
"""Seconds between attempts where only a person can help (``SourceError.retry`` is False): many cameras lock the account
when a wrong password is sent every second."""
LOOK_FOR_VIEWER = 0.25
"""Seconds between two looks whether anybody wants a stream that is open only on demand."""
logger = structlog.get_logger(__name__)


class Feed:
    """Keeps one connection of a camera open, in a thread of its own (``thread``), which the owner starts and joins.

    Args:
        plan: Which stream, from which URL, recorded, shown, analysed or only on demand.
        spec: The camera.
        epoch: Fencing epoch of the camera's lease.
        status: Where packets and failures are noted; shared by the camera's connections.
        pipeline: The camera's analysis; None for a connection that is not analysed.
        dependencies: How sources are opened, and who takes recordings and live fragments.
    """

    def __init__(
        self,
        plan: FeedPlan,
        spec: CameraSpec,
        epoch: int,
        status: CameraStatus,
        pipeline: Pipeline | None,
        dependencies: CameraDependencies,
    ) -> None:
        self._plan = plan
        self._spec = spec
        self._epoch = epoch
        self._status = status
        self._pipeline = pipeline
        self._dependencies = dependencies
        self._stop = threading.Event()
        self._source: Source | None = None
        self._may_say = OncePer(60.0)
        self._failed: str | None = None
        self._resolved = plan.url
        self._lasting = False
        name = spec.id if plan.analysed else f"{spec.id}/{plan.stream}"
        self.thread = threading.Thread(target=self.run, name=name, daemon=True)

    def stop(self) -> None:
        """Ask the thread to end; it closes its recording first. Returns at once; may be called by any thread."""
        self._stop.set()
        source = self._source
        if source is not None:
            source.close()

    def run(self) -> None:
        """Open the source again after each failure, with growing waiting times, until ``stop``. Raises nothing."""
        delays = self._dependencies.backoff()
        first = True
        while not self._stop.is_set():
            if self._plan.on_demand and not self._wanted(Stream.MAIN):
                self._stop.wait(LOOK_FOR_VIEWER)
                continue
            if self._plan.analysed and not first:
                self._status.reconnecting()
            first, started = False, monotonic()
            failed = self._attempt()
            if not failed or monotonic() - started > HEALTHY_AFTER:
                delays = self._dependencies.backoff()
            if failed:
                self._stop.wait(max(next(delays), LASTING_PAUSE if self._lasting else 0.0))

    def _attempt(self) -> bool:
        """Run one connection to its end; True when it failed, False when it was stopped or is not wanted now."""
        self._lasting = False
        try:
            self.run_once()
        except SourceError as error:
            self._lasting = not error.retry
            self._note_failure(error.reason, error.detail)
        except AdapterError as error:
            self._note_failure("format", str(error))
        except Exception as error:
            # The supervisor's loop of one camera: an unforeseen fault of it must not end the others.
            if self._may_say("unforeseen"):
                logger.exception("camera_failed", camera=self._spec.id, stream=self._plan.stream)
            self._note_failure("format", type(error).__name__)
        else:
            return False
        return True

    def run_once(self) -> None:
        """Open the source and pass its packets on until ``stop``, or until nobody wants a stream on demand any more.

        Raises ``AdapterError`` when the source cannot be opened, fails or is silent; its ``SourceError`` says in
        ``retry`` whether trying again soon can help.
        """
        url = resolve_secrets(self._plan.url, self._dependencies.environ)
        self._resolved = url
        source = self._dependencies.open_source(url, self._options())
        with closing(source):
            self._source = source
            if self._stop.is_set():
                return
            try:
                self._pass_on(source)
            finally:
                self._source = None

    def _pass_on(self, source: Source) -> None:
        gop, fragmenter = GopMeter(), Fragmenter(source.info)
        self._begin(source.info, gop)
        with closing(
            FragmentSinks(self._plan, self._spec.id, self._epoch, self._dependencies, self._disk_error)
        ) as sinks:
            try:
                for packet in source.packets():
                    if self._stop.is_set() or (self._plan.on_demand and not self._wanted(Stream.MAIN)):
                        return
                    self._take(packet, source, gop)
                    sinks.write(fragmenter.push(packet))
                    if self._pipeline is not None:
                        self._pipeline.take(packet, jpeg=self._wanted(Stream.JPEG))
            finally:
                sinks.write(fragmenter.flush())

    def _begin(self, info: StreamInfo, gop: GopMeter) -> None:
        if self._pipeline is not None:
            self._pipeline.begin(info)
        self._status.facts(self._plan.stream, _facts(info, gop))
        logger.info("camera_open", camera=self._spec.id, stream=self._plan.stream, codec=info.codec, width=info.width)

    def _take(self, packet: Packet, source: Source, gop: GopMeter) -> None:
        if self._plan.analysed:
            self._status.packet(packet.monotonic, packet.captured_at)
        if self._failed is not None:
            self._failed = None
            self._status.remark(self._plan.stream, None)
            logger.info("camera_back", camera=self._spec.id, stream=self._plan.stream)
        info = packet.info_changed or source.info
        second = info.time_base.denominator / info.time_base.numerator  # a Fraction in each product costs 6 µs
        changed = gop.push(keyframe=packet.keyframe, at=packet.dts / second)
        if changed or packet.info_changed is not None:
            self._status.facts(self._plan.stream, _facts(info, gop))

    def _disk_error(self, error: str | None) -> None:
        self._status.remark(f"disk-{self._plan.stream}", None if error is None else ("disk", error))

    def _wanted(self, stream: Stream) -> bool:
        return self._dependencies.wants.active(self._spec.id, stream, self._dependencies.now())

    def _options(self) -> SourceOptions:
        return SourceOptions(
            camera_id=self._spec.id,
            cache_dir=self._dependencies.source_cache_dir,
            transport=self._spec.transport,
            label=self._spec.name.zh,
            now=self._dependencies.now,
            progress=(lambda _share: self._status.preparing(now_is=True)) if self._plan.analysed else None,
        )

    def _note_failure(self, reason: str, detail: str) -> None:
        if self._stop.is_set():
            return  # it fails because it is being closed
        detail = without_secrets(detail, self._resolved)
        if self._failed != reason:
            logger.warning("camera_down", camera=self._spec.id, stream=self._plan.stream, reason=reason, detail=detail)
        self._failed = reason
        if self._plan.analysed:
            self._status.failure(reason, detail)
        else:
            self._status.remark(self._plan.stream, (reason, f"{self._plan.stream}: {detail}"))


def _facts(info: StreamInfo, gop: GopMeter) -> StreamFacts:
    return StreamFacts(codec=info.codec, width=info.width, height=info.height, fps=info.fps, gop_seconds=gop.seconds)
