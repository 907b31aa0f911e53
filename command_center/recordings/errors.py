"""Errors of asking for a clip.

CentreError
├── NoRecordingError    404  nothing was recorded then
├── ExpiredError        410  it was recorded, and deleted since
├── ClipRangeError      422  the range is empty or too long
└── Unavailable (503)   the files cannot be read now
"""

from __future__ import annotations

from command_center.base.errors import Gone, Invalid, NotFound
from common.text import FieldWords


class NoRecordingError(NotFound):
    code, zh, en = "no_recording", "该时段没有录像", "Nothing was recorded then"


class ExpiredError(Gone):
    code, zh, en = "expired", "该时段的录像已过期删除", "The recording has expired and was deleted"


class ClipRangeError(Invalid):
    """Says why; the range's end is the field that is wrong."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__("clip_range", zh, en, fields={"to": FieldWords(zh=zh, en=en)})
