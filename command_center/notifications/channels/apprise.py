"""Everything that the Apprise library speaks to: DingTalk, WeCom, Feishu, SMS gateways and a hundred more."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Literal
from urllib.parse import quote

from command_center.notifications.channel import ADDRESS, ChannelKind, UrlSettings
from command_center.notifications.errors import TransportError
from command_center.notifications.model import DeliveryState, Letter
from command_center.notifications.secrets import resolve
from common.text import Text


class AppriseSettings(UrlSettings):
    """Any service that the Apprise library speaks to: DingTalk, WeCom, Feishu, SMS gateways …"""

    kind: Literal["apprise"]


class Apprise:
    """Blocking, so in threads of its own. The library says only yes or no, so a no is tried again."""

    concurrency = 4
    timeout = 30.0

    def __init__(self, settings: AppriseSettings) -> None:
        self._settings = settings
        self._threads = ThreadPoolExecutor(self.concurrency, thread_name_prefix="apprise")

    async def send(self, letter: Letter) -> DeliveryState:
        if ADDRESS in self._settings.url and not letter.address:
            raise TransportError("no_address", permanent=True)
        url = resolve(self._settings.url).replace(ADDRESS, quote(letter.address, safe=""))
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._threads, _notify, url, letter.title, letter.body)
        return DeliveryState.SENT


def _notify(url: str, title: str, body: str) -> None:
    import apprise  # noqa: PLC0415 - loads a hundred services; a centre without this channel starts without it

    logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)  # it writes addresses with tokens into the log
    sender = apprise.Apprise()
    if not sender.add(url):
        raise TransportError("address", permanent=True)
    if not sender.notify(title=title, body=body):
        raise TransportError("unreachable")


KIND = ChannelKind(
    name="apprise",
    words=Text(zh="第三方服务", en="Another service"),
    address=Text(zh="此渠道里这个人的号码或账号", en="This person's number or account on the channel"),
    settings=AppriseSettings,
    build=lambda settings, _public_url, _clock: Apprise(settings),
)
