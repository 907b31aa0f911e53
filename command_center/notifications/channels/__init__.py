"""Every kind of channel, in one visible table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from command_center.base.clock import Clock
from command_center.base.redis_bus import Bus
from command_center.duty.consoles import Consoles
from command_center.notifications.channels.apprise import Apprise
from command_center.notifications.channels.base import Transport
from command_center.notifications.channels.email import Email
from command_center.notifications.channels.in_app import InApp
from command_center.notifications.channels.sound import Sound
from command_center.notifications.channels.webhook import Webhook
from command_center.notifications.model import IN_APP, SOUND
from command_center.notifications.settings import NotificationSettings

KINDS: Mapping[str, Callable[[Any, NotificationSettings, Clock], Transport]] = MappingProxyType(
    {
        "email": lambda one, site, _clock: Email(one, site.public_url),
        "webhook": lambda one, _site, clock: Webhook(one, clock),
        "apprise": lambda one, _site, _clock: Apprise(one),
    }
)
"""By ``kind`` in the file."""


def build_channels(settings: NotificationSettings, bus: Bus, consoles: Consoles, clock: Clock) -> dict[str, Transport]:
    """The page's own two and those of the file, by name."""
    return {
        IN_APP: InApp(bus.control),
        SOUND: Sound(bus.control, consoles),
        **{name: KINDS[one.kind](one, settings, clock) for name, one in settings.channels.items()},
    }
