"""Rules of the site about alerts: what each is worth, and who is called about it."""

from __future__ import annotations

from dataclasses import dataclass

from command_center.alerts.escalation_file import EscalationFile
from command_center.alerts.levels import LevelTable


@dataclass(frozen=True, slots=True)
class Rules:
    """``alert_levels.yaml`` and ``escalation.yaml``."""

    levels: LevelTable
    escalation: EscalationFile
