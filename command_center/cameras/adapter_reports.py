"""Reports of adapters in Redis: what a probe or a trial that was requested has come to."""

from __future__ import annotations

from typing import TypeVar

import structlog
from pydantic import BaseModel, ValidationError
from redis.asyncio import Redis

from command_center.base.errors import NotFound

Report = TypeVar("Report", bound=BaseModel)

log = structlog.get_logger(__name__)


async def report_at(redis: Redis, key: str, shape: type[Report], missing: NotFound) -> Report:
    """The report under this key. Raises ``missing`` where there is none, or an adapter wrote something else."""
    text = await redis.get(key)
    if text is None:
        raise missing
    try:
        return shape.model_validate_json(text)
    except ValidationError:
        log.warning("adapter_report_unreadable", kind=shape.__name__)
        raise missing from None
