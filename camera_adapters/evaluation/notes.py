"""Notes of one run of the evaluation: alerts that were told, costs of detectors, readings and pictures of the sheet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from time import thread_time

import cv2

from camera_adapters.alerts.observation import Observation
from camera_adapters.detectors.base import Detector
from camera_adapters.detectors.features.frame_features import FrameFeatures
from camera_adapters.evaluation.cameras import GAUGE_DETECTOR
from camera_adapters.evaluation.clips import START, ClipFrame, Part
from camera_adapters.evaluation.judge import Told, Truth
from camera_adapters.messages import AlertMessage, Phase
from camera_adapters.video.frames import Frame, Plane

THUMBNAIL = 320


class AlertCollector:
    """Keeps what is told; ``raised`` and ``updated`` only, for the end of a condition is no alert."""

    def __init__(self) -> None:
        self.told: list[Told] = []
        self.snapshots: dict[int, bytes] = {}

    def publish(self, message: AlertMessage, jpeg: bytes | None = None) -> None:
        if message.phase is Phase.ENDED:
            return
        box = message.box
        number = len(self.told)
        if jpeg is not None:
            self.snapshots[number] = jpeg
        self.told.append(
            Told(
                kind=message.kind,
                at=(message.captured_at - START).total_seconds(),
                raised=message.phase is Phase.RAISED,
                box=None if box is None else (box.x, box.y, box.w, box.h),
                zone=message.zone,
                score=message.score,
                number=number,
            )
        )


class TimedDetector:
    """A detector and what it costs (see ``Detector``)."""

    def __init__(self, detector: Detector) -> None:
        self._detector = detector
        self.version = detector.version
        self.seconds = 0.0

    def observe(self, features: FrameFeatures) -> list[Observation]:
        """As the detector does."""
        begun = thread_time()
        try:
            return self._detector.observe(features)
        finally:
            self.seconds += thread_time() - begun

    def reset(self) -> None:
        """As the detector does."""
        self._detector.reset()


class RunNotes:
    """Notes of a run: what gauges read on which picture, one picture in the middle of each event, and what failed."""

    def __init__(self, truths: Sequence[Truth]) -> None:
        self._middles = [(truth.begin + truth.end) / 2 for truth in truths]
        self._ends = [truth.end for truth in truths]
        self.readings: dict[str, dict[int, float]] = defaultdict(dict)
        self.scenes: dict[int, Plane] = {}
        self.showing: ClipFrame | None = None
        self._faults: dict[str, str] = {}

    @property
    def fault(self) -> str | None:
        """What a detector failed with, unless it has recovered; None when all work."""
        return next(iter(self._faults.values()), None)

    def remark(self, key: str, note: tuple[str, str] | None) -> None:
        """Hear that a detector fails, or has recovered."""
        if note is None:
            self._faults.pop(key, None)
        else:
            self._faults[key] = note[1]

    def listen(self, frame: Frame, found: Sequence[Observation]) -> None:
        """Hear what the detectors say of the picture that is shown."""
        shown = self.showing
        if shown is None or shown.part is not Part.CLIP:
            return
        for seen in found:
            if seen.kind == GAUGE_DETECTOR and seen.zone is not None and seen.value is not None and seen.unit == "m":
                self.readings[seen.zone][shown.number] = seen.value
        for number, middle in enumerate(self._middles):
            if middle <= shown.at <= self._ends[number] and number not in self.scenes:
                self.scenes[number] = thumbnail(frame.bgr)


def thumbnail(picture: Plane) -> Plane:
    """The picture (h, w, 3) at ``THUMBNAIL`` pixels wide."""
    height, width = picture.shape[:2]
    return cv2.resize(picture, (THUMBNAIL, max(1, round(height * THUMBNAIL / width))), interpolation=cv2.INTER_AREA)  # type: ignore[return-value]
