"""The background task that empties the outbox."""

from __future__ import annotations

from command_center.notifications import sender
from command_center.notifications.channels import build_channels
from command_center.web.container import Container


async def run(container: Container) -> None:
    """Every channel's sender, for ever."""
    channels = build_channels(container.notifications, container.bus, container.consoles, container.clock)
    await sender.run(container.database, container.clock, channels)
