"""Presence: the pure decision of motion intrusion on which tracks are somebody in the zone."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

from camera_adapters.detectors import words
from camera_adapters.detectors.base import Observation
from camera_adapters.detectors.features.tracks import Blob, Track, Tracker
from camera_adapters.detectors.features.zones import Area
from common.bounds import bounded, check
from common.kinds.movement import INTRUSION
from common.text import Text

KIND = INTRUSION.name
LONGEST = 6.0
"""Width by height of the longest body, a boat; what is longer is an edge that sways, a wave or a shadow."""
TALLEST = 4.5
"""Height by width of the tallest, somebody with a load on the head; what is taller is rain or a beam."""
SMALL, SMALL_SECONDS, SMALL_STRAIGHT = 0.05, 1.6, 0.75
"""What is smaller than this many picture widths must go its way for longer: flakes, insects and glints do not."""
SMALL_PERSISTENCE, PERSISTENCE = 0.7, 0.6
"""Share of the pictures in which it must be found: flakes are taken for one another."""
CRISP, CRISP_SIZE = 0.9, 0.1
"""The smaller a body, the more of it is rim: up to this size it must stand out so sharply (small persons, boats and
cars 1.0 to 2.0, small pieces of shadows and fog 0.6 to 0.9), from twice that size on ``min_edge`` is enough."""
STROLL_STRAIGHT = 0.8
"""Over long strides a stroller goes straight; what sways or drifts to and fro does not."""
MIN_WARM_UP_FRAMES = 3
"""A background of fewer pictures is a guess, whatever the clock says."""


@dataclass(frozen=True, slots=True)
class IntrusionSettings:
    """What may be set for one zone. Areas are shares of the picture, times seconds, distances picture widths."""

    contrast: float = bounded(8.0, 2, 100, unit="grey", words=words.CONTRAST)
    """Grey levels by which a body must differ from a quiet background; less for grey clothes on a grey road."""
    min_area: float = bounded(0.0008, 0, 1, above=True, unit="share", words=words.MIN_AREA)
    """Moving pixels of the smallest body: 0.0008 is a person 19 px tall in 320 × 180."""
    max_area: float = bounded(0.25, 0, 1, above=True, unit="share", words=Text(zh="最大面积", en="Largest area"))
    """Box of the largest body; what is larger is a lens covered, a light, or the camera itself."""
    dwell_seconds: float = bounded(0.4, 0, 3600, unit="s", words=words.DWELL_SECONDS)
    """How long the foot point must be in the zone."""
    min_travel: float = bounded(0.04, 0, 1, unit="widths", words=words.MIN_TRAVEL)
    """How far a body must have moved, at least, and ``min_travel_sizes`` of its own size."""
    min_travel_sizes: float = bounded(
        0.5, 0, 10, unit="sizes", words=Text(zh="最小移动（自身大小）", en="Least distance (own sizes)")
    )
    min_edge: float = bounded(0.68, 0, 2, words=Text(zh="轮廓最低清晰度", en="Least sharpness of the outline"))
    """How sharply a body stands out: the step at its rim by its mean difference."""
    warm_up_seconds: float = bounded(0.5, 0, 600, unit="s", words=words.WARM_UP_SECONDS)
    idle_seconds: float = bounded(5.0, 0.2, 3600, unit="s", words=Text(zh="网络查看间隔", en="Network looks every"))
    """How often the object network looks at a quiet zone; without one it means nothing."""
    global_change: float = bounded(
        0.45, 0, 1, above=True, unit="share", words=Text(zh="整体变化上限", en="Global change from")
    )
    """Share of the picture that changes at once when it is the light or the camera, and nobody."""

    def __post_init__(self) -> None:
        check(self)
        if self.min_area >= self.max_area:
            raise ValueError("min_area must be below max_area")


@dataclass(frozen=True, slots=True)
class ZoneMotion:
    """What moves in one picture around the zone."""

    blobs: tuple[Blob, ...]
    changed: float
    """Share of coarse cells of the whole picture that differ from the background."""
    moving: float
    """Share of the watched pixels that move."""


@dataclass(slots=True)
class Visit:
    """What is known of one track in the zone."""

    inside_since: float | None = None
    walked: bool = False
    """It once moved as a body does; standing still afterwards does not undo that."""


@dataclass(slots=True)
class PresenceDecision:
    """From the motion of each picture to observations of one zone; ``aspect`` is height divided by width."""

    zone: str | None
    area: Area
    settings: IntrusionSettings
    kind: str = KIND
    """What a body here is told as."""
    places: str = "track"
    """How its tracks are called, so that those of two decisions on one zone are told apart."""
    _tracker: Tracker = field(default_factory=partial(Tracker, leaps=False))
    _visits: dict[int, Visit] = field(default_factory=dict)

    @property
    def inside(self) -> bool:
        """Whether somebody who walked in is in the zone now."""
        return any(visit.walked and visit.inside_since is not None for visit in self._visits.values())

    def forget(self) -> None:
        """The picture is a new one: nobody is known."""
        self._tracker.clear()
        self._visits.clear()

    def decide(self, motion: ZoneMotion, aspect: float, now: float) -> list[Observation]:
        """Observations of one picture: each walker in the zone, or one of score 0 when nobody is there."""
        if motion.changed >= self.settings.global_change:
            self._tracker.clear()
            self._visits.clear()
            return [self._nobody(motion, veto="global_change")]
        tracks = self._tracker.update(motion.blobs, now)
        self._visits = {track.number: self._visits.get(track.number, Visit()) for track in tracks}
        seen = [self._observe(track, motion, aspect, now) for track in tracks if track.seen_at == now]
        present = [observation for observation in seen if observation is not None]
        return present or [self._nobody(motion)]

    def ways(self, aspect: float) -> tuple[tuple[tuple[float, float], ...], ...]:
        """The ways of all tracks, in fractions of the picture."""
        return tuple(tuple((x, y / aspect) for _, x, y in track.way) for track in self._tracker.tracks)

    def warming(self) -> list[Observation]:
        """What is said while the background is young."""
        return [Observation(self.kind, 0.0, zone=self.zone, veto="warm_up")]

    def _nobody(self, motion: ZoneMotion, veto: str | None = None) -> Observation:
        evidence = {"moving": round(motion.moving, 4), "changed": round(motion.changed, 3)}
        return Observation(self.kind, 0.0, zone=self.zone, evidence=evidence, veto=veto)

    def _observe(self, track: Track, motion: ZoneMotion, aspect: float, now: float) -> Observation | None:
        visit = self._visits[track.number]
        x, y = track.blob.foot
        if not self.area.contains(min(1.0, max(0.0, x)), min(1.0, max(0.0, y / aspect))):
            visit.inside_since = None
            return None
        if visit.inside_since is None:
            visit.inside_since = now
        box = _box(track, aspect)
        score = self._score(track, visit, box, now)
        return Observation(
            self.kind,
            score,
            zone=self.zone,
            place=f"{self.places}-{track.number}",
            box=box,
            evidence={
                "travel": round(track.net, 3),
                "size": round(track.blob.size, 3),
                "straight": round(track.straight, 2),
                "edge": round(track.edge, 2),
                "inside_seconds": round(now - visit.inside_since, 2),
                "moving": round(motion.moving, 4),
                "changed": round(motion.changed, 3),
            },
        )

    def _score(self, track: Track, visit: Visit, box: tuple[float, float, float, float], now: float) -> float:
        if not has_body_shape(track, aspect_area=box[2] * box[3], settings=self.settings):
            return 0.0
        travel = travelled(track, self.settings)
        visit.walked = visit.walked or moves_as_body(track, self.settings, now)
        stayed = visit.inside_since is not None and now - visit.inside_since >= self.settings.dwell_seconds
        if not visit.walked or not stayed:
            return round(0.35 * min(1.0, travel) * track.persistence, 3)
        surplus = min(1.0, max(0.0, (travel - 1.0) / 3.0))
        return round(0.6 + 0.25 * surplus + 0.1 * track.straight * track.persistence, 3)


def has_body_shape(track: Track, *, aspect_area: float, settings: IntrusionSettings) -> bool:
    """Whether a body may have this shape and this share of the picture."""
    blob = track.blob
    return aspect_area <= settings.max_area and blob.w <= LONGEST * blob.h and blob.h <= TALLEST * blob.w


def travelled(track: Track, settings: IntrusionSettings) -> float:
    """How far it has come, in what is needed; infinite where nothing is."""
    return _share(track, track.net, settings)


def moves_as_body(track: Track, settings: IntrusionSettings, now: float) -> bool:
    """Whether it goes its way as a body does, and stands out as one."""
    small = track.blob.size < SMALL
    if track.edge < _least_edge(track, settings) or track.persistence < (SMALL_PERSISTENCE if small else PERSISTENCE):
        return False
    steady = track.straight >= (SMALL_STRAIGHT if small else 0.5)
    long = not small or now - track.born >= SMALL_SECONDS
    return (travelled(track, settings) >= 1.0 and steady and long) or _strolls(track, settings)


def _least_edge(track: Track, settings: IntrusionSettings) -> float:
    if settings.min_edge >= CRISP or settings.min_edge == 0.0:
        return settings.min_edge
    small = min(1.0, max(0.0, 2.0 - track.blob.size / CRISP_SIZE))
    return settings.min_edge + small * (CRISP - settings.min_edge)


def _strolls(track: Track, settings: IntrusionSettings) -> bool:
    net, straight = track.stroll
    return straight >= STROLL_STRAIGHT and _share(track, net, settings) >= 1.0


def _share(track: Track, way: float, settings: IntrusionSettings) -> float:
    need = max(settings.min_travel, settings.min_travel_sizes * track.blob.size)
    return way / need if need > 0.0 else float("inf")  # 0: whoever is seen has moved enough


def _box(track: Track, aspect: float) -> tuple[float, float, float, float]:
    blob = track.blob
    x, y = min(1.0, blob.x), min(1.0, blob.y / aspect)
    return round(x, 4), round(y, 4), round(min(blob.w, 1.0 - x), 4), round(min(blob.h / aspect, 1.0 - y), 4)
