"""The background task that empties the outbox."""

from __future__ import annotations

from command_center.base.clock import Clock
from command_center.base.db import Database
from command_center.base.redis_bus import Bus
from command_center.duty.consoles import Consoles
from command_center.notifications import sender
from command_center.notifications.settings import NotificationSettings
from command_center.notifications.transports import build_transports


async def run(database: Database, bus: Bus, clock: Clock, consoles: Consoles, site: NotificationSettings) -> None:
    """Run the senders of all channels until cancelled."""
    channels = build_transports(site, bus, consoles, clock)
    await sender.run(database, clock, channels)
