"""The first title of an incident, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

KINDS = {
    "intrusion": ("闯入警戒区", "Intrusion"),
    "person": ("人员闯入", "Person in closed area"),
    "vehicle": ("车辆闯入", "Vehicle in closed area"),
    "boat": ("船只闯入", "Boat in closed area"),
    "swimmer": ("人员下水", "Person in the water"),
    "smoke": ("烟雾", "Smoke"),
    "flame": ("明火", "Flame"),
    "rockfall": ("落石", "Rockfall"),
    "water_level": ("水位超限", "Water above mark"),
    "level_rise": ("水位快速上涨", "Water rising fast"),
    "gauge_unreadable": ("水尺无法读数", "Gauge cannot be read"),
    "flood": ("地面进水", "Flood over dry ground"),
    "rain": ("强降雨", "Heavy rain"),
    "station_stale": ("监测站数据中断", "Station silent"),
    "overtopping": ("漫溢", "Overtopping"),
    "external": ("外部预警", "External warning"),
    "camera_lost": ("画面中断", "Camera lost"),
    "camera_black": ("画面黑屏", "Camera black"),
    "camera_frozen": ("画面冻结", "Camera frozen"),
    "camera_covered": ("镜头遮挡", "Camera covered"),
    "camera_blurred": ("画面模糊", "Camera blurred"),
    "report": ("人工上报", "Reported by a person"),
    "escalation_overdue": ("升级呼叫逾期", "Escalation is overdue"),
    "camera_moved": ("镜头移位", "Camera moved"),
    "camera_shaking": ("镜头抖动", "Camera shaking"),
}
"""Words for the kinds that have detectors; any other kind is called by its name until it has a word here."""


def title(kind: str, camera: Mapping[str, str] | None, zone: Mapping[str, str] | None) -> dict[str, str]:
    """What happened and where: ``大坝闸门 · 泄洪道：闯入警戒区``."""
    words = KINDS.get(kind, (kind, kind))
    return {
        language: _join(word, separator, [place[language] for place in (camera, zone) if place])
        for language, word, separator in (("zh", words[0], "："), ("en", words[1], ": "))
    }


def _join(word: str, separator: str, where: list[str]) -> str:
    return separator.join([" · ".join(where), word]) if where else word
