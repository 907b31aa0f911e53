"""Production on one machine: everything of it, a first administrator, and no plain HTTP towards others."""

from __future__ import annotations

import asyncio
import secrets
from pathlib import Path

from command_center.auth.model import Role
from command_center.auth.service import Accounts
from command_center.base.clock import SystemClock, new_id
from command_center.base.db import Database
from command_center.base.private_file import write_private
from command_center.base.settings import Settings
from command_center.run import exposure, one_machine
from command_center.run.one_machine import Machine

FIRST_ADMINISTRATOR = "admin"
FIRST_PASSWORD_FILE = "first-password.txt"  # noqa: S105 - the name of a file


def run(settings: Settings, *, cameras: Path | None, workers: int | None, proxy_headers: bool) -> None:
    """The command. Ends without a word after Ctrl-C or SIGTERM; raises StartError when something does not start."""
    exposure.refuse_plain_http(settings, proxy_headers=proxy_headers)
    file = cameras or settings.cameras_file
    one_machine.run(Machine(settings, file, workers, first_administrator, proxy_headers=proxy_headers))


async def first_administrator(database: Database, data_dir: Path) -> str:
    """Where nobody has an account: one administrator, whose password stands in a file that only its owner reads.

    The file goes at the first start after that account was disabled.
    """
    accounts = Accounts(database, SystemClock(), new_id)
    everybody, count = await accounts.accounts(0, 100_000)
    file = data_dir / FIRST_PASSWORD_FILE
    if count == 0:
        password = secrets.token_urlsafe(12)
        # The file first: a start that is killed between the two leaves no account whose password nobody knows.
        await asyncio.to_thread(write_private, file, f"{FIRST_ADMINISTRATOR} {password}\n")
        await accounts.create(FIRST_ADMINISTRATOR, "管理员", Role.ADMIN, password, must_change=True)
    elif not any(one.username == FIRST_ADMINISTRATOR and one.disabled_at is None for one in everybody):
        await asyncio.to_thread(file.unlink, missing_ok=True)  # its password opens nothing any more
    if not await asyncio.to_thread(file.exists):
        return ""
    return f"first administrator: sign in by {file}, make accounts for persons, disable this one"
