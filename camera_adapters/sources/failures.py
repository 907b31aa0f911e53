"""Failures of a camera by kind: which reason an error of the library is, with nothing of the library's words.

The library's words are for who wrote it (``[Errno 113] No route to host``) and may hold the address. What a person
reads is the page's: words and advice for each reason.
"""

from __future__ import annotations

import errno
import socket
from typing import NoReturn
from urllib.parse import urlsplit

import av.error

from camera_adapters.base.errors import SourceError
from camera_adapters.sources.refusal import ask_why
from common.camera_urls import shown

LASTING = frozenset({"unauthorized", "forbidden", "sign_in_way", "transport", "address", "codec", "tls"})
"""Reasons that a person must remove; trying a wrong password fast makes cameras lock the account."""
BY_STATUS = {
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    453: "busy",
    454: "busy",
    461: "transport",
    503: "busy",
}
BY_NUMBER = {
    errno.EHOSTUNREACH: "no_route",
    errno.ENETUNREACH: "no_route",
    errno.EHOSTDOWN: "no_route",
    errno.ENETDOWN: "no_route",
    errno.ECONNREFUSED: "refused",
    errno.ETIMEDOUT: "timeout",
    errno.ECONNRESET: "hung_up",
    errno.EPROTONOSUPPORT: "transport",
    errno.EPIPE: "hung_up",
    errno.ECONNABORTED: "hung_up",
}
BY_KIND: tuple[tuple[type[BaseException], str], ...] = (
    (av.error.HTTPUnauthorizedError, "unauthorized"),
    (av.error.HTTPForbiddenError, "forbidden"),
    (av.error.HTTPNotFoundError, "not_found"),
    (av.error.HTTPError, "fault"),
    (av.error.HTTPClientError, "fault"),
    (av.error.ProtocolNotFoundError, "address"),
    (av.error.InvalidDataError, "format"),
    (av.error.DecoderNotFoundError, "codec"),
    (av.error.EOFError, "hung_up"),
)


def check_address(url: str) -> None:
    """Raise ``SourceError`` where it is no address, or nobody knows its host."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or 554
    except ValueError:
        raise SourceError("address", "not a URL", retry=False) from None
    if not host:
        raise SourceError("address", "the URL names no host", retry=False)
    try:
        socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError):
        raise SourceError("unknown_host", f"the host {host} is not known") from None


def opening_failed(error: BaseException, url: str, transport: str) -> NoReturn:
    """Raise the ``SourceError`` that this error is; where the library says too little, the camera is asked."""
    reason, detail = reason_of(error, otherwise="address" if isinstance(error, ValueError) else "hung_up"), _code(error)
    if reason in {"unauthorized", "fault"}:
        refusal = ask_why(url, transport, sign_in=reason == "fault")
        if refusal is not None:
            reason = BY_STATUS.get(refusal.status, reason) if refusal.way_known else "sign_in_way"
            detail = f"RTSP {refusal.status}"
    elif reason == "hung_up" and urlsplit(url).scheme.lower() == "rtsps":
        reason = "tls"
    raise SourceError(reason, f"{shown(url)}: {detail}", retry=reason not in LASTING) from None


def reading_failed(error: BaseException, url: str) -> NoReturn:
    """Raise the ``SourceError`` that an error in mid-stream is."""
    reason = reason_of(error, otherwise="ended")
    raise SourceError(reason, f"{shown(url)}: {_code(error)}", retry=reason not in LASTING) from None


def reason_of(error: BaseException, *, otherwise: str) -> str:
    """The reason by the error's number or class."""
    by_number = BY_NUMBER.get(getattr(error, "errno", None) or 0)
    return by_number or next((reason for kind, reason in BY_KIND if isinstance(error, kind)), otherwise)


def _code(error: BaseException) -> str:
    """A short code for who maintains the camera: the system's name of the error, or its class."""
    return errno.errorcode.get(getattr(error, "errno", None) or 0) or type(error).__name__
