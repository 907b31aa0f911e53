"""``config/notifications.yaml``: the channels beside the page itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Union

from pydantic import Field, field_validator

from command_center.base.yaml_file import YamlFile
from command_center.notifications.channel import ChannelSettings
from command_center.notifications.channels import KINDS
from command_center.notifications.model import BUILT_IN
from common.text import Strict

if TYPE_CHECKING:
    OneChannel = ChannelSettings
else:
    OneChannel = Annotated[Union[tuple(kind.settings for kind in KINDS.values())], Field(discriminator="kind")]  # noqa: UP007 - the kinds are a table
"""One entry, by its ``kind`` of the settings of that kind."""


class NotificationSettings(Strict):
    """Content of ``notifications.yaml``."""

    public_url: str = ""
    """How people reach the centre's pages from outside, for links in messages."""
    channels: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,31}$")], OneChannel] = Field(default_factory=dict)

    @field_validator("channels")
    @classmethod
    def _names(cls, value: dict[str, OneChannel]) -> dict[str, OneChannel]:
        for name in BUILT_IN:
            if name in value:
                raise ValueError(f"{name!r} is the page itself and needs no entry")
        return value

    @property
    def shared(self) -> frozenset[str]:
        """Channels of which one message reaches all: a group's robot."""
        return frozenset(name for name, channel in self.channels.items() if channel.shared)


def read_notifications(path: Path) -> NotificationSettings:
    """Read the file; without one there are no other channels. Raises ConfigError with every problem."""
    return YamlFile(path).read(NotificationSettings) if path.exists() else NotificationSettings()
