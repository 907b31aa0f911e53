"""``config/escalation.yaml``: who is called when, what a storm is, when the centre ends an alert by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator

from command_center.alerts.escalation import LADDER, Policy, Rung
from command_center.alerts.model import Level
from command_center.base.yaml_file import YamlFile
from command_center.duty.model import Called
from command_center.notifications.model import Reach
from common.text import Strict

Seconds = Annotated[float, Field(gt=0, le=86400)]
Grade = Annotated[int, Field(ge=1, le=4)]


class RungEntry(Strict):
    """One step of the ladder."""

    who: Called
    reach: Reach

    @field_validator("reach")
    @classmethod
    def _whole(cls, value: Reach) -> Reach:
        if value is Reach.BEYOND:
            raise ValueError("must be console or every")
        return value


class Storm(Strict):
    """From how many alerts of one kind at one hotspot within the window on their notices are bundled."""

    alerts: int = Field(default=10, ge=2)
    window_seconds: float = Field(default=60.0, ge=1, le=3600)


class Unended(Strict):
    """When the centre ends an alert whose adapter cannot end it."""

    watched_seconds: Seconds = 60.0
    silent_seconds: Seconds = 1800.0


class EscalationFile(Strict):
    """Content of ``escalation.yaml``."""

    step_seconds: dict[Grade, Seconds]
    ladder: tuple[RungEntry, ...] = Field(
        default=tuple(RungEntry(who=rung.who, reach=rung.reach) for rung in LADDER), min_length=1, max_length=8
    )
    rounds: int = Field(default=3, ge=1, le=3)
    remind_seconds: dict[Grade, Seconds] = Field(default_factory=lambda: {1: 120.0, 2: 300.0, 3: 1800.0, 4: 1800.0})
    """After the last round; the graver the level, the sooner somebody is called again."""
    decide_seconds: Seconds = 300.0
    storm: Storm = Storm()
    unended: Unended = Unended()

    @field_validator("step_seconds", "remind_seconds")
    @classmethod
    def _every_level(cls, value: dict[int, float]) -> dict[int, float]:
        missing = [str(int(level)) for level in Level if level not in value]
        if missing:
            raise ValueError(f"no seconds for level {', '.join(missing)}")
        return value

    def policy(self, level: int) -> Policy:
        """The policy that an alert of this level keeps from its raising on."""
        rungs = tuple(Rung(entry.who, entry.reach) for entry in self.ladder)
        return Policy(self.step_seconds[level], rungs, self.rounds, self.remind_seconds[level], self.decide_seconds)


def read_escalation(path: Path) -> EscalationFile:
    """Read the file. Raises ConfigError with every problem."""
    return YamlFile(path).read(EscalationFile)
