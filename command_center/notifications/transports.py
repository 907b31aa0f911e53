"""The transports of all channels: the page's own two and those of the file."""

from __future__ import annotations

from command_center.base.clock import Clock
from command_center.base.redis_bus import Bus
from command_center.duty.consoles import Consoles
from command_center.notifications.channel import Transport
from command_center.notifications.channels import KINDS
from command_center.notifications.model import IN_APP, SOUND
from command_center.notifications.page.in_app import InApp
from command_center.notifications.page.sound import Sound
from command_center.notifications.settings import NotificationSettings


def build_transports(
    settings: NotificationSettings, bus: Bus, consoles: Consoles, clock: Clock
) -> dict[str, Transport]:
    """Transports of all channels, by the channel's name."""
    return {
        IN_APP: InApp(bus.control),
        SOUND: Sound(bus.control, consoles),
        **{name: KINDS[one.kind].build(one, settings.public_url, clock) for name, one in settings.channels.items()},
    }
