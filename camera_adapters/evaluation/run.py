"""One labelled clip through the live pipeline: the same sampler, detectors, policy and alert desk as a camera's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from time import thread_time

import cv2

from camera_adapters.alerts.dispatcher import AlertDispatcher, Sender
from camera_adapters.alerts.observation import Observation
from camera_adapters.alerts.rules import RuleBook
from camera_adapters.analysis.stream_analysis import DetectorRunner, FrameAnalysis
from camera_adapters.base.ids import numbered_ids
from camera_adapters.camera.health import CameraStatus
from camera_adapters.detectors.base import Detector
from camera_adapters.detectors.features.frame_features import FeatureExtractor, FrameFeatures
from camera_adapters.detectors.objects.network import ObjectNetwork
from camera_adapters.detectors.site import Site
from camera_adapters.detectors.table import build_detectors, build_rules
from camera_adapters.evaluation.ablation import NOTHING_OFF, Ablation
from camera_adapters.evaluation.cameras import GAUGE_DETECTOR, camera_of, zone_id
from camera_adapters.evaluation.clips import CLOCK, REST_SECONDS, START, ClipFacts, ClipFile, Part, Shown
from camera_adapters.evaluation.judge import ANYBODY, Judgement, Patience, Told, Truth, judge
from camera_adapters.evaluation.labels import LabelledClip, LabelledEvent, PixelBox
from camera_adapters.evaluation.levels import LevelErrors, level_errors
from camera_adapters.messages import AlertMessage, Phase
from camera_adapters.video.frames import Frame, Plane

WARM_UP = 60.0
"""Seconds of event-free pictures before a clip whose labels ask for no other time."""
LAPSE_PICTURES = 15
"""Event-free pictures before a time lapse, however long that is on its clock."""
MOST_TICKS = 60
"""Steps in which time passes between two pictures; live there is one a second."""
LOOKED = 1.0
"""Seconds that a picture of a time lapse counts for in camera-hours: what lies between was not seen."""
THUMBNAIL = 320


@dataclass(frozen=True, slots=True)
class ClipResult:
    """What one clip gave. Costs are milliseconds a looked-at picture; pictures of the sheet are BGR."""

    clip: LabelledClip
    judgement: Judgement
    kinds: frozenset[str]
    """Kinds that were looked for."""
    hours: float
    levels: tuple[LevelErrors, ...] = ()
    pictures: int = 0
    costs: dict[str, float] = field(default_factory=dict)
    """Detector's version → ms; ``all`` for everything together."""
    snapshots: dict[int, bytes] = field(default_factory=dict)
    """Number of the message → its JPEG."""
    scenes: dict[int, Plane] = field(default_factory=dict)
    """Number of the truth → the picture in its middle."""
    size: tuple[int, int] = (0, 0)
    fault: str | None = None
    """A detector failed: the figures are not to be trusted."""


class AlertCollector:
    """Keeps what is told; ``raised`` and ``updated`` only, for the end of a condition is no alert."""

    def __init__(self) -> None:
        self.told: list[Told] = []
        self.snapshots: dict[int, bytes] = {}

    def publish(self, message: AlertMessage, jpeg: bytes | None = None) -> None:
        """Take a message."""
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


class Timed:
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
    """Notes of a run: what gauges read on which picture, and one picture in the middle of each event."""

    def __init__(self, truths: Sequence[Truth]) -> None:
        self._middles = [(truth.begin + truth.end) / 2 for truth in truths]
        self._ends = [truth.end for truth in truths]
        self.readings: dict[str, dict[int, float]] = defaultdict(dict)
        self.scenes: dict[int, Plane] = {}
        self.showing: Shown | None = None

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


def run_clip(
    folder: Path, clip: LabelledClip, ablation: Ablation = NOTHING_OFF, network: ObjectNetwork | None = None
) -> ClipResult:
    """Play the clip through the pipeline and judge what was told. Raises ``AdapterError`` where it cannot be run."""
    file = ClipFile(folder / clip.file, clip.seconds_per_frame_in_reality, clip.setup.analysis_fps)
    facts = file.facts
    spec = ablation.camera(camera_of(clip, (facts.width, facts.height)))
    truths = [truth_of(clip, event, facts) for event in clip.events]
    detectors = [Timed(detector) for detector in build_detectors(spec, Site(network=network))]
    rules = ablation.rules(build_rules(spec))
    letters, notes, status = AlertCollector(), RunNotes(truths), CameraStatus()
    dispatcher = _dispatcher(rules, letters)
    frame_analysis = FrameAnalysis(
        DetectorRunner(clip.file, detectors, status.remark, ablation.extractor(FeatureExtractor(spec.zones))),
        dispatcher,
        notes.listen,
    )
    begun, looked, end, last = thread_time(), 0, 0.0, None
    for shown in file.shown(free=_free(clip), warm_up=_warm_up(clip)):
        _pass_time(dispatcher, last, shown)
        notes.showing, last = shown, shown
        frame_analysis.take(shown.frame, vetoed={"camera_frozen": "held"} if shown.part is Part.REST else {})
        looked += 1
        end = max(end, shown.at) if shown.part is Part.CLIP else end
    counted = (each for each in letters.told if each.kind not in clip.tolerated)
    told = [replace(each, box=_pixels(each.box, facts)) for each in counted]
    seconds = end if clip.seconds_per_frame_in_reality is None else LOOKED * end / clip.seconds_per_frame_in_reality
    return ClipResult(
        clip=clip,
        judgement=judge(truths, told, Patience(end, end + REST_SECONDS, needs(rules, clip))),
        kinds=frozenset(kind for kind, _ in rules.overrides),
        hours=seconds / 3600,
        levels=tuple(_levels(clip, notes)),
        pictures=looked,
        costs=_costs(detectors, looked, thread_time() - begun),
        snapshots=letters.snapshots,
        scenes=notes.scenes,
        size=(facts.width, facts.height),
        fault=None if status.note is None else status.note[1],
    )


def truth_of(clip: LabelledClip, event: LabelledEvent, facts: ClipFacts) -> Truth:
    """The event on the clip's own clock, boxes in pixels."""
    boxes: list[tuple[float, PixelBox]] = []
    if event.kind == "smoke" and clip.smoke_boxes_per_frame_xywh:
        every = facts.step * facts.pace
        boxes = [(number * every, box) for number, box in enumerate(clip.smoke_boxes_per_frame_xywh) if box is not None]
    elif event.boxes_per_second_xywh:
        boxes = sorted((facts.clock(second), box) for second, box in event.boxes_per_second_xywh.items())
    elif event.box_xywh is not None:
        boxes = [(facts.clock(event.start_s), event.box_xywh)]
    visible = None if event.visible_s is None else facts.clock(event.visible_s)
    return Truth(event.kind, facts.clock(event.start_s), facts.clock(event.end_s), tuple(boxes), visible)


def needs(rules: RuleBook, clip: LabelledClip) -> dict[str, float]:
    """Seconds that each kind must be seen for by its rule, at the rate at which the clip is looked at."""
    rate = clip.setup.analysis_fps
    step = clip.seconds_per_frame_in_reality or (2.0 if rate == "keyframes" else 1.0 / rate)
    found = {kind: rule.hold_seconds + (rule.needed - 1) * step for (kind, _), rule in rules.overrides.items()}
    return {**dict.fromkeys(ANYBODY, found.get("intrusion", 0.0)), **found}


def _dispatcher(rules: RuleBook, letters: AlertCollector) -> AlertDispatcher:
    sender = Sender("evaluation", 0, "clip")
    return AlertDispatcher(sender, rules, letters, new_id=numbered_ids(), now=_now)


def _now() -> datetime:
    return START


def _pass_time(dispatcher: AlertDispatcher, last: Shown | None, shown: Shown) -> None:
    """What the control thread does once a second beside the pictures."""
    if last is None or shown.at - last.at <= 1.0:
        return
    steps = min(MOST_TICKS, int(shown.at - last.at))
    for number in range(1, steps):
        at = last.at + (shown.at - last.at) * number / steps
        passed = shown.frame.captured_at - last.frame.captured_at
        dispatcher.tick(
            lost=False, monotonic=CLOCK + at, captured_at=last.frame.captured_at + passed * (number / steps)
        )


def _free(clip: LabelledClip) -> float:
    """Seconds of the recording before its first event."""
    return min((event.start_s for event in clip.events), default=float("inf"))


def _warm_up(clip: LabelledClip) -> float:
    """Pictures of a gauge rolled to and fro would make its water rise; without an event there is nothing to miss."""
    if clip.setup.warm_up_s is not None:
        return clip.setup.warm_up_s
    if not clip.events or clip.setup.gauges:
        return 0.0
    return max(WARM_UP, LAPSE_PICTURES * (clip.seconds_per_frame_in_reality or 0.0))


def _pixels(box: PixelBox | None, facts: ClipFacts) -> PixelBox | None:
    if box is None:
        return None
    return box[0] * facts.width, box[1] * facts.height, box[2] * facts.width, box[3] * facts.height


def _levels(clip: LabelledClip, notes: RunNotes) -> list[LevelErrors]:
    truth = {number: row for number, row in enumerate(clip.waterline_y_px_per_frame) if row is not None}
    gauges = [gauge for gauge in clip.setup.gauges if gauge.points_y_px_m and truth]
    return [
        level_errors(gauge.name, gauge.kind, gauge.points_y_px_m, truth, notes.readings.get(zone_id(gauge.name), {}))
        for gauge in gauges
    ]


def _costs(detectors: Sequence[Timed], pictures: int, everything: float) -> dict[str, float]:
    costs: dict[str, float] = defaultdict(float)
    for detector in detectors:
        costs[detector.version] += detector.seconds
    costs["all"] = sum(detector.seconds for detector in detectors)
    costs["with decoding"] = everything
    return {name: 1000 * seconds / max(1, pictures) for name, seconds in costs.items()}
