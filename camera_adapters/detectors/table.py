"""Table of detectors: the kinds that a camera's ``detectors`` may name, and the detectors and rules made from them.

Every camera is watched for its own faults; naming ``camera_faults`` only changes their settings.

A new detector is one file that ends with its entry, and one line here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from camera_adapters.alerts.rules import RuleBook
from camera_adapters.base.errors import DetectorSettingError
from camera_adapters.detectors.base import Detector
from camera_adapters.detectors.entry import DetectorEntry, DetectorSetup
from camera_adapters.detectors.faults import camera_faults
from camera_adapters.detectors.fire import flame, smoke
from camera_adapters.detectors.movement import intrusion, line_crossing, loitering
from camera_adapters.detectors.settings import SettingReader
from camera_adapters.detectors.site import Site
from camera_adapters.detectors.slope import rockfall
from camera_adapters.detectors.water import debris, flood, water_level
from camera_adapters.messages import CameraSpec, DetectorSpec
from common.kinds.rule import Rule

FILES = (
    intrusion,
    smoke,
    flame,
    rockfall,
    flood,
    debris,
    line_crossing,
    loitering,
    camera_faults,
    water_level,
)
DETECTORS: Mapping[str, DetectorEntry] = MappingProxyType({file.ENTRY.name: file.ENTRY for file in FILES})
"""Entries by the name that the cameras file uses."""
if len(DETECTORS) != len(FILES):
    raise ValueError("two detectors have one name")

ALWAYS = DetectorSpec(kind=camera_faults.ENTRY.name)
"""What every camera is watched for without being told."""


def build_detectors(camera: CameraSpec, site: Site) -> list[Detector]:
    """The detectors of a camera, new and without memory; ``DetectorSettingError`` when one is set up wrongly."""
    return [entry.build(setup) for entry, setup in _listed(camera, site)]


def build_rules(camera: CameraSpec) -> RuleBook:
    """The alert rules of a camera: the kinds' own with what its detectors' settings override; errors as above."""
    rules: dict[tuple[str, str | None], Rule] = {}
    for entry, setup in _listed(camera, Site()):
        rules.update(entry.rules_for(setup))
    return RuleBook(MappingProxyType(rules))


def _listed(camera: CameraSpec, site: Site) -> list[tuple[DetectorEntry, DetectorSetup]]:
    named = any(spec.kind == ALWAYS.kind for spec in camera.detectors)
    specs = camera.detectors if named else (*camera.detectors, ALWAYS)
    return [(_entry(camera, spec), _setup(camera, spec, site)) for spec in specs]


def _entry(camera: CameraSpec, spec: DetectorSpec) -> DetectorEntry:
    entry = DETECTORS.get(spec.kind)
    if entry is None:
        known = ", ".join(sorted(DETECTORS))
        raise DetectorSettingError(camera.id, spec.kind, "kind", f"no such detector; known are {known}")
    return entry


def _setup(camera: CameraSpec, spec: DetectorSpec, site: Site) -> DetectorSetup:
    return DetectorSetup(camera, spec, SettingReader(camera.id, spec.kind, spec.settings, site))
