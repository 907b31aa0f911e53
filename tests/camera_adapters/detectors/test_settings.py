"""What people write under a detector is checked when the camera is set up."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from camera_adapters.alerts.rules import RULES
from camera_adapters.base.errors import DetectorSettingError
from camera_adapters.detectors.site import Site
from camera_adapters.detectors.table import DETECTORS, build_detectors, build_rules
from camera_adapters.messages import CameraSpec


def camera(*detectors: dict[str, object], fps: float | str = 5) -> CameraSpec:
    return CameraSpec.model_validate(
        {
            "id": "dam-1",
            "name": {"zh": "大坝", "en": "Dam"},
            "hotspot": "reservoir",
            "position": {"lon": 113.2, "lat": 34.7},
            "main": "scene:dam",
            "analysis_fps": fps,
            "zones": [{"id": "crest", "name": {"zh": "坝顶", "en": "Crest"}, "polygon": [(0, 0), (1, 0), (1, 1)]}],
            "detectors": detectors,
        }
    )


def set_up(spec: CameraSpec) -> None:
    build_detectors(spec, Site())
    build_rules(spec)


def test_every_camera_is_watched_for_its_own_faults() -> None:
    assert [detector.version for detector in build_detectors(camera(), Site())] == ["camera_faults/3"]


def test_naming_the_faults_does_not_watch_twice() -> None:
    built = build_detectors(camera({"kind": "camera_faults", "settings": {"moved": False}}), Site())
    assert [detector.version for detector in built] == ["camera_faults/3"]


def test_a_zone_gets_its_detector_with_its_rule() -> None:
    spec = camera({"kind": "intrusion", "zone": "crest", "settings": {"dwell_seconds": 3, "cooldown_seconds": 30}})
    assert [detector.version for detector in build_detectors(spec, Site())] == ["intrusion/5", "camera_faults/3"]
    rules = build_rules(spec)
    assert rules.rule("intrusion", "crest").cooldown_seconds == 30.0
    assert rules.rule("intrusion", None) == RULES["intrusion"]


def test_keyframes_need_fewer_sightings() -> None:
    rules = build_rules(camera({"kind": "intrusion", "zone": "crest"}, fps="keyframes"))
    assert (rules.rule("intrusion", "crest").needed, rules.rule("intrusion", "crest").window) == (2, 3)


def test_how_long_a_fault_must_hold_can_be_set_one_by_one() -> None:
    rules = build_rules(camera({"kind": "camera_faults", "settings": {"blurred_seconds": 5}}))
    assert rules.rule("camera_blurred", None).hold_seconds == 5.0
    assert rules.rule("camera_frozen", None).hold_seconds == 10.0


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"dwel_seconds": 3}, ["'dam-1'", "'intrusion'", "'dwel_seconds'", "dwell_seconds"]),
        ({"dwell_seconds": "3"}, ["'dwell_seconds'", "a number", "'3'"]),
        ({"dwell_seconds": True}, ["'dwell_seconds'", "a number"]),
        ({"needed": 2.5}, ["'needed'", "a whole number"]),
        ({"needed": 9}, ["'needed'", "between 1 and window"]),
        ({"min_area": 0.9}, ["'min_area'", "max_area"]),
    ],
)
def test_a_wrong_setting_names_camera_detector_and_key(settings: dict[str, object], words: list[str]) -> None:
    spec = camera({"kind": "intrusion", "zone": "crest", "settings": settings})
    with pytest.raises(DetectorSettingError) as caught:
        set_up(spec)
    assert all(word in str(caught.value) for word in words)


def test_a_setting_of_a_former_version_is_ignored_with_a_word() -> None:
    with capture_logs() as logged:
        set_up(camera({"kind": "smoke", "settings": {"utc_offset": 8}}))
    assert {(each["event"], each["camera"], each["key"]) for each in logged} == {
        ("setting_ignored", "dam-1", "utc_offset")
    }


def test_a_detector_that_does_not_exist_is_named_with_those_that_do() -> None:
    with pytest.raises(DetectorSettingError, match=r"camera_faults, .*intrusion"):
        build_detectors(camera({"kind": "earthquake"}), Site())


def test_every_kind_that_a_detector_tells_has_a_rule() -> None:
    assert {"intrusion", "camera_faults", "water_level"} <= set(DETECTORS)
    assert set(RULES) >= {"intrusion", "camera_lost", "camera_frozen", "camera_black", "camera_covered"}
