"""Labelling of tracks by the network: moving bodies get a class, and standing ones are found. Pure.

Motion alone is enough for an alert: a moving body without a name after two looks is an ``intrusion``, because a network
does not know everything. Each name is a kind of its own; a track that has one keeps it for as long as it is followed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import isinf

from camera_adapters.alerts.observation import Observation
from camera_adapters.base.boxes import BoxTuple, overlap, shared
from camera_adapters.detectors.features.zones import Area
from camera_adapters.detectors.objects.confidence import HELD, WALKING, explains, score
from camera_adapters.detectors.objects.finding import Detection, ObjectClass
from camera_adapters.detectors.objects.object_tracks import MEMORY, ObjectTracks, TrackedObject, size, travel
from common.kinds import movement

PERSON, VEHICLE = movement.PERSON.name, movement.VEHICLE.name
BOAT, SWIMMER = movement.BOAT.name, movement.SWIMMER.name
NAMES = (PERSON, VEHICLE, BOAT, SWIMMER)
LOOKS_FOR_NAME = 2
"""Looks after which somebody without a name is told without one."""
NAME_SECONDS = 0.3
"""However busy the network is, nobody is kept back for a name for longer than this: the name may come later."""
COMPANY_SECONDS = 5.0
BESIDE = 2.0
"""Who walks within two of its sizes of somebody with a name is of that company, and no alert of its own."""
STATIC_SECONDS = 1800.0
ALIKE = 0.25
"""Intersection over union of a thing that is no person and its track."""
FITS = 0.3
"""Share of the smaller box that a thing and a track must have in common."""
ABOARD = 0.5
CUT = 0.01


@dataclass(frozen=True, slots=True)
class NetworkLook:
    """Result of one look of the network at a picture."""

    findings: Sequence[Detection]
    crop: BoxTuple
    """What it looked at."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Facts about the picture beside its objects: its time, infrared light, sway of the camera."""

    now: float
    """Monotonic seconds."""
    night: bool = False
    sway: float = 0.0
    """How far the camera may have moved the picture, in picture widths; infinite where it moves by itself: then nobody
    is seen to move, and nobody needs to."""

    @property
    def drifts(self) -> bool:
        """Whether the camera moves by itself."""
        return isinf(self.sway)


@dataclass(slots=True)
class _Mover:
    """What is known of one track of moving pixels."""

    looks: int = 0
    walks_since: float | None = None
    named: bool = False
    kind: str | None = None
    """What it is told as; None with a name that nobody is called for, an animal."""


@dataclass(slots=True)
class Labelling:
    """The names of one zone. ``waters`` are the parts of the picture where a person swims; ``masks`` never count."""

    zone: str | None
    area: Area
    waters: Sequence[Area] = ()
    masks: Sequence[Area] = ()
    dwell_seconds: float = 0.0
    objects: ObjectTracks = field(default_factory=ObjectTracks)
    _movers: dict[str, _Mover] = field(default_factory=dict)

    def forget(self) -> None:
        """Forget all objects and movers: the stream was interrupted or its picture has changed size."""
        self.objects.clear()
        self._movers.clear()

    def unnamed(self, seen: Sequence[Observation]) -> list[BoxTuple]:
        """Boxes of those who begin to walk and have not been looked at often enough."""
        return [
            each.box
            for each in seen
            if each.box is not None and each.score >= 0.8 * HELD and self._mover(each.place).looks < LOOKS_FOR_NAME
        ]

    def decide(
        self, seen: Sequence[Observation], network_look: NetworkLook | None, at: Circumstances, *, answering: bool
    ) -> list[Observation]:
        """What motion saw, renamed, and what the look found. ``answering``: the network can be asked at present."""
        walking = [each for each in seen if each.box is not None and each.score >= WALKING]
        if network_look is not None:
            whole = [each for each in network_look.findings if not cut(each.box, network_look.crop)]
            self.objects.update(whole, network_look.crop, at.now, at.sway)
            for each in seen:
                if each.box is not None:
                    self._mover(each.place).looks += 1
        for each in walking:
            self._accompany(each)
        named = [] if network_look is None else self._named(at)
        self._movers = {place: mover for place, mover in self._movers.items() if any(e.place == place for e in seen)}
        return [*(self._renamed(each, at, answering=answering) for each in seen), *named]

    def doubtful(self) -> BoxTuple | None:
        """What was found, but neither surely nor often: a closer look tells more than another one like the last."""
        unsure = (t for t in self.objects.known if t.missed <= 1 and len(t.looks) < MEMORY and not explains(t))
        return min((tracked.finding.box for tracked in unsure), key=lambda box: box[2] * box[3], default=None)

    # ------------------------------------------------------------ those who move

    def _mover(self, place: str) -> _Mover:
        return self._movers.setdefault(place, _Mover())

    def _accompany(self, walker: Observation) -> None:
        for tracked in self.objects.known:
            if tracked.missed == 0 and walker.box is not None and goes_with(tracked, walker.box):
                tracked.walked = tracked.moved = True
                if explains(tracked):
                    mover = self._mover(walker.place)
                    mover.named, mover.kind = True, self._kind(tracked)

    def _renamed(self, walker: Observation, at: Circumstances, *, answering: bool) -> Observation:
        if walker.box is None or walker.score < WALKING:
            return walker
        mover = self._mover(walker.place)
        if mover.kind is not None:
            return replace(walker, kind=mover.kind)
        mover.walks_since = at.now if mover.walks_since is None else mover.walks_since
        waits = answering and mover.looks < LOOKS_FOR_NAME and at.now - mover.walks_since < NAME_SECONDS
        if mover.named or waits or self._in_company(walker.box, at.now):
            return replace(walker, score=HELD, evidence={**walker.evidence, "named": float(mover.named)})
        return walker

    def _in_company(self, box: BoxTuple, now: float) -> bool:
        """Whether somebody with a name walks beside it, or did so a moment ago."""
        known = (each for each in self.objects.known if now - each.seen_at <= COMPANY_SECONDS)
        named = (each for each in known if each.walked and explains(each))
        return any(travel(each.finding.box, box) <= BESIDE * max(size(each.finding.box), size(box)) for each in named)

    # ------------------------------------------------------------ those who have a name

    def _named(self, at: Circumstances) -> list[Observation]:
        told = [each for tracked in self.objects.known if (each := self._observe(tracked, at)) is not None]
        absent = set(NAMES) - {each.kind for each in told}
        return [*told, *(Observation(kind, 0.0, zone=self.zone) for kind in NAMES if kind in absent)]

    def _observe(self, tracked: TrackedObject, at: Circumstances) -> Observation | None:
        if tracked.missed or not self._inside(tracked, at.now):
            return None
        kind = self._kind(tracked)
        if kind is None:
            return None
        finding = tracked.finding
        stood = at.now - tracked.stood_since
        return Observation(
            kind,
            round(score(tracked, night=at.night, drifts=at.drifts), 3),
            zone=self.zone,
            place=f"thing-{tracked.number}",
            box=_rounded(finding.box),
            evidence={
                "network": round(finding.score, 3),
                "looks": float(len(tracked.looks)),
                "moved": float(tracked.moved),
                "night": float(at.night),
            },
            veto="static_box" if stood >= STATIC_SECONDS else None,
        )

    def _inside(self, tracked: TrackedObject, now: float) -> bool:
        foot = _clipped(tracked.finding.foot)
        if not self.area.contains(*foot) or any(mask.contains(*foot) for mask in self.masks):
            tracked.inside_since = None
            return False
        tracked.inside_since = now if tracked.inside_since is None else tracked.inside_since
        return now - tracked.inside_since >= self.dwell_seconds

    def _kind(self, tracked: TrackedObject) -> str | None:
        sort = tracked.sort
        if sort is ObjectClass.VEHICLE or (sort is ObjectClass.BOX and tracked.walked):
            return None if self._ridden(tracked) else VEHICLE
        if sort is ObjectClass.BOAT:
            return BOAT
        if sort is not ObjectClass.PERSON:
            return None
        foot = _clipped(tracked.finding.foot)
        if not any(water.contains(*foot) for water in self.waters):
            return PERSON
        return None if self._aboard(tracked) else SWIMMER

    def _aboard(self, person: TrackedObject) -> bool:
        box = person.finding.box
        boats = (each for each in self.objects.known if each.sort is ObjectClass.BOAT and each.missed == 0)
        return any(shared(box, boat.finding.box) > ABOARD * box[2] * box[3] for boat in boats)

    def _ridden(self, vehicle: TrackedObject) -> bool:
        """A bicycle below its rider: the person is told, once."""
        if vehicle.finding.name not in ("bicycle", "motorbike", "motorcycle"):
            return False
        riders = (each for each in self.objects.known if each.sort is ObjectClass.PERSON and each.missed == 0)
        return any(fits(vehicle.finding.box, rider.finding.box) for rider in riders)


def fits(a: BoxTuple, b: BoxTuple) -> bool:
    """Whether two boxes may be of one body: a part of it moves, or a shadow with it."""
    return shared(a, b) >= FITS * min(a[2] * a[3], b[2] * b[3])


def cut(box: BoxTuple, crop: BoxTuple) -> bool:
    """Whether a box ends where a close look ends within the picture: its true edge lies beyond."""
    edges = (
        (crop[0] > 0.0, box[0] - crop[0]),
        (crop[1] > 0.0, box[1] - crop[1]),
        (crop[0] + crop[2] < 1.0, crop[0] + crop[2] - box[0] - box[2]),
        (crop[1] + crop[3] < 1.0, crop[1] + crop[3] - box[1] - box[3]),
    )
    return any(inside and gap < CUT for inside, gap in edges)


def goes_with(tracked: TrackedObject, walker: BoxTuple) -> bool:
    """Whether a track is the thing's own: of a person any part may move, a parked car does not go with a passer-by."""
    box = tracked.finding.box
    return fits(box, walker) if tracked.sort is ObjectClass.PERSON else overlap(box, walker) >= ALIKE


def _clipped(point: tuple[float, float]) -> tuple[float, float]:
    return min(1.0, max(0.0, point[0])), min(1.0, max(0.0, point[1]))


def _rounded(box: BoxTuple) -> BoxTuple:
    x, y, w, h = (round(part, 4) for part in box)
    return x, y, w, h
