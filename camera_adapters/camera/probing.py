"""Probes of cameras that are not stored yet: one at a time in a worker, in a thread of its own, reported to the centre.

The addresses are resolved here, with the secrets of this process; what is reported carries none.
"""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from time import monotonic
from typing import cast

import cv2
import redis
import structlog

from camera_adapters.base.errors import AdapterError, SourceError
from camera_adapters.base.secrets import resolve_secrets, without_secrets
from camera_adapters.camera.dependencies import CameraDependencies
from camera_adapters.messages import (
    PROBE_TTL_SECONDS,
    CameraSpec,
    ProbedStream,
    ProbePhase,
    ProbeReport,
    ProbeRequest,
    RecordedStream,
    Stream,
    probe_claim_key,
    probe_key,
)
from camera_adapters.sources import Source, SourceOptions
from camera_adapters.video.decoding import FrameDecoder, encode_picture
from camera_adapters.video.frames import Frame, Plane

WAIT = 15.0
"""Seconds until the first picture of a stream that is open; keyframes of usual cameras are at most 10 s apart."""
WIDTH = 480
"""Of the picture that is reported: enough to see what the camera looks at, and small in Redis."""
logger = structlog.get_logger(__name__)


def addresses(spec: CameraSpec) -> Iterator[tuple[RecordedStream, str]]:
    """The streams to look at; a camera that has one address is looked at once."""
    yield Stream.MAIN, spec.main
    if spec.sub is not None and spec.sub != spec.main:
        yield Stream.SUB, spec.sub


class Probing:
    """``take`` is called by the command reader and returns at once."""

    def __init__(self, client: redis.Redis, dependencies: CameraDependencies, wait: float = WAIT) -> None:
        self._redis = client
        self._dependencies = dependencies
        self._wait = wait
        self._busy = threading.Lock()

    def take(self, request: ProbeRequest) -> None:
        """Probe it, unless a probe is under way here or another worker was first."""
        if not self._busy.acquire(blocking=False):
            return
        claim, adapter = probe_claim_key(request.token), self._dependencies.adapter.encode()
        claimed = False
        try:
            claimed = bool(self._redis.set(claim, adapter, nx=True, ex=PROBE_TTL_SECONDS))
        finally:
            if not claimed:
                self._busy.release()
        if claimed:
            threading.Thread(target=self._run, args=(request,), name="probe", daemon=True).start()

    def _run(self, request: ProbeRequest) -> None:
        report = ProbeReport(phase=ProbePhase.RUNNING, asked_at=datetime.now(UTC), adapter=self._dependencies.adapter)
        try:
            self._tell(request.token, report)
            for stream, url in addresses(request.spec):
                found = self._look(request.spec, stream, url)
                report = report.model_copy(update={"streams": (*report.streams, found)})
                self._tell(request.token, report)
            self._tell(request.token, report.model_copy(update={"phase": ProbePhase.DONE}))
        finally:
            self._busy.release()
        reasons = [each.reason for each in report.streams]
        logger.info("camera_probed", camera=request.spec.id, reasons=reasons)

    def _look(self, spec: CameraSpec, stream: RecordedStream, url: str) -> ProbedStream:
        resolved = url
        try:
            resolved = resolve_secrets(url, self._dependencies.environ)
            with closing(self._dependencies.open_source(resolved, self._options(spec))) as source:
                frame = self._first_frame(spec.id, source)
                info = source.info
                jpeg = base64.b64encode(_small(frame)).decode()
                return ProbedStream(stream=stream, codec=info.codec, width=info.width, height=info.height, jpeg=jpeg)
        except SourceError as error:
            return ProbedStream(stream=stream, reason=error.reason, detail=without_secrets(error.detail, resolved))
        except (AdapterError, TypeError, OSError, cv2.error) as error:
            return ProbedStream(stream=stream, reason="format", detail=without_secrets(str(error), resolved))

    def _first_frame(self, camera_id: str, source: Source) -> Frame:
        decoder, begun = FrameDecoder(camera_id, source.info, "keyframes"), monotonic()
        for packet in source.packets():
            frame = decoder.push(packet)
            if frame is not None:
                return frame
            if monotonic() - begun > self._wait:
                break
        raise SourceError("silent", f"no picture within {self._wait:.0f} s")

    def _options(self, spec: CameraSpec) -> SourceOptions:
        needs = self._dependencies
        return SourceOptions(
            camera_id=spec.id,
            cache_dir=needs.source_cache_dir,
            transport=spec.transport,
            label=spec.name.zh,
            now=needs.now,
        )

    def _tell(self, token: str, report: ProbeReport) -> None:
        try:
            self._redis.set(probe_key(token), report.model_dump_json(exclude_none=True), ex=PROBE_TTL_SECONDS)
        except redis.RedisError:
            logger.warning("probe_not_told", token=token, phase=report.phase)


def _small(frame: Frame) -> bytes:
    picture = frame.bgr
    height, width = picture.shape[:2]
    if width > WIDTH:
        size = (WIDTH, max(1, round(height * WIDTH / width)))
        picture = cast("Plane", cv2.resize(picture, size, interpolation=cv2.INTER_AREA))
    return encode_picture(picture)
