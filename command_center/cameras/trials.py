"""Trials of a set-up over recordings before it is switched on: requested from the adapters, answered through Redis."""

from __future__ import annotations

import secrets
from datetime import timedelta

from redis.asyncio import Redis

from camera_adapters.messages import (
    TRIAL_TTL_SECONDS,
    CameraSpec,
    TrialCancel,
    TrialPhase,
    TrialReport,
    TrialRequest,
    trial_key,
)
from command_center.base.clock import Clock
from command_center.base.errors import NotFound
from command_center.cameras.adapter_reports import report_at
from command_center.cameras.desired import send_command

SPAN = timedelta(hours=1)
"""How much of the recording is tried."""
CLAIMED_WITHIN = timedelta(seconds=10)
"""After which nobody has taken it: no adapter has the recording, or each has a trial under way."""


class Trials:
    """Asks, looks, cancels. Nothing is kept but the report, for an hour."""

    def __init__(self, redis: Redis, clock: Clock) -> None:
        self._redis = redis
        self._clock = clock

    async def start(self, camera: CameraSpec) -> tuple[str, TrialRequest]:
        """Request a trial over the last hour; answers its token and the request."""
        token, now = secrets.token_urlsafe(16), self._clock.now()
        request = TrialRequest(token=token, spec=camera, start=now - SPAN, end=now)
        report = TrialReport(phase=TrialPhase.ASKED, asked_at=now)
        await self._redis.set(trial_key(token), report.model_dump_json(), ex=TRIAL_TTL_SECONDS)
        await send_command(self._redis, request)
        return token, request

    async def look(self, token: str) -> TrialReport:
        """State and result of a trial now. Raises NotFound where it does not exist or has expired."""
        missing = NotFound("no_such_trial", "没有这次试运行，或结果已过期", "There is no such trial, or it has expired")
        report = await report_at(self._redis, trial_key(token), TrialReport, missing)
        if report.phase is TrialPhase.ASKED and self._clock.now() - report.asked_at > CLAIMED_WITHIN:
            return report.model_copy(update={"phase": TrialPhase.FAILED, "reason": "nobody"})
        return report

    async def cancel(self, token: str) -> None:
        """End a trial whose result is not needed any more."""
        await send_command(self._redis, TrialCancel(token=token))
