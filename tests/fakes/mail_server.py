"""A mail server that keeps what it gets, refuses whom it is told to, or hangs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast


@dataclass
class MailServer:
    """``refuse`` holds the reply to RCPT by address."""

    port: int = 0
    refuse: dict[str, str] = field(default_factory=dict)
    hangs: bool = False
    open: list[asyncio.StreamWriter] = field(default_factory=list)
    received: list[EmailMessage] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open.append(writer)
        try:
            await self._talk(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.hangs:
            await reader.read()
            return
        writer.write(b"220 fake\r\n")
        while line := (await reader.readline()).decode().strip():
            verb = line[:4].upper()
            if verb == "DATA":
                writer.write(b"354 go on\r\n")
                data = await reader.readuntil(b"\r\n.\r\n")
                self.received.append(cast("EmailMessage", message_from_bytes(data[:-5], policy=policy.default)))
            address = line[line.find("<") + 1 : line.find(">")]
            reply = self.refuse.get(address) if verb == "RCPT" else None
            writer.write((reply or "250 ok").encode() + b"\r\n")


@asynccontextmanager
async def mail_server(**options: object) -> AsyncIterator[MailServer]:
    """Listening on a free port inside the block."""
    mail = MailServer(**options)  # type: ignore[arg-type]
    listener = await asyncio.start_server(mail.serve, "127.0.0.1", 0)
    mail.port = listener.sockets[0].getsockname()[1]
    try:
        yield mail
    finally:
        listener.close()
        for writer in mail.open:
            writer.close()
