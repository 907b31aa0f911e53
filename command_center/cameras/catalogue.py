"""Catalogue of detectors as the adapters tell it, and what is wrong with a camera's detectors by that. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from camera_adapters.messages import CameraSpec, DetectorCatalogue, DetectorInfo, DetectorSpec, Setting, SettingInfo
from common.text import FieldWords

GAUGE = "gauge"
TYPES = {"number": (int, float), "integer": (int,), "boolean": (bool,), "text": (str,)}
WORDS = {
    "number": FieldWords(zh="应为数字", en="must be a number"),
    "integer": FieldWords(zh="应为整数", en="must be a whole number"),
    "boolean": FieldWords(zh="应为是或否", en="must be true or false"),
    "text": FieldWords(zh="应为文字", en="must be a text"),
}
PLACES = {
    "watch": ("监视区", "watch zone"),
    "mask": ("屏蔽区", "mask"),
    "sky": ("天空", "sky"),
    "water": ("水面", "water"),
    "ground": ("干地", "ground"),
    "line": ("警戒线", "line"),
    GAUGE: ("水尺", "gauge"),
}
"""What a detector may look at; a newer adapter may tell of others, which are called by their codes."""


NOT_KNOWN = FieldWords(zh="没有这项设置", en="is not known")


def detector_problems(camera: CameraSpec, catalogue: DetectorCatalogue | None) -> dict[str, FieldWords]:
    """By field, ``detectors.0.settings.threshold``. While no adapter has ever told what it knows, nothing is wrong."""
    if catalogue is None:
        return {}
    return {
        f"detectors.{index}.{field}": text
        for index, detector in enumerate(camera.detectors)
        for field, text in _problems(camera, detector, catalogue)
    }


def _problems(
    camera: CameraSpec, detector: DetectorSpec, catalogue: DetectorCatalogue
) -> Iterator[tuple[str, FieldWords]]:
    info = catalogue.find(detector.kind)
    if info is None:
        known = ", ".join(sorted(each.kind for each in catalogue.detectors))
        yield "kind", FieldWords(zh=f"没有这种检测器，可用：{known}", en=f"no such detector; known are {known}")
        return
    if problem := _place_problem(camera, detector, info):
        yield "zone", problem
    known_settings = {each.key: each for each in info.settings}
    for key, value in detector.settings.items():
        setting = known_settings.get(key)
        problem = NOT_KNOWN if setting is None else _value_problem(setting, value)
        if problem:
            yield f"settings.{key}", problem


def _place_problem(camera: CameraSpec, detector: DetectorSpec, info: DetectorInfo) -> FieldWords | None:
    if detector.zone is None:
        return _needs(info.takes) if info.needs_zone else None
    if not info.takes:
        return None  # it looks at the whole picture whatever is named
    purposes = {zone.id: str(zone.purpose) for zone in camera.zones} | {gauge.id: GAUGE for gauge in camera.gauges}
    fits = purposes.get(detector.zone) in info.takes
    return None if fits else _needs(info.takes)


def _needs(takes: Sequence[str]) -> FieldWords:
    zh, en = zip(*(PLACES.get(one, (one, one)) for one in takes), strict=True)
    return FieldWords(zh=f"须选择：{'、'.join(zh)}", en=f"needs one of: {', '.join(en)}")


def _value_problem(setting: SettingInfo, value: Setting) -> FieldWords | None:
    if not isinstance(value, TYPES[setting.type]) or (isinstance(value, bool) and setting.type != "boolean"):
        return WORDS[setting.type]
    if isinstance(value, str | bool):
        return None
    low, high = setting.low, setting.high
    if low is not None and (value < low or (setting.above and value == low)):
        above = FieldWords(zh=f"须大于 {low:g}", en=f"must be above {low:g}")
        return above if setting.above else FieldWords(zh=f"不得小于 {low:g}", en=f"must be {low:g} or more")
    too_high = high is not None and value > high
    return FieldWords(zh=f"不得大于 {high:g}", en=f"must be {high:g} or less") if too_high else None


def setting_of(detector: DetectorSpec, key: str, catalogue: DetectorCatalogue | None) -> Setting | None:
    """Value of a detector's setting now: as it is set, or its default; None where neither is known."""
    if key in detector.settings:
        return detector.settings[key]
    info = catalogue.find(detector.kind) if catalogue else None
    return next((each.default for each in info.settings if each.key == key), None) if info else None
