"""The words and the order of CAP 1.2, and what our own words are in it. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, tzinfo
from types import MappingProxyType

from common.kinds import Category

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
WORD = re.compile(r"^[^\s,<&]+$")
"""An identifier or a sender."""
TIME = re.compile(r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}$")
"""No ``Z``, no fractions."""

STATUS = ("Actual", "Exercise", "System", "Test", "Draft")
MESSAGE_TYPES = ("Alert", "Update", "Cancel", "Ack", "Error")
SCOPES = ("Public", "Restricted", "Private")
CATEGORIES = tuple(Category)
RESPONSES = ("Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess", "AllClear", "None")
URGENCIES = ("Immediate", "Expected", "Future", "Past", "Unknown")
SEVERITIES = ("Extreme", "Severe", "Moderate", "Minor", "Unknown")
CERTAINTIES = ("Observed", "Likely", "Possible", "Unlikely", "Unknown")

SEVERITY_OF_LEVEL = ("Extreme", "Severe", "Moderate", "Minor")
"""Ⅰ, Ⅱ, Ⅲ, Ⅳ."""
SCORE_OF_SEVERITY: Mapping[str, float] = MappingProxyType(
    {"Extreme": 1.0, "Severe": 0.8, "Moderate": 0.6, "Minor": 0.4, "Unknown": 0.6}
)
"""What the table of levels is asked with; what nobody graded is taken for moderate."""


def cap_time(moment: datetime, time_zone: tzinfo) -> str:
    """``2026-05-01T08:00:00+08:00``."""
    return moment.astimezone(time_zone).isoformat(timespec="seconds")
