"""Exposure of the page: whether passwords and video would cross a network that others read."""

from __future__ import annotations

from ipaddress import ip_address

from command_center.base.errors import StartError
from command_center.base.settings import Settings


def in_clear(settings: Settings, *, proxy_headers: bool) -> str | None:
    """What is wrong with the address of the page and what to do about it; None where nothing is."""
    if settings.tls_cert is not None or proxy_headers or only_this_machine(settings.http_host):
        return None
    return (
        f"{settings.http_host} without TLS: passwords and video would cross the network in clear. "
        "Give --tls-cert and --tls-key; or let a proxy speak TLS and give --proxy-headers; or listen on 127.0.0.1"
    )


def refuse_plain_http(settings: Settings, *, proxy_headers: bool) -> None:
    """Raises StartError with those words."""
    words = in_clear(settings, proxy_headers=proxy_headers)
    if words is not None:
        raise StartError(words)


def only_this_machine(host: str) -> bool:
    """Whether an address is reached by programs of this machine only; an unknown name is not."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
