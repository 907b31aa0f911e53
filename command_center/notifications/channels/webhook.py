"""A POST of JSON, signed: ``X-Signature: sha256=HMAC(secret, "{X-Timestamp}.{body}")``."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import asdict
from http import HTTPStatus
from typing import Literal
from urllib.parse import quote

import httpx
from pydantic import Field, field_validator

from command_center.base.clock import Clock
from command_center.notifications.channel import ADDRESS, ChannelKind, UrlSettings
from command_center.notifications.errors import TransportError
from command_center.notifications.model import DeliveryState, Letter
from command_center.notifications.secrets import resolve
from common.text import Text

TRY_AGAIN = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS})


class WebhookSettings(UrlSettings):
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
        return (*super().texts, self.secret)


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """What a receiver computes as well: the time is signed too, so that an old message cannot be played again."""
    return "sha256=" + hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


class Webhook:
    """2xx is DELIVERED; other 4xx are permanent. ``X-Delivery-Id`` stays the same at every attempt."""

    concurrency = 8
    timeout = 10.0

    def __init__(self, settings: WebhookSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock

    async def send(self, letter: Letter) -> DeliveryState:
        url = resolve(self._settings.url).replace(ADDRESS, quote(letter.address, safe=""))
        body = json.dumps(_payload(letter), ensure_ascii=False).encode()
        timestamp = str(int(self._clock.now().timestamp()))
        headers = {
            "Content-Type": "application/json",
            "X-Delivery-Id": str(letter.id),
            "X-Timestamp": timestamp,
            "X-Signature": signature(resolve(self._settings.secret), timestamp, body),
        }
        try:
            async with httpx.AsyncClient(timeout=self.timeout / 2, trust_env=False) as client:
                answer = await client.post(url, content=body, headers=headers)
        except httpx.InvalidURL as error:
            raise TransportError("address", permanent=True) from error
        except httpx.HTTPError as error:
            raise TransportError("unreachable", type(error).__name__) from error
        return _judge(answer.status_code)


def _judge(status: int) -> DeliveryState:
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return DeliveryState.DELIVERED
    permanent = status < HTTPStatus.INTERNAL_SERVER_ERROR and status not in TRY_AGAIN
    raise TransportError("refused", f"HTTP {status}", permanent=permanent)


def _payload(letter: Letter) -> dict[str, object]:
    notice = letter.notice
    return {
        "id": str(letter.id),
        "topic": str(notice.topic),
        "level": notice.level,
        "title": asdict(notice.title),
        "body": asdict(notice.body),
        "subject": str(notice.subject) if notice.subject else None,
        "subject_id": str(notice.subject_id) if notice.subject_id else None,
        "path": notice.path,
        "person": letter.name if letter.account_id else None,
        "created_at": letter.created_at.isoformat(),
    }


KIND = ChannelKind(
    name="webhook",
    words=Text(zh="签名的网络请求", en="Signed web request"),
    address=Text(zh="此渠道里这个人的号码或账号", en="This person's number or account on the channel"),
    settings=WebhookSettings,
    build=lambda settings, _public_url, clock: Webhook(settings, clock),
)
