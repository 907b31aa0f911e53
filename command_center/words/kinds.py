"""The kinds of what happens, in words, and the first title of an incident, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator

KINDS = {
    "intrusion": ("进入禁区", "Intrusion"),
    "person": ("人员进入禁区", "Person in closed area"),
    "vehicle": ("车辆进入禁区", "Vehicle in closed area"),
    "boat": ("船只进入禁区", "Boat in closed area"),
    "swimmer": ("人员下水", "Person in the water"),
    "line_crossing": ("越过警戒线", "Line crossed"),
    "loitering": ("人员滞留", "Somebody stays"),
    "smoke": ("烟雾", "Smoke"),
    "smoke_far": ("疑似远处烟雾", "Possible far smoke"),
    "emission": ("扬尘与烟气排放", "Dust or emission of works"),
    "flame": ("明火", "Flame"),
    "rockfall": ("落石", "Rockfall"),
    "debris": ("漂浮物", "Drifting debris"),
    "water_level": ("水位超限", "Water above mark"),
    "level_rise": ("水位快速上涨", "Water rising fast"),
    "gauge_unreadable": ("水尺无法读数", "Gauge cannot be read"),
    "flood": ("地面进水", "Flood over dry ground"),
    "rain": ("强降雨", "Heavy rain"),
    "station_stale": ("监测站数据中断", "Station silent"),
    "overtopping": ("漫堤", "Overtopping"),
    "external": ("外部预警", "External warning"),
    "camera_lost": ("画面中断", "Picture lost"),
    "camera_black": ("画面全黑", "Picture black"),
    "camera_frozen": ("画面冻结", "Picture frozen"),
    "camera_covered": ("镜头被遮挡", "Lens covered"),
    "camera_blurred": ("画面模糊", "Picture blurred"),
    "report": ("人工上报", "Reported by a person"),
    "escalation_overdue": ("升级呼叫逾期", "Escalation is overdue"),
    "detector_noisy": ("检测器报警过频，请判断", "Detector calls too often, please judge"),
    "camera_moved": ("镜头被移动", "Camera moved"),
    "camera_shaking": ("镜头抖动", "Camera shaking"),
}
"""Words for every kind that a detector, a station, the centre or a person may tell of."""


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise ValueError(f"no such kind; known are {', '.join(sorted(KINDS))}")
    return kind


KnownKind = Annotated[str, AfterValidator(_known)]
"""A kind as a person may name it."""


def title(kind: str, camera: Mapping[str, str] | None, zone: Mapping[str, str] | None) -> dict[str, str]:
    """What happened and where: ``大坝闸门 · 泄洪道：闯入警戒区``."""
    words = KINDS.get(kind, (kind, kind))
    return {
        language: _join(word, separator, [place[language] for place in (camera, zone) if place])
        for language, word, separator in (("zh", words[0], "："), ("en", words[1], ": "))
    }


def _join(word: str, separator: str, where: list[str]) -> str:
    return separator.join([" · ".join(where), word]) if where else word
