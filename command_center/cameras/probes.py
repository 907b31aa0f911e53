"""Probes of cameras: requested from the adapters before a camera is stored, answered through Redis."""

from __future__ import annotations

import secrets
from datetime import timedelta

from redis.asyncio import Redis

from camera_adapters.messages import (
    PROBE_TTL_SECONDS,
    CameraSpec,
    ProbePhase,
    ProbeReport,
    ProbeRequest,
    probe_key,
)
from command_center.base.clock import Clock
from command_center.base.errors import NotFound
from command_center.cameras.adapter_reports import report_at
from command_center.cameras.desired import send_command

CLAIMED_WITHIN = timedelta(seconds=10)
"""After which nobody has taken it: no adapter runs, or each has a probe under way."""


class Probes:
    """Asks and looks. The centre itself never opens a camera, and learns none of its secrets."""

    def __init__(self, redis: Redis, clock: Clock) -> None:
        self._redis = redis
        self._clock = clock

    async def start(self, camera: CameraSpec) -> str:
        """Request a probe; answers its token."""
        token = secrets.token_urlsafe(16)
        report = ProbeReport(phase=ProbePhase.ASKED, asked_at=self._clock.now())
        await self._redis.set(probe_key(token), report.model_dump_json(), ex=PROBE_TTL_SECONDS)
        await send_command(self._redis, ProbeRequest(token=token, spec=camera))
        return token

    async def look(self, token: str) -> ProbeReport:
        """Findings of a probe so far. Raises NotFound where it does not exist or has expired."""
        missing = NotFound("no_such_probe", "没有这次试看，或结果已过期", "There is no such probe, or it has expired")
        report = await report_at(self._redis, probe_key(token), ProbeReport, missing)
        if report.phase is ProbePhase.ASKED and self._clock.now() - report.asked_at > CLAIMED_WITHIN:
            return report.model_copy(update={"phase": ProbePhase.NOBODY})
        return report
