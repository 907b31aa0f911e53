"""Trials of a specification over what was recorded: where they are claimed and what is reported."""

from __future__ import annotations

from enum import StrEnum

from pydantic import AwareDatetime

from camera_adapters.messages.alerts import Box
from camera_adapters.messages.wire import Unit, Wire

TRIAL_TTL_SECONDS = 3600
"""How long a trial's report is kept."""


def trial_key(token: str) -> str:
    """String: ``TrialReport`` as JSON."""
    return f"trial:{token}"


def trial_claim_key(token: str) -> str:
    """String set with NX by the worker that runs a trial."""
    return f"trial-claim:{token}"


class TrialPhase(StrEnum):
    """Where a trial stands; the last three are final."""

    ASKED = "asked"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class TrialAlert(Wire):
    """An alert that would have been raised."""

    kind: str
    zone: str | None = None
    at: AwareDatetime
    score: Unit
    value: float | None = None
    unit: str | None = None
    box: Box | None = None


class TrialReport(Wire):
    """``progress`` counts the range asked for; ``seconds`` how much of it was recorded and looked at."""

    phase: TrialPhase
    asked_at: AwareDatetime
    progress: Unit = 0.0
    seconds: float = 0.0
    adapter: str | None = None
    alerts: tuple[TrialAlert, ...] = ()
    reason: str | None = None
    """Why it failed: ``setting``, ``format``, ``time``, ``stopped``; ``nobody`` where no worker took it."""
    detail: str | None = None
