"""``GET /api/health``: for people, probes and load balancers; needs no session."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from fastapi import APIRouter, Response

from command_center.base.schemas import Reply, TextReply
from command_center.cameras.service import Cameras
from command_center.health.model import Status
from command_center.health.service import Health, HealthReport
from command_center.web.wiring import Wired

router = APIRouter(prefix="/api", tags=["operation"])

OkOrFailed = Literal["ok", "failed"]


class CameraCounts(Reply):
    total: int
    online: int
    stale: int
    offline: int


class RedisReply(Reply):
    status: OkOrFailed
    live: OkOrFailed
    memory_ratio: float | None


class DatabaseReply(Reply):
    status: OkOrFailed
    latency_ms: float | None


class CanaryReply(Reply):
    seen_at: datetime | None
    latency_ms: float | None


class ClockReply(Reply):
    synchronised: bool | None
    offset_ms: float | None


class AdapterReply(Reply):
    id: str
    seen_at: datetime
    cameras: int


class AlarmReply(Reply):
    code: str
    message: TextReply


class HealthReply(Reply):
    status: Status
    version: str
    cameras: CameraCounts
    redis: RedisReply
    database: DatabaseReply
    canary: CanaryReply
    clock: ClockReply
    adapters: list[AdapterReply]
    alarms: list[AlarmReply]


@router.get("/health")
async def health(response: Response, services: Wired[Health], cameras: Wired[Cameras]) -> HealthReply:
    """Status 503 when it failed, otherwise 200; the body is the same."""
    report = await services.report()
    if report.status is Status.FAILED:
        response.status_code = 503
    adapters = [
        AdapterReply(id=seen.heartbeat.adapter, seen_at=seen.heartbeat.at, cameras=len(seen.heartbeat.cameras))
        for seen in cameras.adapters()
    ]
    return _reply(report, adapters)


def _reply(report: HealthReport, adapters: list[AdapterReply]) -> HealthReply:
    facts = report.facts
    ratio = None if facts.memory_ratio is None else round(facts.memory_ratio, 4)
    latency = None if report.latency_ms is None else round(report.latency_ms, 2)
    seen = report.canary
    return HealthReply(
        status=report.status,
        version=report.version,
        cameras=CameraCounts.model_validate(facts.cameras),
        redis=RedisReply(status=_word(facts.redis), live=_word(facts.live_redis), memory_ratio=ratio),
        database=DatabaseReply(status=_word(facts.database), latency_ms=latency),
        canary=CanaryReply(seen_at=seen.seen_at if seen else None, latency_ms=seen.latency_ms if seen else None),
        clock=ClockReply.model_validate(report.clock),
        adapters=adapters,
        alarms=[AlarmReply(code=a.code, message=TextReply(zh=a.zh, en=a.en)) for a in report.alarms],
    )


def _word(works: bool) -> OkOrFailed:
    return "ok" if works else "failed"
