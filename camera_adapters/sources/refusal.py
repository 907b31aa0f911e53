"""Refusal of an RTSP camera in its own words: the status and the ways of signing in, which the library does not tell.

The library names every status that it has no name for "4XX". So the camera is asked once more, step by step, without
taking a picture. No wrong password is tried again: who was refused for it asks without one.
"""

from __future__ import annotations

import base64
import hashlib
import re
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

PATIENCE = 3.0
"""Seconds that each answer may take."""
LONGEST_LINE = 4096
MOST_LINES = 100
LARGEST_BODY = 64 * 1024
UNAUTHORIZED = 401
KNOWN_WAYS = frozenset({"basic", "digest"})
"""Ways of signing in that the library knows, digest with MD5."""
_PARAMETER = re.compile(r'(\w+)=(?:"([^"]*)"|([^\s,]+))')


@dataclass(frozen=True, slots=True)
class Refusal:
    """The first answer that was no success."""

    status: int
    challenges: tuple[str, ...] = ()

    @property
    def way_known(self) -> bool:
        """Whether the library could sign in at all; true where the camera names no way."""
        return not self.challenges or any(map(_known, self.challenges))


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: Mapping[str, tuple[str, ...]]
    body: str

    def first(self, name: str) -> str:
        return next(iter(self.headers.get(name, ())), "")

    @property
    def refusal(self) -> Refusal:
        return Refusal(self.status, self.headers.get("www-authenticate", ()))


def ask_why(url: str, transport: str, *, sign_in: bool) -> Refusal | None:
    """Ask the camera of ``url``, in which secrets stand, why it refuses; None where it now does not, or does not say.

    ``sign_in``: with the user and password of the URL. Blocks for a few times ``PATIENCE`` at most. Raises nothing.
    """
    try:
        with closing(_connected(url)) as connection:
            return next((answer.refusal for answer in _steps(connection, url, transport, sign_in=sign_in)), None)
    except (OSError, ValueError):
        return None


def _connected(url: str) -> socket.socket:
    parts = urlsplit(url)
    encrypted = parts.scheme.lower() == "rtsps"
    plain = socket.create_connection((parts.hostname or "", parts.port or (322 if encrypted else 554)), PATIENCE)
    if not encrypted:
        return plain
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # as the library does: cameras sign themselves
    return context.wrap_socket(plain, server_hostname=parts.hostname)


def _steps(connection: socket.socket, url: str, transport: str, *, sign_in: bool) -> Iterator[_Answer]:
    """Describe, set up and play as the library does; yields the first refusal, and nothing where there is none."""
    talk = _Conversation(connection, url, sign_in=sign_in)
    described = talk.ask("DESCRIBE", talk.address, {"Accept": "application/sdp"})
    if described.status >= 400:
        yield described
        return
    lanes = "RTP/AVP/TCP;unicast;interleaved=0-1" if transport == "tcp" else "RTP/AVP;unicast;client_port=49170-49171"
    set_up = talk.ask("SETUP", _track(described, talk.address), {"Transport": lanes})
    if set_up.status >= 400:
        yield set_up
        return
    session = {"Session": set_up.first("session").partition(";")[0]}
    played = talk.ask("PLAY", talk.address, session)
    if played.status >= 400:
        yield played
    talk.say("TEARDOWN", talk.address, session)


class _Conversation:
    """Requests and answers over one connection, signed in from the moment on at which the camera asks for it."""

    def __init__(self, connection: socket.socket, url: str, *, sign_in: bool) -> None:
        parts = urlsplit(url)
        self._connection = connection
        self._stream: BinaryIO = connection.makefile("rb")
        self._login = (unquote(parts.username or ""), unquote(parts.password or "")) if sign_in else None
        self._challenge = ""
        self._number = 0
        self.address = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()

    def ask(self, method: str, address: str, headers: Mapping[str, str]) -> _Answer:
        """The answer, after signing in where that is asked for. Raises OSError, ValueError."""
        self.say(method, address, headers)
        answer = self._read()
        known = next(filter(_known, answer.headers.get("www-authenticate", ())), "")
        if answer.status != UNAUTHORIZED or self._login is None or self._challenge or not known:
            return answer
        self._challenge = known
        self.say(method, address, headers)
        return self._read()

    def say(self, method: str, address: str, headers: Mapping[str, str]) -> None:
        """Send a request without waiting for its answer."""
        self._number += 1
        lines = [f"{method} {address} RTSP/1.0", f"CSeq: {self._number}", "User-Agent: camera-adapter"]
        if self._login is not None and self._challenge:
            lines.append(f"Authorization: {_authorization(self._challenge, self._login, method, address)}")
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self._connection.sendall("\r\n".join([*lines, "", ""]).encode())

    def _read(self) -> _Answer:
        status = re.match(r"RTSP/\d\.\d (\d{3})", self._line())
        if status is None:
            raise ValueError("no RTSP")
        headers: dict[str, tuple[str, ...]] = {}
        for _ in range(MOST_LINES):
            line = self._line()
            if not line:
                break
            name, _, value = line.partition(":")
            headers[name.lower()] = (*headers.get(name.lower(), ()), value.strip())
        size = min(int(headers.get("content-length", ("0",))[0]), LARGEST_BODY)
        return _Answer(int(status[1]), headers, self._stream.read(size).decode("utf-8", "replace"))

    def _line(self) -> str:
        return self._stream.readline(LONGEST_LINE).decode("utf-8", "replace").strip()


def _track(described: _Answer, address: str) -> str:
    """The address of the first video of a description."""
    video = described.body.partition("m=video")[2].partition("\nm=")[0]
    found = re.search(r"a=control:(\S+)", video)
    if found is None or found[1] == "*":
        return address
    base = described.first("content-base") or address
    return found[1] if "://" in found[1] else f"{base.rstrip('/')}/{found[1]}"


def _known(challenge: str) -> bool:
    way, _, rest = challenge.partition(" ")
    algorithm = _parameters(rest).get("algorithm", "MD5")
    return way.lower() in KNOWN_WAYS and algorithm.upper() == "MD5"


def _parameters(text: str) -> dict[str, str]:
    return {name.lower(): quoted or bare for name, quoted, bare in _PARAMETER.findall(text)}


def _authorization(challenge: str, login: tuple[str, str], method: str, address: str) -> str:
    way, _, rest = challenge.partition(" ")
    if way.lower() == "basic":
        return "Basic " + base64.b64encode(":".join(login).encode()).decode()
    given = _parameters(rest)
    realm, nonce = given.get("realm", ""), given.get("nonce", "")
    secret = _md5(f"{login[0]}:{realm}:{login[1]}")
    middle, more = nonce, ""
    if "auth" in given.get("qop", ""):
        middle, more = f"{nonce}:00000001:0a4f113b:auth", ', qop=auth, nc=00000001, cnonce="0a4f113b"'
    response = _md5(f"{secret}:{middle}:{_md5(f'{method}:{address}')}")
    return (
        f'Digest username="{login[0]}", realm="{realm}", nonce="{nonce}", uri="{address}", response="{response}"{more}'
    )


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()  # what cameras ask for
