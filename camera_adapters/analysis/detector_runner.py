"""The detectors of one camera, run on each sampled frame; one that fails disturbs nobody else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import structlog

from camera_adapters.detectors.base import Detector, Observation
from camera_adapters.detectors.features.frame_features import FeatureExtractor
from camera_adapters.video.frames import Frame

RETRY_DETECTOR = 60.0
"""Seconds for which a detector that failed is left out."""
Remark = Callable[[str, tuple[str, str] | None], None]
"""Sets or takes back, under a key, a reason and its detail that hold although pictures arrive."""
logger = structlog.get_logger(__name__)


class DetectorRunner:
    """Runs detectors on frames; one that raises is left out for a minute. Used by the camera's thread only."""

    def __init__(
        self, camera_id: str, detectors: Sequence[Detector], extractor: FeatureExtractor, remark: Remark
    ) -> None:
        self._camera_id = camera_id
        self._extractor = extractor
        self._detectors = detectors
        self._remark = remark
        self._until: dict[int, float] = {}

    def observe(self, frame: Frame) -> list[Observation]:
        """What the detectors say of the frame, each with the detector's version."""
        found: list[Observation] = []
        features = self._extractor.extract(frame)
        for index, detector in enumerate(self._detectors):
            if frame.monotonic < self._until.get(index, float("-inf")):
                continue
            try:
                found += [replace(seen, detector=detector.version) for seen in detector.observe(features)]
                self._recover(index, detector)
            except Exception as error:  # noqa: BLE001 - foreign code is supervised here and must not stop the ingest
                self._leave_out(index, detector, error, frame.monotonic)
        return found

    def reset(self) -> None:
        """The stream was interrupted: forget the backgrounds."""
        self._extractor.reset()
        for index, detector in enumerate(self._detectors):
            try:
                detector.reset()
            except Exception as error:  # noqa: BLE001 - as above
                self._leave_out(index, detector, error, float("inf"))

    def _leave_out(self, index: int, detector: Detector, error: Exception, now: float) -> None:
        self._until[index] = now + RETRY_DETECTOR
        logger.exception("detector_failed", camera=self._camera_id, detector=detector.version)
        self._remark(f"detector-{index}", ("detector", f"{detector.version}: {type(error).__name__}: {error}"))

    def _recover(self, index: int, detector: Detector) -> None:
        if self._until.pop(index, None) is not None:
            logger.info("detector_recovered", camera=self._camera_id, detector=detector.version)
            self._remark(f"detector-{index}", None)
