"""``config/reporting.yaml``: who reports to whom, and until when."""

from __future__ import annotations

import re
from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from command_center.base.yaml_file import YamlFile
from command_center.reports.model import Deadline
from common.text import Strict, Text

Grade = Annotated[int, Field(ge=1, le=4)]
Minutes = Annotated[float, Field(gt=0, le=7 * 24 * 60)]
WORD = re.compile(r"^[^\s,<&]+$")


class DeadlineMinutes(Strict):
    """Minutes from the moment a person learned of it."""

    phone: Minutes = 30
    written: Minutes = 60

    @model_validator(mode="after")
    def _in_order(self) -> DeadlineMinutes:
        if self.phone > self.written:
            raise ValueError("by phone cannot be due after in writing")
        return self


class CapSender(Strict):
    """What CAP messages of this centre say of themselves."""

    sender: str = "emergency-centre@example.cn"
    scope: Literal["Public", "Restricted", "Private"] = "Restricted"
    restriction: str | None = Field(default="仅限应急管理部门内部使用 / for emergency management authorities only")
    addresses: tuple[str, ...] = ()

    @field_validator("sender")
    @classmethod
    def _one_word(cls, value: str) -> str:
        if not WORD.match(value):
            raise ValueError("must not hold white space, a comma, < or &")
        return value

    @model_validator(mode="after")
    def _as_the_standard_says(self) -> CapSender:
        if self.scope == "Private" and not self.addresses:
            raise ValueError("scope Private needs addresses")
        if self.scope == "Restricted" and not self.restriction:
            raise ValueError("scope Restricted needs a restriction")
        return self


class Reporting(Strict):
    """The whole file; every key has a default."""

    organisation: Text = Text(zh="峡窝镇应急指挥中心", en="Xiawo Township Emergency Command Centre")
    heading: str = Field(default="突发事件信息专报", min_length=1, max_length=20)
    document_word: str = Field(default="峡窝应急报", min_length=1, max_length=12)
    receiver: str = Field(default="上街区应急管理局", min_length=1, max_length=60)
    copies: str = Field(default="", max_length=120)
    phone: str = Field(default="", max_length=40)
    """Of the duty room, beside the contact person on each paper."""
    default: DeadlineMinutes = DeadlineMinutes()
    levels: dict[Grade, DeadlineMinutes] = Field(default_factory=dict)
    follow_up_at: tuple[time, ...] = ()
    """Times of day, on the site's wall clock, before which a follow-up is due."""
    cap: CapSender = CapSender()

    def deadline(self, level: int) -> Deadline:
        """What a first report of this level has time for."""
        minutes = self.levels.get(level, self.default)
        return Deadline(timedelta(minutes=minutes.phone), timedelta(minutes=minutes.written))


def read_reporting(path: Path) -> Reporting:
    """The file; without one the defaults hold. Raises ConfigError with every problem."""
    return YamlFile(path).read(Reporting) if path.exists() else Reporting()
