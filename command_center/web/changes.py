"""Replies to a change: first every process is woken, so that all pages hear of it, then the answer is read."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from camera_adapters.messages import LIVE_REALM
from command_center.base.db import Database
from command_center.base.redis_bus import Bus
from command_center.base.wake import wake


class Changed(Protocol):
    """What was changed stands in a realm."""

    @property
    def realm(self) -> str: ...


T = TypeVar("T", bound=Changed)
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class ChangeReplies:
    """What a route answers after it has changed something."""

    database: Database
    bus: Bus

    async def wake(self, realm: str = LIVE_REALM) -> None:
        """Wake every process."""
        await wake(self.bus.control, realm)

    async def reply(self, changed: T, replies: Callable[[AsyncConnection, Sequence[T]], Awaitable[list[R]]]) -> R:
        """Wake every process, then answer with what was changed as the lists show it."""
        await self.wake(changed.realm)
        async with self.database.read() as connection:
            return (await replies(connection, [changed]))[0]
