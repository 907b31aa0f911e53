"""Words for wrong input, in both languages: what a body, a query or a path breaks, with the bound that it breaks. Pure.

The validator's own words are English and may hold Python's spelling of a value; nothing of them is answered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from common.text import FieldWords

OF_THE_VALIDATOR = re.compile(r"[\[(]|Body$|^(bool|int|float|str)$")
"""Steps of a field's place that the validator puts between names: classes, functions, members of unions."""
SEVERAL = "several"
"""Type of error of a field that fits none of the kinds of value it may have."""
OTHER = ("填写有误", "is not valid")
WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "missing": ("必须填写", "is missing"),
        "extra_forbidden": ("不认识该项", "is not known here"),
        "empty": ("不能为空", "must not be empty"),
        "literal_error": ("只能是：{expected}", "must be one of: {expected}"),
        "enum": ("只能是：{expected}", "must be one of: {expected}"),
        "string_type": ("应为文字", "must be text"),
        "string_too_short": ("至少 {min_length} 个字符", "needs {min_length} characters at least"),
        "string_too_long": ("最多 {max_length} 个字符", "has more than {max_length} characters"),
        "string_pattern_mismatch": ("格式不正确", "is not written as it should be"),
        "string_unicode": ("不是有效的文字编码", "is not valid UTF-8"),
        "too_short": ("长度至少为 {min_length}", "must have a length of {min_length} at least"),
        "too_long": ("长度不得超过 {max_length}", "is longer than {max_length}"),
        "int_type": ("应为整数", "must be a whole number"),
        "int_parsing": ("应为整数", "must be a whole number"),
        "int_from_float": ("应为整数", "must be a whole number"),
        "int_parsing_size": ("数字过大", "is too large a number"),
        "float_type": ("应为数字", "must be a number"),
        "float_parsing": ("应为数字", "must be a number"),
        "finite_number": ("应为有限的数字", "must be a finite number"),
        "bool_type": ("应为是或否", "must be true or false"),
        "bool_parsing": ("应为是或否", "must be true or false"),
        "greater_than": ("须大于 {gt}", "must be above {gt}"),
        "greater_than_equal": ("不得小于 {ge}", "must be {ge} or more"),
        "less_than": ("须小于 {lt}", "must be below {lt}"),
        "less_than_equal": ("不得大于 {le}", "must be {le} or less"),
        "uuid_type": ("不是有效的编号", "is not a valid id"),
        "uuid_parsing": ("不是有效的编号", "is not a valid id"),
        "datetime_type": ("不是有效的时间", "is not a valid time"),
        "datetime_parsing": ("不是有效的时间", "is not a valid time"),
        "datetime_from_date_parsing": ("不是有效的时间", "is not a valid time"),
        "datetime_object_invalid": ("不是有效的时间", "is not a valid time"),
        "moment_far_away": ("须在 {first} 至 {last} 年之间", "must lie between the years {first} and {last}"),
        "timezone_aware": ("时间须带时区", "needs a time zone"),
        "date_type": ("不是有效的日期", "is not a valid date"),
        "date_parsing": ("不是有效的日期", "is not a valid date"),
        "date_from_datetime_parsing": ("不是有效的日期", "is not a valid date"),
        "list_type": ("应为列表", "must be a list"),
        "tuple_type": ("应为列表", "must be a list"),
        "dict_type": ("应为对象", "must be an object"),
        "model_type": ("应为对象", "must be an object"),
        "model_attributes_type": ("应为对象", "must be an object"),
        "json_invalid": ("不是有效的 JSON", "is not valid JSON"),
        "unknown_kind": ("没有“{name}”这一类别，可用：{known}", "no such kind {name}; known are {known}"),
        "nothing_measured": ("level_m 和 rain_mm_h 至少填写一项", "needs one of level_m and rain_mm_h at least"),
        SEVERAL: ("类型或取值不对", "is of the wrong type, or out of bounds"),
        "zone_corners": (
            "多边形至少需要 3 个角点，只有警戒线可以是 2 个",
            "needs 3 corners at least; only a line has 2",
        ),
        "gauge_place": ("水尺范围须在画面内且有宽和高", "must lie in the picture and have a size"),
        "gauge_points": ("水尺至少需要 2 个刻度点", "needs 2 points of row and metres at least"),
        "gauge_order": ("刻度的米数须自上而下递减", "metres must fall from row to row down the picture"),
        "analysis_rate": ("只能是 keyframes 或每秒 0.05 至 30 帧", "must be keyframes, or 0.05 to 30 frames a second"),
        "area_twice": ("编号“{id}”重复", "the id {id} stands twice among zones and gauges"),
        "area_unknown": (
            "检测器 {kind} 使用的区域“{zone}”不存在",
            "the detector {kind} names the zone {zone}, which does not exist",
        ),
        "union_tag_invalid": ("类型不认识", "is of no known type"),
        "union_tag_not_found": ("缺少类型", "has no type"),
    }
)
"""By the validator's type of error."""


def wrong_fields(errors: Sequence[Mapping[str, Any]], whole: str = "body") -> dict[str, FieldWords]:
    """What is wrong by the names of fields, as the validator's errors say; ``whole`` where it is the thing itself."""
    found: dict[str, FieldWords] = {}
    for item in errors:
        field = _field(item["loc"], whole)
        kind = SEVERAL if field in found else item["type"]  # a field stands twice where it may be one of several kinds
        found[field] = input_words(kind, item.get("ctx", {}))
    return found


def _field(location: tuple[int | str, ...], whole: str) -> str:
    parts = (str(part) for part in location if part not in {"body", "query", "path", "header"})
    inner = [part for part in parts if not OF_THE_VALIDATOR.search(part)]
    return ".".join(inner) or str(location[0] if location else whole)


def input_words(kind: str, bounds: Mapping[str, object]) -> FieldWords:
    """What to tell about one error of this type; one that has no words of its own is told without its bounds."""
    zh, en = WORDS.get(kind, OTHER)
    shown = {name: _shown(name, bound) for name, bound in bounds.items()}
    try:
        return FieldWords(zh=zh.format(**shown), en=en.format(**shown))
    except KeyError:
        return FieldWords(zh=OTHER[0], en=OTHER[1])


def _shown(name: str, bound: object) -> str:
    """The choices stand in Python's quotes, members of an enumeration with their class around them."""
    return ", ".join(re.findall(r"'([^']*)'", str(bound))) if name == "expected" else str(bound)
