"""Ending a WebSocket: whatever happened, no task and no socket stays behind."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError
from starlette.websockets import WebSocket, WebSocketDisconnect

from command_center.base.background import cancel
from command_center.web.events.listener import TooSlowError

log = structlog.get_logger(__name__)

CLOSE_TOO_SLOW = 4408
CLOSE_TRY_AGAIN = 1013
CLOSE_WITHIN = 5.0
"""Seconds that a page gets to take the close; one whose network is full may never."""


async def first_to_end(tasks: Sequence[Coroutine[Any, Any, None]]) -> Exception | None:
    """Run them until one ends, then end all of them. Answers why: None when the page went or its time was over.

    Raises what none of them is expected to raise.
    """
    running = [asyncio.create_task(task) for task in tasks]
    try:
        done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
    finally:
        await cancel(running)
    errors = [error for task in done if (error := task.exception()) is not None]
    for error in errors:
        if isinstance(error, TooSlowError | SQLAlchemyError | OSError):
            return error
        if not isinstance(error, WebSocketDisconnect):
            raise error
    return None


async def close(websocket: WebSocket, code: int) -> None:
    """Close, without waiting for ever for a page that does not read, or fussing over one that has gone."""
    try:
        await asyncio.wait_for(websocket.close(code), CLOSE_WITHIN)
    except (TimeoutError, RuntimeError, OSError, WebSocketDisconnect) as error:
        log.info("socket_not_closed", code=code, error=type(error).__name__)
