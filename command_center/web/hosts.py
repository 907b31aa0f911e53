"""Names under which the centre answers: another site's name that was made to lead here is refused.

A page of another site can let its own name point to this machine and then reads what the centre answers to strangers.
It can do so only with a name of the public DNS; addresses and names of the local network are nobody else's.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from command_center.base.errors import CentreError
from command_center.web.answers import answer

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

LOCAL = (".local", ".lan", ".internal", ".home.arpa", ".localhost", ".test")
"""Ends of names that no public DNS serves."""


def known_names(origins: Sequence[str]) -> frozenset[str]:
    """Hosts of CC_PUBLIC_ORIGINS, and the name of this machine."""
    public = {urlsplit(origin).hostname or "" for origin in origins}
    return frozenset(public | {socket.gethostname().lower()})


def is_ours(host: str, names: Collection[str]) -> bool:
    """Whether a request's ``Host`` is an address, a name of the local network, or one of these."""
    try:
        name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return False
    return "." not in name.strip(":") or name in names or name.endswith(LOCAL) or _is_address(name)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def wrong_host() -> CentreError:
    """Says what to set."""
    return CentreError(
        "wrong_host",
        "此域名未登记，请在 CC_PUBLIC_ORIGINS 中设置",
        "The centre does not answer under this name: set it in CC_PUBLIC_ORIGINS",
        status=421,
    )


class KnownHost:
    """ASGI middleware: 421 for requests under a foreign name; their WebSockets are not accepted."""

    def __init__(self, app: ASGIApp, names: Collection[str]) -> None:
        self._app = app
        self._names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through what asks for one of our names."""
        if scope["type"] not in {"http", "websocket"} or is_ours(Headers(scope=scope).get("host", ""), self._names):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await answer(wrong_host())(scope, receive, send)
