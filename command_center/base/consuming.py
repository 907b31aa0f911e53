"""Consuming of a stream into the database: what every consumer shares.

An entry that fails because a server is away is tried again for ever, in the same order. An entry that fails because of
its own content is put aside, so that those behind it are handled.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import NewType, TypeVar

import structlog
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from command_center.base.away import SERVER_AWAY
from command_center.base.background import forever
from common.backoff import doubling

log = structlog.get_logger(__name__)

Item = TypeVar("Item")
ConsumerName = NewType("ConsumerName", str)
"""Under which a process reads a stream, unlike every other's."""

MESSAGE_AT_FAULT = ("22", "23", "54")
"""SQLSTATE classes whose cause is the data itself: wrong value, broken constraint, over a size limit."""
FAILURES = (SQLAlchemyError, ValueError, TypeError, LookupError, ArithmeticError, AttributeError)
"""What storing can raise beside a server that is away; those that are not the database's come from one message."""


async def store_all(
    items: Sequence[Item],
    store: Callable[[Sequence[Item]], Awaitable[None]],
    bury: Callable[[Item, str], Awaitable[None]],
) -> None:
    """Store a batch; where one of it spoils it, one by one, so that only that one is buried, with the reason."""
    if not items:
        return
    try:
        await store(items)
    except FAILURES as error:
        if not message_at_fault(error):
            raise
        for item in items:
            await _store_or_bury(item, store, bury)


async def _store_or_bury(
    item: Item, store: Callable[[Sequence[Item]], Awaitable[None]], bury: Callable[[Item, str], Awaitable[None]]
) -> None:
    try:
        await store([item])
    except FAILURES as error:
        if not message_at_fault(error):
            raise
        log.exception("message_cannot_be_stored")
        await bury(item, f"cannot be stored: {_cause(error)}")


def message_at_fault(error: Exception) -> bool:
    """Whether trying again can never help, because the reason is in the message."""
    if not isinstance(error, DBAPIError):
        return not isinstance(error, SQLAlchemyError)
    state = getattr(error.orig, "sqlstate", None)
    return state is not None and str(state)[:2] in MESSAGE_AT_FAULT


def _cause(error: Exception) -> str:
    """The database's own words, without the statement and its values."""
    return str(error.orig if isinstance(error, DBAPIError) else error)[:300]


async def keep_consuming(stream: str, run_once: Callable[[], Awaitable[object]]) -> None:
    """Consume for ever; while a server is away the same entries are tried again and again."""
    await forever(f"consumer of {stream}", run_once, away=SERVER_AWAY, retry=doubling)
