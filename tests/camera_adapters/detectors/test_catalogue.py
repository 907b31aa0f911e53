"""What the set-up page learns of the detectors is what they take."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from camera_adapters.alerts.rules import RULES
from camera_adapters.base.errors import DetectorSettingError
from camera_adapters.detectors.catalogue import catalogue
from camera_adapters.detectors.site import Site
from camera_adapters.detectors.table import DETECTORS, build_detectors, build_rules
from camera_adapters.messages import CameraSpec, DetectorCatalogue, DetectorInfo, Purpose, SettingInfo
from common.bounds import OutOfBoundsError, bounded, check
from tests.camera_adapters.detectors.test_settings import camera

ALL = catalogue()
NUMBERS = [
    (info, setting) for info in ALL.detectors for setting in info.settings if setting.type in {"number", "integer"}
]


@dataclass(frozen=True, slots=True)
class Settings:
    share: float = bounded(0.5, 0, 1, above=True, unit="share")

    def __post_init__(self) -> None:
        check(self)


@pytest.mark.parametrize("share", [0.0, 1.1])
def test_a_class_refuses_what_lies_outside_its_bounds_and_names_it(share: float) -> None:
    assert Settings(1.0).share == 1.0
    with pytest.raises(OutOfBoundsError) as caught:
        Settings(share)
    assert caught.value.key == "share"


def test_every_kind_of_detector_is_in_the_catalogue_with_kinds_that_have_rules() -> None:
    assert {info.kind for info in ALL.detectors} == set(DETECTORS)
    assert {kind for info in ALL.detectors for kind in info.raises} <= set(RULES)


def test_the_catalogue_survives_the_wire() -> None:
    assert DetectorCatalogue.model_validate_json(ALL.model_dump_json()) == ALL


def test_the_defaults_are_those_of_the_table_of_rules() -> None:
    intrusion = ALL.find("intrusion")
    assert intrusion is not None
    found = {setting.key: setting.default for setting in intrusion.settings if setting.rule}
    assert (found["threshold"], found["cooldown_seconds"]) == (0.5, 120.0)
    assert found["needed"] == RULES["intrusion"].needed


@pytest.mark.parametrize(("info", "setting"), NUMBERS, ids=lambda each: getattr(each, "kind", getattr(each, "key", "")))
def test_every_number_has_bounds_that_the_detector_itself_keeps(info: DetectorInfo, setting: SettingInfo) -> None:
    assert setting.low is not None, "a form needs a bound"
    too_low = setting.low - 1
    wrong = int(too_low) if setting.type == "integer" else float(too_low)
    spec = _watching(info, {setting.key: wrong})
    with pytest.raises(DetectorSettingError) as caught:
        _set_up(spec)
    assert caught.value.key == setting.key


def _watching(info: DetectorInfo, settings: dict[str, object]) -> CameraSpec:
    """A camera with this detector in the first place that it takes."""
    place = info.takes[0] if info.takes else None
    name, corners = {"zh": "处", "en": "Place"}, [(0, 0), (1, 0), (1, 1)]
    zones = [{"id": str(each), "name": name, "purpose": each, "polygon": corners} for each in Purpose]
    gauge = {"id": "gauge", "name": name, "kind": "board", "roi": (0.4, 0.1, 0.1, 0.8), "points": [(0.2, 2), (0.8, 1)]}
    detector = {"kind": info.kind, "zone": place, "settings": settings}
    plain = camera().model_dump(mode="json")
    return CameraSpec.model_validate({**plain, "zones": zones, "gauges": [gauge], "detectors": [detector]})


def _set_up(spec: CameraSpec) -> None:
    build_detectors(spec, Site())
    build_rules(spec)
