"""Somebody or something crosses a line: a body whose foot point goes from one side of it to the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise

from camera_adapters.detectors import words
from camera_adapters.detectors.base import FrameFeatures, Observation
from camera_adapters.detectors.entry import DetectorEntry, DetectorSetup
from camera_adapters.detectors.features.tracks import Blob, Track, Tracker
from camera_adapters.detectors.features.zones import Area, Polygon
from camera_adapters.detectors.movement.presence import (
    MIN_WARM_UP_FRAMES,
    IntrusionSettings,
    has_body_shape,
    moves_as_body,
)
from camera_adapters.messages import Purpose
from common.bounds import bounded, check
from common.kinds.movement import LINE_CROSSING
from common.text import Text

KIND = LINE_CROSSING.name
LATE_SECONDS = 5.0
"""How long a crossing is said, and how long afterwards what crossed may still prove to be a body."""
PROVEN = 5
"""Who moved as a body so often is one for good; streaks of rain that are taken for one do so for a moment."""
SCORE = 0.8
DIRECTIONS = ("both", "in", "out")
NEAR = 0.15
"""Picture widths and heights around a line in which movement matters."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class CrossingSettings:
    """What may be set. Areas are shares of the picture."""

    direction: str = bounded("both", words=Text(zh="方向（both 双向、in 进、out 出）", en="Direction (both, in, out)"))
    """``in`` to the right of the line seen from its first point, ``out`` to the left, or ``both``."""
    contrast: float = bounded(7.0, 2, 100, unit="grey", words=words.CONTRAST)
    min_area: float = bounded(0.0005, 0, 1, above=True, unit="share", words=words.MIN_AREA)

    def __post_init__(self) -> None:
        check(self)
        if self.direction not in DIRECTIONS:
            raise ValueError("direction must be both, in or out")


def crossed(before: Point, after: Point, line: Polygon) -> str | None:
    """``in`` or ``out`` where the way from one point to the next crosses the line; None where it does not."""
    for a, b in pairwise(line):
        was, now = _right(a, b, before), _right(a, b, after)
        if was is not now and _right(before, after, a) is not _right(before, after, b):
            return "in" if now else "out"
    return None


def _right(a: Point, b: Point, point: Point) -> bool:
    """Whether a point lies to the right of the way from a to b, in a picture whose rows go down."""
    return (b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0]) > 0.0


@dataclass(slots=True)
class Crossings:
    """Who crosses one line: pure, from the moving regions of each picture."""

    line: Polygon
    settings: CrossingSettings
    bounds: IntrusionSettings = field(default_factory=IntrusionSettings)
    _tracker: Tracker = field(default_factory=partial(Tracker, leaps=False))
    _feet: dict[int, Point] = field(default_factory=dict)
    _crossed: dict[int, tuple[float, str]] = field(default_factory=dict)
    _moved: dict[int, int] = field(default_factory=dict)
    """How often each was seen to move as a body does: to stand still or to turn round does not undo that."""

    def forget(self) -> None:
        """Forget everybody who was followed, and who has crossed."""
        self._tracker.clear()
        self._feet.clear()
        self._crossed.clear()
        self._moved.clear()

    def take(self, blobs: Sequence[Blob], aspect: float, now: float) -> list[tuple[Track, str]]:
        """Who has crossed lately, and which way."""
        tracks = self._tracker.update(blobs, now)
        living = {track.number for track in tracks}
        self._feet = {number: foot for number, foot in self._feet.items() if number in living}
        self._crossed = {number: when for number, when in self._crossed.items() if number in living}
        self._moved = {number: count for number, count in self._moved.items() if number in living}
        for track in tracks:
            if track.seen_at == now:
                self._follow(track, aspect, now)
        return [
            (track, self._crossed[track.number][1])
            for track in tracks
            if track.number in self._crossed
            and now - self._crossed[track.number][0] <= LATE_SECONDS
            and (self._moved.get(track.number, 0) >= PROVEN or moves_as_body(track, self.bounds, now))
        ]

    def _follow(self, track: Track, aspect: float, now: float) -> None:
        share = track.blob.w * track.blob.h / aspect
        shaped = has_body_shape(track, aspect_area=share, settings=self.bounds)  # what is tall and thin is rain
        if shaped and moves_as_body(track, self.bounds, now):
            self._moved[track.number] = self._moved.get(track.number, 0) + 1
        x, y = track.blob.foot
        foot = (x, y / aspect)
        before = self._feet.get(track.number)
        self._feet[track.number] = foot
        way = None if before is None else crossed(before, foot, self.line)
        if way is not None and self.settings.direction in ("both", way):
            self._crossed[track.number] = (now, way)


class LineCrossingDetector:
    """Crossings of one line of one camera (see ``Detector``)."""

    version = "line_crossing/3"

    def __init__(self, zone: str | None, line: Polygon, settings: CrossingSettings) -> None:
        self._zone, self._settings = zone, settings
        xs, ys = [x for x, _ in line], [y for _, y in line]
        corners = ((min(xs), min(ys)), (max(xs), min(ys)), (max(xs), max(ys)), (min(xs), max(ys)))
        left, top, right, bottom = Area(corners).watched()
        self._watched = max(0.0, left - NEAR), top, min(1.0, right + NEAR), min(1.0, bottom + NEAR)
        bounds = IntrusionSettings(contrast=settings.contrast, min_area=settings.min_area)
        self._crossings = Crossings(line, settings, bounds)

    def observe(self, features: FrameFeatures) -> list[Observation]:
        """One observation for each who has just crossed, or one of score 0."""
        motion = features.motion
        if motion.fresh or motion.changed >= self._crossings.bounds.global_change:
            self._crossings.forget()
            return [Observation(KIND, 0.0, self._zone, veto="warm_up" if motion.fresh else "global_change")]
        if motion.frames < MIN_WARM_UP_FRAMES:
            return [Observation(KIND, 0.0, self._zone, veto="warm_up")]
        blobs = motion.blobs(self._settings.min_area, self._watched, self._settings.contrast)
        told = self._crossings.take(blobs, features.aspect, features.now)
        return [self._observation(track, way, features.aspect) for track, way in told] or [
            Observation(KIND, 0.0, self._zone)
        ]

    def _observation(self, track: Track, way: str, aspect: float) -> Observation:
        blob = track.blob
        x, y = min(1.0, blob.x), min(1.0, blob.y / aspect)
        box = (x, y, min(blob.w, 1.0 - x), min(blob.h / aspect, 1.0 - y))
        evidence = {"inwards": float(way == "in"), "size": round(blob.size, 3), "edge": round(track.edge, 2)}
        return Observation(KIND, SCORE, self._zone, f"track-{track.number}", box, evidence=evidence)

    def reset(self) -> None:
        """Forget everybody who was followed."""
        self._crossings.forget()


def _build(setup: DetectorSetup) -> LineCrossingDetector:
    return LineCrossingDetector(setup.zone, setup.polygon, setup.own(CrossingSettings))


ENTRY = DetectorEntry(
    name="line_crossing",
    words=Text(zh="越线", en="Line crossing"),
    finds="a body whose foot point goes over a drawn line, in both directions or one",
    limits="who is too small to be a body at the line is told up to five seconds late, or not",
    settings=CrossingSettings,
    kinds=(LINE_CROSSING,),
    build=_build,
    takes=(Purpose.LINE,),
    needs_zone=True,
)
