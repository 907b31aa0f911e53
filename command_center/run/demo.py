"""Demo: one machine with everything on it, with an account a role to try it with."""

from __future__ import annotations

import asyncio
import json
import secrets
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import structlog

from command_center.auth.model import Role
from command_center.auth.service import Accounts
from command_center.base.clock import SystemClock, new_id
from command_center.base.db import Database
from command_center.base.errors import Conflict, StartError
from command_center.base.private_file import write_private
from command_center.base.settings import Settings
from command_center.run import one_machine
from command_center.run.one_machine import Machine

log = structlog.get_logger(__name__)

DEFAULTS: Mapping[str, str] = {
    "CC_CANARY_SECONDS": "60",
    "CC_SECOND_FACTOR": "offered",
    "CC_RECORDING_LIMIT_GB": "10",
    "CC_RECORDING_MIN_FREE_GB": "2",
}
PEOPLE: Mapping[Role, str] = {
    Role.VIEWER: "观察员",
    Role.DUTY_OFFICER: "值班员",
    Role.DUTY_LEADER: "带班领导",
    Role.COMMANDER: "指挥长",
    Role.RESPONDER: "处置人员",
    Role.REVIEWER: "复盘员",
    Role.ADMIN: "管理员",
}


@dataclass(frozen=True)
class KnownAccount:
    """An account of the demo with its password, as ``accounts.json`` lists it."""

    username: str
    password: str
    role: str
    display_name: str


def run(settings: Settings, *, cameras: Path | None, workers: int | None) -> None:
    """The command. Ends without a word after Ctrl-C or SIGTERM; raises StartError when something does not start."""
    one_machine.run(Machine(settings, cameras or settings.cameras_file, workers, make_accounts, DEFAULTS))


async def make_accounts(database: Database, data_dir: Path) -> str:
    """One account a role, and a table of them for a terminal."""
    file = data_dir / "accounts.json"
    known = await ensure_accounts(database, file)
    if not sys.stdout.isatty():  # a service's output is kept in a journal that others read
        return f"accounts are in {file}"
    rows = [f"  {one.username:<14}{one.password:<16}{one.display_name}" for one in known]
    return "\n".join(("", f"accounts (also in {file}):", *rows))


async def ensure_accounts(database: Database, file: Path) -> list[KnownAccount]:
    """One account a role; the file (mode 600) keeps the passwords over restarts. A lost file means new passwords."""
    kept = await asyncio.to_thread(_kept_accounts, file)
    known = kept or [KnownAccount(role.value, secrets.token_urlsafe(9), role.value, PEOPLE[role]) for role in PEOPLE]
    accounts = Accounts(database, SystemClock(), new_id)
    present = {account.username: account.id for account in (await accounts.accounts(0, 100_000))[0]}
    if not kept:
        text = json.dumps([asdict(one) for one in known], ensure_ascii=False, indent=2)
        await asyncio.to_thread(write_private, file, text)
        again = (one for one in known if one.username in present)
        await asyncio.gather(*(accounts.change(present[o.username], by=None, password=o.password) for o in again))
    await asyncio.gather(*(_create(accounts, one) for one in known if one.username not in present))
    return known


def _kept_accounts(file: Path) -> list[KnownAccount]:
    try:
        return [KnownAccount(**item) for item in json.loads(file.read_text())]
    except FileNotFoundError:
        return []
    except (ValueError, TypeError):
        raise StartError(f"{file} is damaged; remove it, and new passwords are made") from None


async def _create(accounts: Accounts, one: KnownAccount) -> None:
    try:
        await accounts.create(one.username, one.display_name, Role(one.role), one.password)
    except Conflict:
        log.warning("account_exists", username=one.username)
