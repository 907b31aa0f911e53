"""Users of the two Redis servers: a kind of process each, with the keys and commands that it needs and no others.

The adapters decode streams of strangers' devices: who takes one over must not end alerts, send other adapters anywhere,
or let evidence be deleted. Passwords stand in the files as SHA-256 only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from command_center.base.errors import ConfigError

CENTRE = "centre"
ADAPTER = "adapter"
ADMIN = "admin"

PASSWORDS = ("REDIS_PASSWORD", "REDIS_ADAPTER_PASSWORD", "REDIS_ADMIN_PASSWORD")
"""Variables with the passwords of the centre, the adapters and the administrator."""

Server = Literal["control", "live"]

CONNECTION = "ping hello auth select client|setinfo client|setname client|reply multi exec discard"


@dataclass(frozen=True)
class Rights:
    """What one kind of process may do on one server; patterns of keys as ``ACL SETUSER`` takes them."""

    keys: str
    commands: str
    streams: str = ""
    """Keys of streams that others read, apart from the rest: ``stream_commands`` are all that is allowed on them. Who
    could put another type of value there, or delete them, would stop what comes through them."""
    stream_commands: str = ""


RIGHTS: dict[tuple[str, Server], Rights] = {
    (ADAPTER, "control"): Rights(
        keys=(
            "%R~cameras %R~commands %R~acks:* %R~protected "
            "~detectors ~lease:* ~epoch:* ~adapter:* ~history:* ~lessons:* ~trial:* ~trial-claim:* ~probe:* "
            "~probe-claim:* ~canary:* ~buried:commands:*"
        ),
        commands=(
            "get set del mget incr expire scan hget hset hgetall lrange ltrim xadd xread xrange xrevrange "
            "eval evalsha script|load script|exists"
        ),
        streams="~live:alerts %W~live:segments %W~live:health %W~live:dead",
        stream_commands="xadd xrange eval evalsha",
    ),
    (ADAPTER, "live"): Rights(keys="~live:* ~init:*", commands="xadd hset expire"),
    (CENTRE, "control"): Rights(
        keys=(
            "~live:alerts ~live:segments ~live:health ~live:events ~live:dead ~canary:events ~acks:* ~cameras "
            "~commands ~protected %R~detectors ~lessons:* ~trial:* ~probe:* ~consoles ~consoles:* ~looking:* "
            "~centre:*"
        ),
        commands=(
            "get set del expire time info hget hset hdel hgetall rpush ltrim zadd zrem zrangebyscore xadd xdel xack "
            "xread xreadgroup xautoclaim xgroup|create xinfo|stream xrevrange"
        ),
    ),
    (CENTRE, "live"): Rights(keys="%R~live:* %R~init:*", commands="info hgetall xread xrevrange"),
}


def users_file(server: Server, centre: str, adapter: str, admin: str) -> str:
    """The text of a server's ``aclfile`` with these passwords. Who has not signed in may ask whether it answers."""
    lines = ["user default on nopass resetkeys resetchannels -@all +ping +hello +auth +quit"]
    for name, password in ((CENTRE, centre), (ADAPTER, adapter)):
        rights = RIGHTS[name, server]
        lines.append(f"{_head(name, password)} {rights.keys} -@all {_allowed(rights.commands.split())}{_apart(rights)}")
    lines.append(f"{_head(ADMIN, admin)} ~* &* +@all")
    return "\n".join(lines) + "\n"


def write_files(folder: Path, environment: Mapping[str, str]) -> str:
    """Write both servers' files for servers that run elsewhere; answers a line for the terminal.

    Others may read them: the servers have users of their own, and a hash of a long random password tells nothing.
    """
    missing = [name for name in PASSWORDS if not environment.get(name)]
    if missing:
        raise ConfigError([f"{name} is not set" for name in missing])
    centre, adapter, admin = (environment[name] for name in PASSWORDS)
    folder.mkdir(parents=True, exist_ok=True)
    servers: tuple[Server, ...] = ("control", "live")
    for server in servers:
        file = folder / f"{server}.acl"
        file.write_text(users_file(server, centre, adapter, admin))
        file.chmod(0o644)
    return f"users of Redis written to {folder}"


def _head(name: str, password: str) -> str:
    return f"user {name} on #{hashlib.sha256(password.encode()).hexdigest()} resetchannels"


def _apart(rights: Rights) -> str:
    """The streams' rights as a selector: a command needs one part of the user that allows it and all of its keys."""
    if not rights.streams:
        return ""
    commands = " ".join(f"+{command}" for command in rights.stream_commands.split())
    return f" ({rights.streams} -@all {commands})"


def _allowed(commands: Sequence[str]) -> str:
    return " ".join(f"+{command}" for command in (*CONNECTION.split(), *commands))
