"""A notification channel: its settings, the transport that takes one letter, and the words for its kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import Field

from command_center.base.clock import Clock
from command_center.notifications.model import DeliveryState, Letter
from common.text import Strict, Text

ADDRESS = "{address}"
"""Stands in a channel's URL where each person's own address goes; without it the channel is shared by all."""


class Transport(Protocol):
    """How the letters of one channel are delivered.

    ``concurrency`` is the most letters under way at once; ``timeout`` is the seconds that one may take, after which the
    sender cancels it.
    """

    concurrency: int
    timeout: float

    async def send(self, letter: Letter) -> DeliveryState:
        """Deliver one letter: SENT where it was handed on, DELIVERED where the receiver has it.

        Raises TransportError, whose ``permanent`` says that trying again is useless. A letter may come twice, with the
        same id.
        """
        ...


class ChannelSettings(Strict):
    """One entry of the file. A subclass narrows ``kind`` to the literal of its own."""

    kind: str

    @property
    def shared(self) -> bool:
        """Whether one message reaches all, instead of each person's address."""
        return False

    @property
    def texts(self) -> tuple[str, ...]:
        """The settings in which ``${NAME}`` may stand for a secret."""
        return ()


class UrlSettings(ChannelSettings):
    """Of a channel that is reached by an address in which each person's own may stand."""

    url: str = Field(min_length=8)

    @property
    def shared(self) -> bool:
        return ADDRESS not in self.url

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.url,)


@dataclass(frozen=True, slots=True)
class ChannelKind:
    """A kind of channel. ``build`` gets the channel's own settings, the pages' public address and the clock."""

    name: str
    words: Text
    address: Text
    """What is asked for as a person's address, shown beside the field."""
    settings: type[ChannelSettings]
    build: Callable[[Any, str, Clock], Transport]
