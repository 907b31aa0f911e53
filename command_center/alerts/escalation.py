"""The ladder of calls while nobody takes an alert. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from command_center.duty.model import Called
from command_center.notifications.model import Reach


@dataclass(frozen=True, slots=True)
class Rung:
    """Who is called, and how far the call goes."""

    who: Called
    reach: Reach


LADDER = (
    Rung(Called.DUTY_OFFICER, Reach.CONSOLE),
    Rung(Called.DUTY_LEADER, Reach.EVERY),
    Rung(Called.COMMANDER, Reach.EVERY),
    Rung(Called.EVERYBODY, Reach.EVERY),
)
REMINDER = Rung(Called.EVERYBODY, Reach.EVERY)
"""After the last round: an alert that nobody takes is never left alone."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What an alert carries from the moment it is raised, whatever the configuration says later. Seconds."""

    step: float = 300.0
    rungs: tuple[Rung, ...] = LADDER
    rounds: int = 3
    remind: float = 1800.0
    decide: float = 300.0

    def rung(self, calls: int) -> Rung:
        """Whom the next call is for, after so many calls."""
        return self.rungs[calls % len(self.rungs)] if calls < self._in_all else REMINDER

    def round(self, calls: int) -> int | None:
        """The round, from 1, of the next call; None once only reminders are left."""
        return calls // len(self.rungs) + 1 if calls < self._in_all else None

    def wait(self, calls: int) -> timedelta:
        """How long after so many calls the next one is due."""
        return timedelta(seconds=self.step if calls <= self._in_all - 1 else self.remind)

    @property
    def _in_all(self) -> int:
        return self.rounds * len(self.rungs)

    def as_json(self) -> dict[str, Any]:
        """The policy as JSON values, as the alert's row keeps it; ``of_json`` reads it back."""
        rungs = [[str(rung.who), str(rung.reach)] for rung in self.rungs]
        return {
            "step": self.step,
            "rungs": rungs,
            "rounds": self.rounds,
            "remind": self.remind,
            "decide": self.decide,
        }

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> Policy:
        """The policy from ``as_json``."""
        rungs = tuple((who, reach) for who, reach in kept["rungs"])
        return _policy(kept["step"], rungs, kept["rounds"], kept["remind"], kept["decide"])


@lru_cache(maxsize=64)
def _policy(step: float, rungs: tuple[tuple[str, str], ...], rounds: int, remind: float, decide: float) -> Policy:
    """Thousands of alerts carry the same few."""
    return Policy(step, tuple(Rung(Called(who), Reach(reach)) for who, reach in rungs), rounds, remind, decide)


USUAL = Policy()


def decision_due(policy: Policy, now: datetime) -> datetime:
    """Until when an officer who takes an alert at ``now`` must decide."""
    return now + timedelta(seconds=policy.decide)
