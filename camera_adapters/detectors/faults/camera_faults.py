"""Faults of the camera itself: frozen, black, covered, moved, blurred, shaking, measured about once a second.

The known view and its usual sharpness are learned from the first five measured pictures (five seconds, or five
keyframes), and then with a time constant of a minute while no fault is suspected. A partly covered or moved view that
stays for ``relearn_seconds`` becomes the known one. A camera that is covered when it starts is not noticed. A camera
that turns by itself must have ``moved: false``. Daylight and infrared have a known view each; when the colours vanish,
only certain faults are reported until it is clear that the camera has changed to infrared.

Bad visibility is measured with the faults but is none: it stands in the camera's health and raises no alert.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from camera_adapters.alerts.rules import RULES
from camera_adapters.detectors import words
from camera_adapters.detectors.base import FrameFeatures, Observation
from camera_adapters.detectors.entry import DetectorEntry, DetectorSetup, Rules
from camera_adapters.detectors.faults.decisions import CONDITIONS, FAULTS, LOST_VIEW
from camera_adapters.detectors.faults.picture_measures import Measures, PictureMeter
from camera_adapters.detectors.faults.stillness import Stillness
from camera_adapters.detectors.features.daylight import Light
from common.bounds import bounded, check
from common.kinds import KINDS
from common.kinds.cameras import CAMERA_COVERED, CAMERA_MOVED, CAMERA_SHAKING
from common.text import Text

SUSPECT = 0.35
"""From this score of a fault on, the reference does not follow the picture."""
HARMLESS = frozenset({CAMERA_SHAKING.name})
"""Faults by which the reference still may follow: the view is the known one."""


@dataclass(frozen=True, slots=True)
class FaultSettings:
    """Which faults are looked for, how long each must hold, and how often is measured; times in seconds."""

    frozen: bool = bounded(True, words=Text(zh="查冻结", en="Look for frozen"))
    black: bool = bounded(True, words=Text(zh="查全黑", en="Look for black"))
    covered: bool = bounded(True, words=Text(zh="查遮挡", en="Look for covered"))
    moved: bool = bounded(True, words=Text(zh="查移位", en="Look for moved"))
    blurred: bool = bounded(True, words=Text(zh="查模糊", en="Look for blurred"))
    shaking: bool = bounded(True, words=Text(zh="查抖动", en="Look for shaking"))
    visibility: bool = bounded(True, words=Text(zh="提示能见度低", en="Tell low visibility"))
    """Whether bad visibility is told in the camera's state."""
    frozen_seconds: float = bounded(10.0, 0, 3600, unit="s", words=Text(zh="冻结持续", en="Frozen for"))
    black_seconds: float = bounded(10.0, 0, 3600, unit="s", words=Text(zh="全黑持续", en="Black for"))
    covered_seconds: float = bounded(10.0, 0, 3600, unit="s", words=Text(zh="遮挡持续", en="Covered for"))
    moved_seconds: float = bounded(10.0, 0, 3600, unit="s", words=Text(zh="移位持续", en="Moved for"))
    blurred_seconds: float = bounded(60.0, 0, 3600, unit="s", words=Text(zh="模糊持续", en="Blurred for"))
    shaking_seconds: float = bounded(0.0, 0, 3600, unit="s", words=Text(zh="抖动持续", en="Shaking for"))
    interval_seconds: float = bounded(1.0, 0.2, 10, unit="s", words=words.INTERVAL_SECONDS)
    relearn_seconds: float = bounded(900.0, 60, 86400, unit="s", words=Text(zh="重新学习", en="Learn anew after"))

    def __post_init__(self) -> None:
        check(self)

    def wants(self, kind: str) -> bool:
        """Whether the settings ask for this fault."""
        return bool(getattr(self, kind.removeprefix("camera_")))

    def hold(self, kind: str) -> float:
        """How long it must hold before it is an alert."""
        return float(getattr(self, kind.removeprefix("camera_") + "_seconds"))


class CameraFaultDetector:
    """Faults of one camera (see ``Detector``)."""

    version = "camera_faults/3"

    def __init__(self, settings: FaultSettings) -> None:
        self._settings = settings
        self._meter = PictureMeter()
        self._other_meter = PictureMeter()
        """The known view of the other light: of the night by day."""
        self._stillness = Stillness()
        self._night: bool | None = None
        self._measured_at: float | None = None
        self._seen_at: float | None = None
        self._pause = 0.0
        self._carried: float | None = None
        self._follow = True
        self._other_view_since: float | None = None

    def observe(self, features: FrameFeatures) -> list[Observation]:
        """One observation of each fault about once a second; nothing in between."""
        now = features.now
        self._note(features)
        self._stillness.push(features.small, now)
        # A tenth of tolerance: 5 frames a second must not become one measure every 1.2 s.
        if self._measured_at is not None and now - self._measured_at < self._settings.interval_seconds * 0.9:
            self._meter.glance(features.small)
            return []
        elapsed = 0.0 if self._measured_at is None else now - self._measured_at
        self._measured_at = now
        self._turn(features.light)
        measures = self._measure(features, elapsed)
        scores = {kind: decide(measures) for kind, decide in FAULTS.items() if self._settings.wants(kind)}
        self._follow = max((each for kind, each in scores.items() if kind not in HARMLESS), default=0.0) < SUSPECT
        self._relearn_if_new(scores, measures, now)
        if self._settings.visibility:
            scores.update({kind: decide(measures) for kind, decide in CONDITIONS.items()})
        return self._observations(scores, measures)

    def reset(self) -> None:
        """The stream was interrupted; the known view stays, so that a camera turned meanwhile is found."""
        self._stillness.forget()
        self._meter.interrupt()

    def _turn(self, light: Light) -> None:
        """Take the other known view when day has become night or night day, and nothing covers the lens."""
        if self._night is None:
            self._night = light.night
        if light.night != self._night and self._follow:
            self._night = light.night
            self._meter, self._other_meter = self._other_meter, self._meter
            self._meter.interrupt()

    def _measure(self, features: FrameFeatures, elapsed: float) -> Measures:
        measured = self._meter.measure(features.small, elapsed, follow=self._follow)
        repeats = self._stillness.repeats(features.now)
        measures = replace(measured, pause=self._pause, carried=self._carried, repeats=repeats)
        self._pause, self._carried = 0.0, None
        if features.light.turning or features.light.night != self._night:
            # By infrared the foreground is bright and the rest black: parts are lost, and nothing hides them.
            return replace(measures, hidden=0.0, flat=0.0, steady=False)
        return measures

    def _note(self, features: FrameFeatures) -> None:
        """Note what may have happened unseen before this frame."""
        if self._seen_at is not None:
            self._pause = max(self._pause, features.now - self._seen_at)
        self._seen_at = features.now
        if features.frame.carried is not None:
            self._carried = max(self._carried or 0.0, features.frame.carried)

    def _relearn_if_new(self, scores: Mapping[str, float], measures: Measures, now: float) -> None:
        covered = scores.get(CAMERA_COVERED.name, 0.0)
        partly = covered >= SUSPECT and measures.lost < LOST_VIEW
        if max(scores.get(CAMERA_MOVED.name, 0.0), covered if partly else 0.0) < SUSPECT:
            self._other_view_since = None
        elif self._other_view_since is None:
            self._other_view_since = now
        elif now - self._other_view_since >= self._settings.relearn_seconds:
            self._other_view_since = None
            self._meter.forget()

    @staticmethod
    def _observations(scores: Mapping[str, float], measures: Measures) -> list[Observation]:
        evidence = {
            "dark": round(measures.dark, 3),
            "sharpness": round(measures.sharpness, 3),
            "kinship": round(measures.kinship, 3),
            "lost": round(measures.lost, 3),
            "hidden": round(measures.hidden, 3),
            "flat": round(measures.flat, 3),
            "shift": round(measures.shift, 1),
            "sway": round(measures.sway, 1),
            "veil": round(measures.veil, 2),
            "clarity": round(measures.clarity, 2),
        }
        if measures.difference is not None:
            evidence["difference"] = round(measures.difference, 3)
        if measures.carried is not None:
            evidence["carried"] = round(measures.carried)
        return [Observation(kind, round(score, 3), evidence=evidence) for kind, score in scores.items()]


def _build(setup: DetectorSetup) -> CameraFaultDetector:
    return CameraFaultDetector(setup.own(FaultSettings))


def _rules(setup: DetectorSetup) -> Rules:
    settings = setup.own(FaultSettings)
    return {(kind, None): setup.reader.rule(RULES[kind].with_hold(settings.hold(kind))) for kind in FAULTS}


ENTRY = DetectorEntry(
    name="camera_faults",
    words=Text(zh="摄像机故障", en="Camera faults"),
    finds="lost, black, frozen (also behind an encoder that goes on refining it), covered, blurred, moved, shaking",
    limits="a camera that is covered when it starts is not found out; fog is a condition, not a fault",
    settings=FaultSettings,
    kinds=tuple(KINDS[kind] for kind in FAULTS),
    build=_build,
    rules=_rules,
)
