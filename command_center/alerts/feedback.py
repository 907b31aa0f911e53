"""Feedback to a camera: a confirmed alert may not raise the threshold of its hour."""

from __future__ import annotations

import redis.asyncio
import structlog

from camera_adapters.messages import HISTORY_SECONDS, LESSONS_KEPT, Lesson, lessons_key
from command_center.alerts.record import Alert
from command_center.base.away import REDIS_AWAY

logger = structlog.get_logger(__name__)


async def send_confirmed_case(client: redis.asyncio.Redis, alert: Alert) -> None:
    """Leave a confirmed alert as a lesson for the worker of its camera; without Redis it is lost and logged."""
    if alert.camera_id is None:
        return
    lesson = Lesson(kind=alert.kind, zone=alert.zone, begin=alert.started_at, end=alert.last_seen_at)
    key = lessons_key(alert.camera_id)
    try:
        async with client.pipeline() as pipeline:
            pipeline.rpush(key, lesson.model_dump_json())
            pipeline.ltrim(key, -LESSONS_KEPT, -1)
            pipeline.expire(key, HISTORY_SECONDS)
            await pipeline.execute()
    except REDIS_AWAY as error:
        logger.warning("lesson_lost", camera=alert.camera_id, kind=alert.kind, error=str(error))
