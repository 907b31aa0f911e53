"""Catalogue of detectors as the adapters tell it, and what is wrong with a camera's detectors by that. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from camera_adapters.messages import CameraSpec, DetectorCatalogue, DetectorInfo, DetectorSpec, Setting, SettingInfo

GAUGE = "gauge"
TYPES = {"number": (int, float), "integer": (int,), "boolean": (bool,), "text": (str,)}
WORDS = {"number": "a number", "integer": "a whole number", "boolean": "true or false", "text": "a text"}


def detector_problems(camera: CameraSpec, catalogue: DetectorCatalogue | None) -> dict[str, str]:
    """By field, ``detectors.0.settings.threshold``. While no adapter has ever told what it knows, nothing is wrong."""
    if catalogue is None:
        return {}
    return {
        f"detectors.{index}.{field}": text
        for index, detector in enumerate(camera.detectors)
        for field, text in _problems(camera, detector, catalogue)
    }


def _problems(camera: CameraSpec, detector: DetectorSpec, catalogue: DetectorCatalogue) -> Iterator[tuple[str, str]]:
    info = catalogue.find(detector.kind)
    if info is None:
        known = ", ".join(sorted(each.kind for each in catalogue.detectors))
        yield "kind", f"no such detector; known are {known}"
        return
    if problem := _place_problem(camera, detector, info):
        yield "zone", problem
    known_settings = {each.key: each for each in info.settings}
    for key, value in detector.settings.items():
        setting = known_settings.get(key)
        problem = "is not known" if setting is None else _value_problem(setting, value)
        if problem:
            yield f"settings.{key}", problem


def _place_problem(camera: CameraSpec, detector: DetectorSpec, info: DetectorInfo) -> str | None:
    if detector.zone is None:
        return f"needs {' or '.join(info.takes)}" if info.needs_zone else None
    if not info.takes:
        return None  # it looks at the whole picture whatever is named
    purposes = {zone.id: str(zone.purpose) for zone in camera.zones} | {gauge.id: GAUGE for gauge in camera.gauges}
    fits = purposes.get(detector.zone) in info.takes
    return None if fits else f"{detector.zone!r} is no {' or '.join(info.takes)}"


def _value_problem(setting: SettingInfo, value: Setting) -> str | None:
    if not isinstance(value, TYPES[setting.type]) or (isinstance(value, bool) and setting.type != "boolean"):
        return f"must be {WORDS[setting.type]}"
    if isinstance(value, str | bool):
        return None
    low, high = setting.low, setting.high
    if low is not None and (value < low or (setting.above and value == low)):
        return f"must be {'above' if setting.above else 'at least'} {low:g}"
    return f"must be at most {high:g}" if high is not None and value > high else None


def setting_of(detector: DetectorSpec, key: str, catalogue: DetectorCatalogue | None) -> Setting | None:
    """Value of a detector's setting now: as it is set, or its default; None where neither is known."""
    if key in detector.settings:
        return detector.settings[key]
    info = catalogue.find(detector.kind) if catalogue else None
    return next((each.default for each in info.settings if each.key == key), None) if info else None
