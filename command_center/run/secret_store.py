"""Passwords and ports of the embedded servers, made once and kept in ``secrets.json`` (mode 600)."""

from __future__ import annotations

import json
import random
import secrets
import socket
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from command_center.base.errors import StartError
from command_center.base.private_file import write_private

PORTS = range(20_000, 32_000)
"""Below the kernel's ephemeral range, so that no outgoing connection takes a port while its server restarts."""


@dataclass(frozen=True)
class Secrets:
    """``id`` names this data folder's servers wherever they are placed."""

    id: str
    postgres_password: str
    owner_password: str
    application_password: str
    redis_password: str
    live_redis_password: str
    postgres_port: int
    redis_port: int
    live_redis_port: int
    redis_centre_password: str = ""
    redis_adapter_password: str = ""
    """Of the users with less rights; ``redis_password`` and ``live_redis_password`` are the administrator's."""


ADDED_PASSWORDS = ("redis_centre_password", "redis_adapter_password")
"""What files of former versions do not hold."""


def _password() -> str:
    return secrets.token_urlsafe(24)


def free_port(taken: set[int]) -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    for port in random.Random(secrets.randbits(64)).sample(PORTS, 200):
        if port not in taken and port_is_free(port):
            taken.add(port)
            return port
    raise StartError("no free port between 20000 and 32000 on 127.0.0.1")


def port_is_free(port: int) -> bool:
    """Whether a server could listen there now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def make() -> Secrets:
    taken: set[int] = set()
    words = {
        name: _password()
        for name in (
            "postgres_password", "owner_password", "application_password", "redis_password", "live_redis_password",
            *ADDED_PASSWORDS,
        )
    }  # fmt: skip
    ports = {name: free_port(taken) for name in ("postgres_port", "redis_port", "live_redis_port")}
    return Secrets(id=secrets.token_hex(8), **words, **ports)  # type: ignore[arg-type]


def load(path: Path) -> Secrets:
    """Those of the data folder; made at the first start. A port that a stranger took meanwhile is replaced,
    and a password that a former version did not have is added."""
    if not path.exists():
        made = make()
        write_private(path, json.dumps(asdict(made), indent=2))
        return made
    kept = read(path)
    changed = {**_moved_ports(kept), **{name: _password() for name in ADDED_PASSWORDS if not getattr(kept, name)}}
    if changed:
        kept = Secrets(**{**asdict(kept), **changed})
        write_private(path, json.dumps(asdict(kept), indent=2))
    return kept


def read(path: Path) -> Secrets:
    """Those of a file that exists."""
    try:
        return Secrets(**json.loads(path.read_text()))
    except (ValueError, TypeError) as error:
        raise StartError(f"{path} is damaged ({error}); without it the database is locked: restore a copy") from None


def _moved_ports(kept: Secrets) -> Mapping[str, int]:
    ports = {name: getattr(kept, name) for name in ("postgres_port", "redis_port", "live_redis_port")}
    taken = set(ports.values())
    return {name: free_port(taken) for name, port in ports.items() if not port_is_free(port)}
