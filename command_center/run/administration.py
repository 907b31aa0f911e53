"""Administration: the commands that end by themselves. Each raises StartError with words for a person."""

from __future__ import annotations

import asyncio
import getpass
import secrets
import sys
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path

import httpx
from pydantic import SecretStr

from command_center.alerts.escalation_file import read_escalation
from command_center.alerts.levels import read_levels
from command_center.audit import verify
from command_center.audit.installation import InstallationFiles, verify_installation
from command_center.auth import repository as accounts_repository
from command_center.auth.factor_key import FactorKey
from command_center.auth.model import Role
from command_center.auth.passwords import SHORTEST, Passwords
from command_center.auth.second_factors import SecondFactors
from command_center.auth.service import Accounts
from command_center.base import tls
from command_center.base.clock import SystemClock, new_id
from command_center.base.db import Database
from command_center.base.errors import CentreError, ConfigError, StartError
from command_center.base.settings import Settings, required
from command_center.cameras.file import read_cameras
from command_center.cameras.service import import_cameras
from command_center.migrations import schema
from command_center.notifications.settings import read_notifications
from command_center.plans.files import read_plans, read_units
from command_center.plans.model import Units
from command_center.reports.config import read_reporting
from command_center.run import dumps, secret_store
from command_center.site.model import read_hotspots


def with_embedded_urls(settings: Settings) -> Settings:
    """Fill in the URLs of the data folder's embedded servers where none are set: commands work on a running centre."""
    path = settings.data_dir / "secrets.json"
    if settings.database_url is not None or not path.exists():
        return settings
    from command_center.run.embedded import urls_of  # noqa: PLC0415 - only here are the servers' drivers needed

    urls = urls_of(secret_store.read(path))
    return settings.model_copy(
        update={
            "redis_url": settings.redis_url or SecretStr(urls.redis),
            "live_redis_url": settings.live_redis_url or SecretStr(urls.live_redis),
            "database_url": SecretStr(urls.database),
            "database_owner_url": SecretStr(urls.database_owner),
        }
    )


def health(settings: Settings) -> str:
    """Ask the centre on this machine; answers its status. StartError when it is away, or says that it failed."""
    scheme = "https" if settings.tls_cert else "http"
    url = f"{scheme}://127.0.0.1:{settings.http_port}/api/health"
    try:
        answer = httpx.get(url, timeout=5, verify=tls.loopback_context())
    except httpx.HTTPError as error:
        raise StartError(f"{url} does not answer: {error}") from None
    if answer.status_code != HTTPStatus.OK:
        raise StartError(f"{url} says {answer.status_code}: {answer.text[:500]}")
    return str(answer.json()["status"])


def check_config(settings: Settings, cameras_file: Path | None) -> str:
    """Read every file of the site; answers a line for the terminal."""
    problems: list[str] = []
    ids: frozenset[str] = frozenset()
    try:
        ids = read_hotspots(settings.hotspots_file).ids
    except ConfigError as error:
        problems += error.problems
    count = 0
    try:
        count = len(read_cameras(cameras_file or settings.cameras_file, ids, settings.secret_names))
    except ConfigError as error:
        # With the hotspots unread, every camera's hotspot would be reported as unknown.
        problems += [problem for problem in error.problems if ids or ".hotspot: " not in problem]
    for read in (
        lambda: read_escalation(settings.escalation_file),
        lambda: read_notifications(settings.notifications_file),
    ):
        try:
            read()
        except ConfigError as error:
            problems += error.problems
    try:
        read_levels(settings.alert_levels_file, ids)
    except ConfigError as error:
        problems += [problem for problem in error.problems if ids or "there is no hotspot" not in problem]
    problems += _response_problems(settings, ids)
    if problems:
        raise ConfigError(problems)
    return f"{count} cameras, {len(ids)} hotspots: no problems"


def _response_problems(settings: Settings, hotspots: frozenset[str]) -> list[str]:
    """What is wrong with units, plans and the file of reporting; a plan is read with the units that are known."""
    problems: list[str] = []
    units = Units()
    try:
        units = read_units(settings.units_file)
        read_plans(settings.plans_dir, hotspots, units)
    except ConfigError as error:
        problems += [problem for problem in error.problems if hotspots or "there is no hotspot" not in problem]
    try:
        read_reporting(settings.reporting_file)
    except ConfigError as error:
        problems += error.problems
    return problems


async def create_user(settings: Settings, username: str, role: Role, display_name: str | None) -> str:
    """A new account; the password is asked for, read from a pipe, or made up and shown; its owner must change it."""
    password, shown = _password()
    database = Database(required(settings.database_url, "DATABASE_URL"), pool_size=1)
    try:
        accounts = Accounts(database, SystemClock(), new_id)
        await accounts.create(username, display_name or username, role, password, must_change=True)
    except CentreError as error:
        raise StartError(f"{username}: {error.en}") from None
    finally:
        await database.close()
    return f"{username} ({role.value}) created" + (f", password: {password}" if shown else "")


async def reset_second_factor(settings: Settings, username: str) -> str:
    """Take away a lost second factor and end the account's sessions: the way back in for the last administrator."""
    database = Database(required(settings.database_url, "DATABASE_URL"), pool_size=1)
    key = FactorKey(settings.second_factor_key_file)  # never asked for: nothing is enrolled here
    factors = SecondFactors(database, SystemClock(), Passwords(), key, required=settings.second_factor == "required")
    try:
        async with database.read() as connection:
            found = await accounts_repository.ids_of(connection, {username.strip().lower()})
        if not found:
            raise StartError(f"{username}: there is no such account")
        await factors.reset(*found.values(), by=None)
    finally:
        await database.close()
    return f"{username}: the second factor is taken away, and every session of the account has ended"


def _password() -> tuple[str, bool]:
    if not sys.stdin.isatty():
        given = sys.stdin.readline().rstrip("\n")
    else:
        given = getpass.getpass("password (empty: make one up): ")
    if not given:
        return secrets.token_urlsafe(12), True
    if len(given) < SHORTEST:
        raise StartError(f"a password needs at least {SHORTEST} characters")
    return given, False


async def import_file(settings: Settings, file: Path, *, prune: bool) -> str:
    """Import cameras; the running centre hands them to the adapters within seconds."""
    cameras = read_cameras(file, read_hotspots(settings.hotspots_file).ids, settings.secret_names)
    database = Database(required(settings.database_url, "DATABASE_URL"), pool_size=1)
    try:
        await import_cameras(database, SystemClock(), cameras, prune=prune)
    finally:
        await database.close()
    return f"{len(cameras)} cameras imported from {file}"


async def migrate(settings: Settings, *, with_backup: bool) -> str:
    """Bring the schema up to date; a backup first when there is anything to lose."""
    application = required(settings.database_url, "DATABASE_URL")
    owner = required(settings.database_owner_url or settings.database_url, "DATABASE_OWNER_URL")
    before = await schema.current_revision(owner)
    wanted = schema.head_revision()
    if before == wanted:
        await schema.upgrade(owner, application)
        return f"the database stands at {wanted} already"
    saved = ""
    if before is not None and with_backup:
        file = dumps.backup(owner, dumps.default_file(settings.data_dir / "backups", datetime.now(UTC)))
        saved = f", backup in {file}"
    await schema.upgrade(owner, application)
    return f"the database went from {before or '(empty)'} to {wanted}{saved}"


async def audit_verify(settings: Settings) -> str:
    """Verify every chain, its anchor and its records. Raises StartError naming the first row of each that is wrong."""
    database = Database(required(settings.database_url, "DATABASE_URL"), pool_size=1)
    try:
        files = InstallationFiles(settings.audit_heads_file, settings.attachments_dir)
        return verify.told(await verify_installation(database, files, datetime.now(UTC)))
    finally:
        await database.close()


def backup(settings: Settings, file: Path | None) -> str:
    """Dump the database."""
    target = file or dumps.default_file(settings.data_dir / "backups", datetime.now(UTC))
    owner = required(settings.database_owner_url or settings.database_url, "DATABASE_OWNER_URL")
    return f"backup written to {dumps.backup(owner, target)}"


async def restore(settings: Settings, file: Path, *, sure: bool) -> str:
    """Replace the database's content. Every session ends: those of the dump may have been ended since."""
    if not sure:
        raise StartError(f"restore replaces everything in the database by {file}; add --yes if you mean it")
    owner = required(settings.database_owner_url or settings.database_url, "DATABASE_OWNER_URL")
    await asyncio.to_thread(dumps.restore, owner, file)
    database = Database(owner, pool_size=1)
    try:
        async with database.transaction() as connection:
            await accounts_repository.revoke_all_sessions(connection, datetime.now(UTC))
    finally:
        await database.close()
    return (
        f"restored from {file}; everybody must sign in again. Accounts, roles and passwords are those of that day: "
        "disable again who was disabled since, and renew what was renewed"
    )
