"""Intrusion: a body that walks, drives or swims into a zone, found by motion against a learned background.

With an object network a moving body gets a name, and a body that stands still is found too.

It works from 5 frames a second down to keyframes only (one every 2 s); at that rate a body that crosses the zone within
6 s may be missed.
"""

from __future__ import annotations

from dataclasses import replace

from camera_adapters.alerts.rules import RULES
from camera_adapters.detectors.base import FrameFeatures, Observation
from camera_adapters.detectors.drawing import Drawing
from camera_adapters.detectors.entry import DetectorEntry, DetectorSetup, Rules
from camera_adapters.detectors.features.motion import Motion
from camera_adapters.detectors.features.zones import Area
from camera_adapters.detectors.movement.presence import (
    MIN_WARM_UP_FRAMES,
    IntrusionSettings,
    PresenceDecision,
    ZoneMotion,
)
from camera_adapters.detectors.objects.labelling import Labelling
from camera_adapters.detectors.objects.zone_classifier import ZoneClassifier
from camera_adapters.messages import Purpose
from common.kinds.movement import BOAT, INTRUSION, PERSON, SWIMMER, VEHICLE
from common.text import Text

SWIM_TRAVEL = 0.02
"""Picture widths: who swims far away comes forward by a few pixels a second."""


def swimming(settings: IntrusionSettings) -> IntrusionSettings:
    """The same for who is seen by the colour of head and shoulders, of which few pixels are above the water."""
    return replace(settings, min_travel=min(SWIM_TRAVEL, settings.min_travel))


class IntrusionDetector:
    """Motion intrusion into one zone of one camera (see ``Detector``)."""

    version = "intrusion/5"

    def __init__(
        self, zone: str | None, area: Area, settings: IntrusionSettings, classifier: ZoneClassifier | None = None
    ) -> None:
        self._settings = settings
        self._watched = area.watched()
        self._decision = PresenceDecision(zone, area, settings)
        self._swimmers = PresenceDecision(zone, area, swimming(settings), places="swimmer")
        self._classifier = classifier
        self._seen: Motion | None = None
        self._aspect = 1.0

    def observe(self, features: FrameFeatures) -> list[Observation]:
        """One observation for each walker in the zone; one of score 0 when nobody is there; vetoed ones otherwise.

        With a network, at each of its looks one observation more for each thing it finds in the zone.
        """
        seen = self._moving(features)
        return seen if self._classifier is None else self._classifier.observe(features, seen)

    def _moving(self, features: FrameFeatures) -> list[Observation]:
        settings, motion = self._settings, features.motion
        self._seen, self._aspect = motion, features.aspect
        if motion.fresh:
            self._decision.forget()
            self._swimmers.forget()
        if motion.age < settings.warm_up_seconds or motion.frames < MIN_WARM_UP_FRAMES:
            return self._decision.warming()
        blobs = motion.blobs(settings.min_area, self._watched, settings.contrast)
        zone_motion = ZoneMotion(blobs, motion.changed, motion.moving(self._watched, settings.contrast))
        seen = self._decision.decide(zone_motion, features.aspect, features.now)
        swimmers = self._swimmers.decide(replace(zone_motion, blobs=features.swimmers), features.aspect, features.now)
        return [*seen, *(each for each in swimmers if each.box is not None)]

    def reset(self) -> None:
        """Forget everybody who was followed."""
        self._decision.forget()
        self._swimmers.forget()
        self._seen = None
        if self._classifier is not None:
            self._classifier.forget()

    def drawing(self) -> Drawing:
        """Moving pixels, and the ways of whoever is followed."""
        mask = None if self._seen is None else self._seen.mask(self._settings.contrast)
        ways = self._decision.ways(self._aspect) + self._swimmers.ways(self._aspect)
        return Drawing(mask=mask, paths=ways)


KINDS = (INTRUSION, PERSON, VEHICLE, BOAT, SWIMMER)


def _build(setup: DetectorSetup) -> IntrusionDetector:
    area, settings, network = Area(setup.polygon), setup.own(IntrusionSettings), setup.site.network
    if network is None:
        return IntrusionDetector(setup.zone, area, settings)
    waters, masks = setup.areas(Purpose.WATER), setup.areas(Purpose.MASK)
    labelling = Labelling(setup.zone, area, waters, masks, settings.dwell_seconds)
    left, top, right, bottom = area.watched()
    classifier = ZoneClassifier(network, labelling, (left, top, right - left, bottom - top), settings.idle_seconds)
    return IntrusionDetector(setup.zone, area, settings, classifier)


def _rules(setup: DetectorSetup) -> Rules:
    """A keyframe every 2 s shows a walker two or three times, so two sightings of a walk must do."""
    rate = setup.camera.analysis_fps
    slow = rate == "keyframes" or float(rate) < 1.5
    starts = {kind.name: RULES[kind.name] for kind in KINDS}
    slower = {name: rule.with_counts(needed=2, window=3) for name, rule in starts.items()} if slow else starts
    return {(name, setup.zone): setup.reader.rule(rule) for name, rule in slower.items()}


ENTRY = DetectorEntry(
    name="intrusion",
    words=Text(zh="越界入侵", en="Intrusion"),
    finds=(
        "somebody or something that moves through a zone as a body does; with an ONNX network "
        "(`CC_OBJECT_MODEL`) person, vehicle, boat and swimmer by name. A name that comes later is told of the "
        "same alert"
    ),
    limits=(
        "without a network anything with a sharp outline that travels is an intruder, and nobody is seen while "
        "the camera itself moves. Somebody below 19 of 180 rows is seen only now and then. Who swims is seen "
        "where water is drawn and by day: by infrared light a head in the waves is not"
    ),
    settings=IntrusionSettings,
    kinds=KINDS,
    build=_build,
    rules=_rules,
    takes=(Purpose.WATCH, Purpose.WATER),
)
