"""Errors of readings.

CentreError
├── NotFound
│   └── StationMissing       no such station
├── NotSignedIn
│   └── WrongToken           401; the same words for an unknown station
└── Invalid
    └── UnusableReading      ``fields`` name what is wrong
"""

from __future__ import annotations

from command_center.base.errors import Invalid, NotFound, NotSignedIn


class StationMissing(NotFound):
    code, zh, en = "station_not_found", "没有这个监测站", "There is no such station"


class WrongToken(NotSignedIn):
    code, zh, en = "wrong_token", "监测站编号或令牌错误", "Wrong station or token"


class UnusableReading(Invalid):
    code, zh, en = "unusable_reading", "读数无法使用", "The reading cannot be used"
