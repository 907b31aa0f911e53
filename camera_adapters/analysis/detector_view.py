"""View of a camera as its detectors see it; it is drawn and sent only while a viewer wants it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

import structlog

from camera_adapters.alerts.observation import Observation
from camera_adapters.alerts.rules import RULES, RuleBook
from camera_adapters.analysis.sketch import sketch
from camera_adapters.detectors.base import Detector
from camera_adapters.detectors.drawing import Draws
from camera_adapters.messages import CameraSpec, ViewNote, ViewScore
from camera_adapters.video.decoding import encode_picture
from camera_adapters.video.frames import Frame

LEAST_PAUSE = 0.4
"""Seconds between two pictures: two a second show a person all there is to see."""
Found = Sequence[Observation]
logger = structlog.get_logger(__name__)


class DetectorView:
    """Hears every observation of a camera (``FrameAnalysis``, its ``listen``); used by the camera's thread only.

    ``wanted`` says whether anybody watches now; ``show`` takes a JPEG, when it was captured, and the note beside it.
    """

    def __init__(
        self,
        camera: CameraSpec,
        detectors: Sequence[Detector],
        rules: RuleBook,
        wanted: Callable[[], bool],
        show: Callable[[bytes, datetime, ViewNote], None],
    ) -> None:
        self._camera = camera
        self._detectors = detectors
        self._rules = rules
        self._wanted = wanted
        self._show = show
        self._shown = float("-inf")
        self._scores: dict[tuple[str, str | None], ViewScore] = {}

    def hear(self, frame: Frame, found: Found) -> None:
        """Take the observations of a frame; never raises, because a viewer must not disturb the analysis."""
        if not self._wanted():
            self._scores.clear()
            return
        try:
            self._note(found)
            if frame.monotonic - self._shown >= LEAST_PAUSE:
                self._shown = frame.monotonic
                self._draw(frame, found)
        except Exception:
            # Drawing is foreign code beside the watch: what it raises costs this picture and nothing else.
            logger.exception("view_failed", camera=self._camera.id)

    def _note(self, found: Found) -> None:
        """Keep the strongest of each kind and zone since the last picture: a peak between two must be seen."""
        for observation in found:
            key = (observation.kind, observation.zone)
            known = self._scores.get(key)
            if observation.kind in RULES and (known is None or observation.score >= known.score):
                self._scores[key] = self._score(observation)

    def _score(self, observation: Observation) -> ViewScore:
        return ViewScore(
            kind=observation.kind,
            zone=observation.zone,
            score=min(1.0, max(0.0, observation.score)),
            threshold=self._rules.rule(observation.kind, observation.zone).threshold,
            value=observation.value,
            unit=observation.unit,
            veto=observation.veto,
        )

    def _draw(self, frame: Frame, observations: Iterable[Observation]) -> None:
        drawings = [detector.drawing() for detector in self._detectors if isinstance(detector, Draws)]
        boxes = [seen.box for seen in observations if seen.box is not None and seen.score > 0.0]
        picture = sketch(frame.bgr, self._camera, drawings, boxes)
        note = ViewNote(width=picture.shape[1], height=picture.shape[0], scores=tuple(self._scores.values()))
        self._scores.clear()
        self._show(encode_picture(picture), frame.captured_at, note)
