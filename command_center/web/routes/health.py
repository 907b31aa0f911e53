"""``GET /api/health``: the status for probes and load balancers, who need no session; the details for who has one."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from fastapi import APIRouter, Request, Response

from command_center.auth.model import READERS
from command_center.base.away import DATABASE_AWAY
from command_center.base.schemas import Reply, TextReply
from command_center.base.settings import Settings
from command_center.cameras.service import Cameras
from command_center.health.model import Status
from command_center.health.service import Health, HealthReport
from command_center.web.container import container_of
from command_center.web.guards import allowed_actor, allowed_session, bearer_matches, session_token
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


class HealthStatusReply(Reply):
    """Whether the centre works, and nothing else: anybody may ask."""

    status: Status


@router.get("/health", responses={503: {"model": HealthStatusReply, "description": "It failed"}})
async def health(response: Response, services: Wired[Health]) -> HealthStatusReply:
    """Status 503 when it failed, otherwise 200; the body is the same."""
    return HealthStatusReply(status=_told(await services.report(), response).status)


@router.get("/health/details", responses={503: {"model": HealthReply, "description": "It failed"}})
async def health_details(
    request: Request, response: Response, settings: Wired[Settings], services: Wired[Health], cameras: Wired[Cameras]
) -> HealthReply:
    """What works and what does not, for sessions of all but responders, and the metrics token; statuses as of
    ``/api/health``."""
    await _may_look(request, settings)
    report = _told(await services.report(), response)
    adapters = [
        AdapterReply(id=seen.heartbeat.adapter, seen_at=seen.heartbeat.at, cameras=len(seen.heartbeat.cameras))
        for seen in cameras.adapters()
    ]
    return _reply(report, adapters)


def _told(report: HealthReport, response: Response) -> HealthReport:
    if report.status is Status.FAILED:
        response.status_code = 503
    return report


async def _may_look(request: Request, settings: Settings) -> None:
    """Raises NotSignedIn for strangers and Forbidden for responders. While the database is away, a session that held
    minutes ago is believed: the page must then say what is wrong."""
    token = settings.metrics_token
    if bearer_matches(request, token.get_secret_value() if token else None):
        return
    try:
        await allowed_session(request, READERS)
    except DATABASE_AWAY:
        allowed_actor(container_of(request).people.sessions.held_lately(session_token(request)), READERS)


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
