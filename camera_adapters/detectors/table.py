"""The visible table of detectors: what a camera's ``detectors`` may name, and how each is built.

Every camera is watched for its own faults; naming ``camera_faults`` for it only changes their settings.

A new hazard is one file with its decision, one line here, and one row in ``alert_rules.RULES``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from camera_adapters.alerts.rules import RULES, RuleBook
from camera_adapters.base.errors import DetectorSettingError
from camera_adapters.detectors.base import Detector
from camera_adapters.detectors.faults.camera_faults import CameraFaultDetector, FaultSettings
from camera_adapters.detectors.faults.decisions import FAULTS
from camera_adapters.detectors.features.zones import WHOLE_PICTURE, Area
from camera_adapters.detectors.fire.flame import FlameDetector, FlameSettings
from camera_adapters.detectors.fire.smoke import SmokeDetector, SmokeSettings
from camera_adapters.detectors.movement.intrusion import IntrusionDetector
from camera_adapters.detectors.movement.line_crossing import CrossingSettings, LineCrossingDetector
from camera_adapters.detectors.movement.loitering import LoiteringDetector, LoiteringSettings
from camera_adapters.detectors.movement.presence import IntrusionSettings
from camera_adapters.detectors.objects.labelling import NAMES, Labelling
from camera_adapters.detectors.objects.zone_classifier import ZoneClassifier
from camera_adapters.detectors.settings import SettingReader
from camera_adapters.detectors.site import Site
from camera_adapters.detectors.slope.rockfall import RockfallDetector, RockfallSettings
from camera_adapters.detectors.water.debris import DebrisDetector, DebrisSettings
from camera_adapters.detectors.water.flood import FloodDetector, FloodSettings
from camera_adapters.detectors.water.water_level import LEVEL, RISE, UNREADABLE, WaterLevelDetector, WaterSettings
from camera_adapters.messages import CameraSpec, DetectorSpec, Gauge, Purpose
from common.kinds.rule import Rule

RuleKey = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class DetectorKind:
    """How a kind of detector is made for a camera, and by which rules its observations become alerts."""

    build: Callable[[CameraSpec, DetectorSpec, SettingReader], Detector]
    rules: Callable[[CameraSpec, DetectorSpec, SettingReader], Mapping[RuleKey, Rule]]
    settings: type
    """A dataclass of what may be set, with ``bounds.bounded`` defaults: the set-up page's form is made of it."""
    raises: tuple[str, ...]
    """Kinds of ``alert_rules.RULES`` that it may raise."""
    takes: tuple[str, ...] = ()
    """What its ``zone`` may name: purposes of zones, ``gauge``; empty: the whole picture always."""
    needs_zone: bool = False


def _area(camera: CameraSpec, zone: str | None) -> Area:
    return Area(next((each.polygon for each in camera.zones if each.id == zone), WHOLE_PICTURE))


def _intrusion(camera: CameraSpec, spec: DetectorSpec, reader: SettingReader) -> Detector:
    area, settings, network = _area(camera, spec.zone), reader.own(IntrusionSettings), reader.site.network
    if network is None:
        return IntrusionDetector(spec.zone, area, settings)
    waters, masks = _areas(camera, Purpose.WATER), _areas(camera, Purpose.MASK)
    naming = Labelling(spec.zone, area, waters, masks, settings.dwell_seconds)
    left, top, right, bottom = area.watched()
    eye = ZoneClassifier(network, naming, (left, top, right - left, bottom - top), settings.idle_seconds)
    return IntrusionDetector(spec.zone, area, settings, eye)


def _areas(camera: CameraSpec, purpose: Purpose) -> list[Area]:
    return [Area(zone.polygon) for zone in camera.zones if zone.purpose is purpose]


def _intrusion_rules(camera: CameraSpec, spec: DetectorSpec, reader: SettingReader) -> Mapping[RuleKey, Rule]:
    # A keyframe every 2 s shows a walker two or three times, so two sightings of a walk must do.
    slow = camera.analysis_fps == "keyframes" or float(camera.analysis_fps) < 1.5
    kinds = ("intrusion", *NAMES)
    starts = {kind: RULES[kind].with_counts(needed=2, window=3) if slow else RULES[kind] for kind in kinds}
    return {(kind, spec.zone): reader.rule(start) for kind, start in starts.items()}


def _flame(camera: CameraSpec, spec: DetectorSpec, reader: SettingReader) -> Detector:
    return FlameDetector(spec.zone, _area(camera, spec.zone).polygon, reader.own(FlameSettings))


def _flame_rules(_camera: CameraSpec, spec: DetectorSpec, reader: SettingReader) -> Mapping[RuleKey, Rule]:
    reader.own(FlameSettings)
    return {("flame", spec.zone): reader.rule(RULES["flame"])}


def _smoke(camera: CameraSpec, spec: DetectorSpec, reader: SettingReader) -> Detector:
    return SmokeDetector(spec.zone, _area(camera, spec.zone).polygon, reader.own(SmokeSettings), reader.site.time_zone)


def _smoke_rules(_camera: CameraSpec, spec: DetectorSpec, reader: SettingReader) -> Mapping[RuleKey, Rule]:
    return {(kind, spec.zone): reader.rule(RULES[kind]) for kind in reader.own(SmokeSettings).kinds}


def _rockfall(camera: CameraSpec, spec: DetectorSpec, reader: SettingReader) -> Detector:
    return RockfallDetector(spec.zone, _area(camera, spec.zone).polygon, reader.own(RockfallSettings))


def _debris(camera: CameraSpec, spec: DetectorSpec, reader: SettingReader) -> Detector:
    """In the zone that it names, or wherever water is drawn."""
    drawn = spec.zone or next((zone.id for zone in camera.zones if zone.purpose is Purpose.WATER), None)
    return DebrisDetector(spec.zone, _area(camera, drawn), reader.own(DebrisSettings))


def _flood(camera: CameraSpec, spec: DetectorSpec, reader: SettingReader) -> Detector:
    return FloodDetector(spec.zone, _area(camera, spec.zone).polygon, reader.own(FloodSettings))


def _crossing(camera: CameraSpec, spec: DetectorSpec, reader: SettingReader) -> Detector:
    return LineCrossingDetector(spec.zone, _area(camera, spec.zone).polygon, reader.own(CrossingSettings))


def _loitering(camera: CameraSpec, spec: DetectorSpec, reader: SettingReader) -> Detector:
    return LoiteringDetector(spec.zone, _area(camera, spec.zone), reader.own(LoiteringSettings))


def _one_rule(kind: str, settings: type) -> Callable[[CameraSpec, DetectorSpec, SettingReader], Mapping[RuleKey, Rule]]:
    """The rule of a detector that raises one kind."""

    def rules(_camera: CameraSpec, spec: DetectorSpec, reader: SettingReader) -> Mapping[RuleKey, Rule]:
        reader.own(settings)
        return {(kind, spec.zone): reader.rule(RULES[kind])}

    return rules


def _faults(_camera: CameraSpec, _spec: DetectorSpec, reader: SettingReader) -> Detector:
    return CameraFaultDetector(reader.own(FaultSettings))


def _fault_rules(_camera: CameraSpec, _spec: DetectorSpec, reader: SettingReader) -> Mapping[RuleKey, Rule]:
    settings = reader.own(FaultSettings)
    return {(kind, None): reader.rule(RULES[kind].with_hold(settings.hold(kind))) for kind in FAULTS}


def _gauge(camera: CameraSpec, spec: DetectorSpec) -> Gauge:
    named = [gauge for gauge in camera.gauges if spec.zone in (None, gauge.id)]
    if len(named) != 1:
        known = ", ".join(gauge.id for gauge in camera.gauges) or "none"
        raise DetectorSettingError(camera.id, spec.kind, "zone", f"must name one of the camera's gauges ({known})")
    return named[0]


def _water(camera: CameraSpec, spec: DetectorSpec, reader: SettingReader) -> Detector:
    return WaterLevelDetector(_gauge(camera, spec), reader.own(WaterSettings), reader.site.time_zone)


def _water_rules(camera: CameraSpec, spec: DetectorSpec, reader: SettingReader) -> Mapping[RuleKey, Rule]:
    zone = _gauge(camera, spec).id
    return {
        (LEVEL, zone): reader.rule(RULES[LEVEL]),
        (RISE, zone): RULES[RISE],
        (UNREADABLE, zone): RULES[UNREADABLE],
    }


def _single(
    kind: str,
    build: Callable[[CameraSpec, DetectorSpec, SettingReader], Detector],
    settings: type,
    *takes: Purpose,
    needs_zone: bool = False,
) -> DetectorKind:
    """A detector that raises one kind, named as itself."""
    return DetectorKind(build, _one_rule(kind, settings), settings, raises=(kind,), takes=takes, needs_zone=needs_zone)


DETECTORS: Mapping[str, DetectorKind] = MappingProxyType(
    {
        "intrusion": DetectorKind(
            _intrusion,
            _intrusion_rules,
            IntrusionSettings,
            raises=("intrusion", *NAMES),
            takes=(Purpose.WATCH, Purpose.WATER),
        ),
        "flame": DetectorKind(_flame, _flame_rules, FlameSettings, raises=("flame",), takes=(Purpose.WATCH,)),
        "smoke": DetectorKind(
            _smoke, _smoke_rules, SmokeSettings, raises=("smoke", "smoke_far", "emission"), takes=(Purpose.WATCH,)
        ),
        "rockfall": _single("rockfall", _rockfall, RockfallSettings, Purpose.WATCH, Purpose.GROUND),
        "debris": _single("debris", _debris, DebrisSettings, Purpose.WATER, Purpose.WATCH),
        "flood": _single("flood", _flood, FloodSettings, Purpose.GROUND, needs_zone=True),
        "line_crossing": _single("line_crossing", _crossing, CrossingSettings, Purpose.LINE, needs_zone=True),
        "loitering": _single("loitering", _loitering, LoiteringSettings, Purpose.WATCH, Purpose.GROUND),
        "camera_faults": DetectorKind(_faults, _fault_rules, FaultSettings, raises=tuple(FAULTS)),
        "water_level": DetectorKind(
            _water, _water_rules, WaterSettings, raises=(LEVEL, RISE, UNREADABLE), takes=("gauge",)
        ),
    }
)
"""Kinds of detectors by the name that the cameras file uses."""


ALWAYS = DetectorSpec(kind="camera_faults")
"""What every camera is watched for without being told."""


def build_detectors(camera: CameraSpec, site: Site) -> list[Detector]:
    """The detectors of a camera, new and without memory; ``DetectorSettingError`` when one is set up wrongly."""
    return [kind.build(camera, spec, reader) for kind, spec, reader in _listed(camera, site)]


def build_rules(camera: CameraSpec) -> RuleBook:
    """The alert rules of a camera: the table with what its detectors' settings override; errors as above."""
    rules: dict[RuleKey, Rule] = {}
    for kind, spec, reader in _listed(camera, Site()):
        rules.update(kind.rules(camera, spec, reader))
    return RuleBook(MappingProxyType(rules))


def _listed(camera: CameraSpec, site: Site) -> list[tuple[DetectorKind, DetectorSpec, SettingReader]]:
    listed = []
    named = any(spec.kind == ALWAYS.kind for spec in camera.detectors)
    for spec in camera.detectors if named else (*camera.detectors, ALWAYS):
        kind = DETECTORS.get(spec.kind)
        if kind is None:
            known = ", ".join(sorted(DETECTORS))
            raise DetectorSettingError(camera.id, spec.kind, "kind", f"no such detector; known are {known}")
        listed.append((kind, spec, SettingReader(camera.id, spec.kind, spec.settings, site)))
    return listed
