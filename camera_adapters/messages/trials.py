"""Trials of a specification over what was recorded: where they are claimed and what is reported."""

from __future__ import annotations

from enum import StrEnum

from pydantic import AwareDatetime

from camera_adapters.messages.alerts import Box
from camera_adapters.messages.wire import Unit, Wire

TRIAL_TTL_SECONDS = 3600
"""How long a trial's report is kept."""


def trial_key(token: str) -> str:
    """String with the ``TrialReport`` of a trial as JSON, kept for ``TRIAL_TTL_SECONDS``."""
    return f"trial:{token}"


def trial_claim_key(token: str) -> str:
    """String that the worker sets with NX when it takes a trial: only one worker runs it."""
    return f"trial-claim:{token}"


class TrialPhase(StrEnum):
    """Where a trial stands; the last three are final."""

    ASKED = "asked"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class TrialAlert(Wire):
    """An alert that a live camera with this specification would have raised."""

    kind: str
    zone: str | None = None
    at: AwareDatetime
    score: Unit
    value: float | None = None
    unit: str | None = None
    box: Box | None = None


class TrialReport(Wire):
    """State and result of a trial. ``progress`` is the share of the range that has been gone through, 0 to 1;
    ``seconds`` is how much of the range was recorded and looked at."""

    phase: TrialPhase
    asked_at: AwareDatetime
    progress: Unit = 0.0
    seconds: float = 0.0
    adapter: str | None = None
    alerts: tuple[TrialAlert, ...] = ()
    reason: str | None = None
    """Why it failed: ``setting``, ``format``, ``time``, ``stopped``; ``nobody`` where no worker took it."""
    detail: str | None = None
