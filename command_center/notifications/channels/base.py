"""Interface of a channel: it takes one letter and says how far that got."""

from __future__ import annotations

from typing import Protocol

from command_center.notifications.model import DeliveryState, Letter


class Transport(Protocol):
    """``concurrency`` bounds the letters under way at once, ``timeout`` the seconds that one may take."""

    concurrency: int
    timeout: float

    async def send(self, letter: Letter) -> DeliveryState:
        """Deliver. SENT: handed on, DELIVERED: the receiver has it. Raises TransportError."""
        ...
