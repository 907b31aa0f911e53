"""E-mail by SMTP."""

from __future__ import annotations

import asyncio
import smtplib
import ssl
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Literal

from pydantic import Field

from command_center.notifications.channel import ChannelKind, ChannelSettings
from command_center.notifications.errors import TransportError
from command_center.notifications.model import DeliveryState, Letter
from command_center.notifications.secrets import resolve
from common.text import Text

PERMANENT_FROM = 500
"""SMTP replies from here on say that the same letter will never be taken."""


class EmailSettings(ChannelSettings):
    """A mail server; the address is each person's own."""

    kind: Literal["email"]
    host: str = Field(min_length=1)
    port: int = Field(default=25, ge=1, le=65535)
    security: Literal["none", "starttls", "tls"] = "starttls"
    sender: str = Field(pattern=r"^[^\s@]+@[^\s@]+$")
    username: str = ""
    password: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.username, self.password)


class Email:
    """Blocking, so in threads of its own: a mail server that hangs holds nobody else's."""

    concurrency = 4
    timeout = 25.0

    def __init__(self, settings: EmailSettings, public_url: str = "", server_timeout: float = 10.0) -> None:
        self._settings = settings
        self._public_url = public_url
        self._server_timeout = server_timeout
        self._threads = ThreadPoolExecutor(self.concurrency, thread_name_prefix="email")

    async def send(self, letter: Letter) -> DeliveryState:
        if "@" not in letter.address:
            raise TransportError("no_address", permanent=True)
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._threads, self._send, letter)
        return DeliveryState.SENT

    def _send(self, letter: Letter) -> None:
        try:
            server = self._connected()
            try:
                server.send_message(self._message(letter))
            finally:
                server.close()  # no farewell: a failure of that would look like a letter that was not taken
        except smtplib.SMTPRecipientsRefused as error:
            code = next(iter(error.recipients.values()))[0]
            raise TransportError("refused", f"SMTP {code}", permanent=code >= PERMANENT_FROM) from error
        except smtplib.SMTPAuthenticationError as error:
            raise TransportError("unauthorized", f"SMTP {error.smtp_code}") from error
        except smtplib.SMTPResponseException as error:
            permanent = error.smtp_code >= PERMANENT_FROM
            raise TransportError("refused", f"SMTP {error.smtp_code}", permanent=permanent) from error
        except (smtplib.SMTPException, OSError) as error:
            raise TransportError("unreachable", type(error).__name__) from error

    def _connected(self) -> smtplib.SMTP:
        wanted = self._settings
        context = ssl.create_default_context()
        if wanted.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                wanted.host, wanted.port, timeout=self._server_timeout, context=context
            )
        else:
            server = smtplib.SMTP(wanted.host, wanted.port, timeout=self._server_timeout)
        if wanted.security == "starttls":
            server.starttls(context=context)
        if wanted.username:
            server.login(resolve(wanted.username), resolve(wanted.password))
        return server

    def _message(self, letter: Letter) -> EmailMessage:
        message = EmailMessage()
        message["Subject"] = one_line(letter.title)
        message["From"] = self._settings.sender
        message["To"] = one_line(letter.address)
        message["Date"] = format_datetime(letter.created_at)
        message["Message-ID"] = f"<{letter.id}@{self._settings.sender.rpartition('@')[2]}>"
        message["X-Priority"] = "1" if (letter.notice.level or 4) <= 2 else "3"
        link = f"\n\n{self._public_url.rstrip('/')}{letter.notice.path}" if self._public_url else ""
        message.set_content(letter.body + link)
        return message


def one_line(text: str) -> str:
    """The text with every run of white space as one space: a line break in a head would stop the letter."""
    return " ".join(text.split())


KIND = ChannelKind(
    name="email",
    words=Text(zh="电子邮件", en="E-mail"),
    address=Text(zh="例如 name@example.cn", en="Such as name@example.cn"),
    settings=EmailSettings,
    build=lambda settings, public_url, _clock: Email(settings, public_url),
)
