"""One labelled clip through the live pipeline, judged: what was told of it against what is true."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import thread_time

from camera_adapters.alerts.dispatcher import Sender
from camera_adapters.alerts.episode import Moment
from camera_adapters.alerts.rules import RuleBook
from camera_adapters.analysis.pipeline import Outputs, Pipeline, PipelineSetup
from camera_adapters.base.ids import numbered_ids
from camera_adapters.detectors.objects.network import ObjectNetwork
from camera_adapters.detectors.site import Site
from camera_adapters.evaluation.ablation import NOTHING_OFF, Ablation
from camera_adapters.evaluation.cameras import camera_of, zone_id
from camera_adapters.evaluation.clips import REST_SECONDS, START, ClipFacts, ClipFile, Part
from camera_adapters.evaluation.judge import ANYBODY, Judgement, Patience, Truth, judge
from camera_adapters.evaluation.labels import LabelledClip, LabelledEvent, PixelBox
from camera_adapters.evaluation.levels import LevelErrors, level_errors
from camera_adapters.evaluation.notes import AlertCollector, RunNotes, TimedDetector
from camera_adapters.messages import CameraSpec
from camera_adapters.video.frames import Plane

WARM_UP = 60.0
"""Seconds of event-free pictures before a clip whose labels ask for no other time."""
LAPSE_PICTURES = 15
"""Event-free pictures before a time lapse, however long that is on its clock."""
LOOKED = 1.0
"""Seconds that a picture of a time lapse counts for in camera-hours: what lies between was not seen."""
HELD = {"camera_frozen": "held"}
"""Vetoed while the last second is rolled to and fro after the clip: it is the evaluation that repeats it."""


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


def run_clip(
    folder: Path, clip: LabelledClip, ablation: Ablation = NOTHING_OFF, network: ObjectNetwork | None = None
) -> ClipResult:
    """Play the clip through the pipeline and judge what was told. Raises ``AdapterError`` where it cannot be run."""
    file = ClipFile(folder / clip.file, clip.seconds_per_frame_in_reality, clip.setup.analysis_fps)
    facts = file.facts
    spec = ablation.camera(camera_of(clip, (facts.width, facts.height)))
    truths = [truth_of(clip, event, facts) for event in clip.events]
    alerts, notes = AlertCollector(), RunNotes(truths)
    setup = ablation.setup(PipelineSetup.of(spec, Site(network=network)))  # a clip's clock is its own, and is UTC
    detectors = [TimedDetector(detector) for detector in setup.detectors]
    pipeline = _pipeline(spec, replace(setup, detectors=detectors), Outputs(alerts, notes.remark, notes.listen))
    begun = thread_time()
    looked, end = _play(pipeline, clip, file, notes)
    spent = thread_time() - begun
    counted = (each for each in alerts.told if each.kind not in clip.tolerated)
    told = [replace(each, box=_pixels(each.box, facts)) for each in counted]
    seconds = end if clip.seconds_per_frame_in_reality is None else LOOKED * end / clip.seconds_per_frame_in_reality
    return ClipResult(
        clip=clip,
        judgement=judge(truths, told, Patience(end, end + REST_SECONDS, needs(setup.rules, clip))),
        kinds=frozenset(kind for kind, _ in setup.rules.overrides),
        hours=seconds / 3600,
        levels=tuple(_levels(clip, notes)),
        pictures=looked,
        costs=_costs(detectors, looked, spent),
        snapshots=alerts.snapshots,
        scenes=notes.scenes,
        size=(facts.width, facts.height),
        fault=notes.fault,
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


def _pipeline(spec: CameraSpec, setup: PipelineSetup, outputs: Outputs) -> Pipeline:
    sender = Sender("evaluation", 0, spec.id)
    return Pipeline(spec, setup, sender, outputs, new_id=numbered_ids(), now=lambda: START)


def _play(pipeline: Pipeline, clip: LabelledClip, file: ClipFile, notes: RunNotes) -> tuple[int, float]:
    """Show every picture; how many there were, and when on the clip's own clock the last of the clip itself was."""
    looked, end = 0, 0.0
    for shown in file.shown(free=_free(clip), warm_up=_warm_up(clip)):
        notes.showing = shown
        pipeline.pass_until(Moment(shown.frame.monotonic, shown.frame.captured_at))
        pipeline.take_frame(shown.frame, vetoed=HELD if shown.part is Part.REST else {})
        looked += 1
        end = max(end, shown.at) if shown.part is Part.CLIP else end
    return looked, end


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


def _costs(detectors: Sequence[TimedDetector], pictures: int, everything: float) -> dict[str, float]:
    costs: dict[str, float] = defaultdict(float)
    for detector in detectors:
        costs[detector.version] += detector.seconds
    costs["all"] = sum(detector.seconds for detector in detectors)
    costs["with decoding"] = everything
    return {name: 1000 * seconds / max(1, pictures) for name, seconds in costs.items()}
