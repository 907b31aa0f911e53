"""The background task that empties the outbox."""

from __future__ import annotations

from command_center.container import Container
from command_center.notifications import courier
from command_center.notifications.channels import build_channels


async def run(container: Container) -> None:
    """Every channel's courier, for ever."""
    channels = build_channels(container.notifications, container.bus, container.consoles, container.clock)
    await courier.run(container.database, container.clock, channels)
