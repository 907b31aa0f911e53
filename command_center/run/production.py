"""Production on one machine: everything of it, a first administrator, and no plain HTTP towards others."""

from __future__ import annotations

import asyncio
import secrets
from ipaddress import ip_address
from pathlib import Path

from command_center.auth.model import Role
from command_center.auth.service import Accounts
from command_center.base.clock import SystemClock, new_id
from command_center.base.db import Database
from command_center.base.errors import StartError
from command_center.base.settings import Settings
from command_center.run import one_machine, secret_store
from command_center.run.one_machine import Machine

FIRST_ADMINISTRATOR = "admin"
FIRST_PASSWORD_FILE = "first-password.txt"  # noqa: S105 - the name of a file


def run(settings: Settings, *, cameras: Path | None, workers: int | None, proxy_headers: bool) -> None:
    """The command. Ends without a word after Ctrl-C or SIGTERM; raises StartError when something does not start."""
    refuse_plain_http(settings, proxy_headers=proxy_headers)
    file = cameras or settings.cameras_file
    one_machine.run(Machine(settings, file, workers, first_administrator, proxy_headers=proxy_headers))


def refuse_plain_http(settings: Settings, *, proxy_headers: bool) -> None:
    """Raises StartError where passwords and video would cross a network that others read."""
    if settings.tls_cert is not None or proxy_headers or only_this_machine(settings.http_host):
        return
    raise StartError(
        f"{settings.http_host} without TLS: passwords and video would cross the network in clear. "
        "Give --tls-cert and --tls-key; or let a proxy speak TLS and give --proxy-headers; or listen on 127.0.0.1"
    )


def only_this_machine(host: str) -> bool:
    """Whether an address is reached by programs of this machine only; an unknown name is not."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


async def first_administrator(database: Database, data_dir: Path) -> str:
    """Where nobody has an account: one administrator, whose password stands in a file that only its owner reads."""
    accounts = Accounts(database, SystemClock(), new_id)
    _, count = await accounts.accounts(0, 1)
    file = data_dir / FIRST_PASSWORD_FILE
    if count == 0:
        password = secrets.token_urlsafe(12)
        # The file first: a start that is killed between the two leaves no account whose password nobody knows.
        await asyncio.to_thread(secret_store.write_private, file, f"{FIRST_ADMINISTRATOR} {password}\n")
        await accounts.create(FIRST_ADMINISTRATOR, "管理员", Role.ADMIN, password)
    if not await asyncio.to_thread(file.exists):
        return ""
    return f"first administrator: sign in by {file}, make accounts for persons, disable this one, delete the file"
