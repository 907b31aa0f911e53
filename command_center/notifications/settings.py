"""``config/notifications.yaml``: the channels beside the page itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, field_validator

from command_center.base.yaml_file import YamlFile
from command_center.notifications.model import BUILT_IN
from common.text import Strict

ADDRESS = "{address}"
"""Stands in a channel's URL where each person's own address goes; without it the channel is shared by all."""


class EmailSettings(Strict):
    """A mail server; the address is each person's own."""

    kind: Literal["email"]
    host: str = Field(min_length=1)
    port: int = Field(default=25, ge=1, le=65535)
    security: Literal["none", "starttls", "tls"] = "starttls"
    sender: str = Field(pattern=r"^[^\s@]+@[^\s@]+$")
    username: str = ""
    password: str = ""

    @property
    def shared(self) -> bool:
        return False

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.username, self.password)


class _UrlSettings(Strict):
    url: str = Field(min_length=8)

    @property
    def shared(self) -> bool:
        return ADDRESS not in self.url


class WebhookSettings(_UrlSettings):
    """A POST of JSON, signed with HMAC-SHA256."""

    kind: Literal["webhook"]
    secret: str = Field(min_length=8)

    @field_validator("url")
    @classmethod
    def _http(cls, value: str) -> str:
        if not value.startswith(("http://", "https://", "${")):
            raise ValueError("must be an http:// or https:// address")
        return value

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.url, self.secret)


class AppriseSettings(_UrlSettings):
    """Any service that the Apprise library speaks to: DingTalk, WeCom, Feishu, SMS gateways …"""

    kind: Literal["apprise"]

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.url,)


ChannelSettings = Annotated[EmailSettings | WebhookSettings | AppriseSettings, Field(discriminator="kind")]


class NotificationSettings(Strict):
    """The whole file."""

    public_url: str = ""
    """How people reach the centre's pages from outside, for links in messages."""
    channels: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,31}$")], ChannelSettings] = Field(
        default_factory=dict
    )

    @field_validator("channels")
    @classmethod
    def _names(cls, value: dict[str, ChannelSettings]) -> dict[str, ChannelSettings]:
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
