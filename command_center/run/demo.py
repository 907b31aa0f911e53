"""Everything on one machine: servers, adapters, centre, supervised until Ctrl-C."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import signal
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import structlog
from pydantic import SecretStr

from command_center.auth.model import Role
from command_center.auth.service import Accounts
from command_center.base import logs, tls
from command_center.base.clock import SystemClock, new_id
from command_center.base.db import Database
from command_center.base.errors import Conflict, StartError
from command_center.base.settings import Settings, required
from command_center.cameras.file import read_cameras
from command_center.cameras.service import import_cameras
from command_center.migrations import schema
from command_center.run import administration, pidfiles, secret_store, serve
from command_center.run.embedded import Embedded
from command_center.run.environment import adapter_environment
from command_center.run.supervision import ProcessSupervisor, Program
from command_center.site.model import read_hotspots

log = structlog.get_logger(__name__)

CENTRE_LAYER = 1
ADAPTER_LAYER = 2
"""Adapters stop first: the centre then still takes in what they published last."""
PEOPLE: Mapping[Role, str] = {
    Role.VIEWER: "观察员",
    Role.DUTY_OFFICER: "值班员",
    Role.DUTY_LEADER: "带班领导",
    Role.COMMANDER: "指挥长",
    Role.RESPONDER: "处置人员",
    Role.REVIEWER: "复盘员",
    Role.ADMIN: "管理员",
}
RENDERED = "scene:"


@dataclass(frozen=True)
class KnownAccount:
    """An account of the demo with its password, as ``accounts.json`` lists it."""

    username: str
    password: str
    role: str
    display_name: str


@dataclass(frozen=True)
class Demo:
    """What to run."""

    settings: Settings
    cameras: Path
    workers: int | None

    @property
    def data_dir(self) -> Path:
        return self.settings.data_dir


def run(settings: Settings, *, cameras: Path | None, workers: int | None) -> str | None:
    """The command. Ends without a word after Ctrl-C or SIGTERM; raises StartError when something does not start."""
    settings = settings.model_copy(update={"data_dir": settings.data_dir.resolve()})
    logs.configure(settings.model_copy(update={"log_level": "WARNING"}))
    # Others must be able to pass through the folder: as root, the servers run under another user.
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o711)
    demo = Demo(settings, (cameras or settings.cameras_file).resolve(), workers)
    with pidfiles.sole_owner(settings.data_dir / "run"):
        for name in pidfiles.end_leftovers(settings.data_dir / "run"):
            say(f"ended a leftover of an earlier start: {name}")
        asyncio.run(_run(demo))
    return None


def say(text: str) -> None:
    """A line for the person at the terminal."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


async def _run(demo: Demo) -> None:
    supervisor = ProcessSupervisor(demo.data_dir / "run", demo.data_dir / "logs")
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    work = asyncio.create_task(_start(demo, supervisor))
    waiting = asyncio.create_task(stopped.wait())
    try:
        await asyncio.wait({work, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if work.done():
            await work  # raises what kept it from starting
            await waiting
        say("stopping …")
    finally:
        for task in (work, waiting):
            task.cancel()
        await asyncio.gather(work, waiting, return_exceptions=True)
        await supervisor.stop()


async def _start(demo: Demo, supervisor: ProcessSupervisor) -> None:
    """What does not depend on each other starts together."""
    tls.check_pair(demo.settings.tls_cert, demo.settings.tls_key)
    listener = serve.listen(demo.settings.http_host, demo.settings.http_port)
    port = listener.getsockname()[1]
    listener.close()
    cameras = read_cameras(demo.cameras, read_hotspots(demo.settings.hotspots_file).ids, demo.settings.secret_names)
    render = asyncio.create_task(_render(demo, any(camera.sub_url.startswith(RENDERED) for camera in cameras)))
    try:
        settings = await _servers(demo.settings, demo.data_dir, supervisor)
        accounts = await _prepare(settings, cameras)
        await render
    finally:
        render.cancel()
        await asyncio.gather(render, return_exceptions=True)
    environment = _environment(settings, demo, port)
    await asyncio.gather(
        supervisor.start(_centre(demo, port, environment)),
        supervisor.start(_adapters(adapter_environment(environment, settings.secret_names))),
    )
    _announce(demo, port, accounts)


async def _servers(settings: Settings, data_dir: Path, supervisor: ProcessSupervisor) -> Settings:
    """Start those servers for which no URL is set."""
    own_redis = settings.redis_url is None or settings.live_redis_url is None
    own_database = settings.database_url is None
    if not own_redis and not own_database:
        return settings
    embedded = await asyncio.to_thread(Embedded, data_dir, supervisor)
    starts = [embedded.start_redis()] if own_redis else []
    starts += [embedded.start_postgres()] if own_database else []
    await asyncio.gather(*starts)
    urls = embedded.urls
    found: dict[str, SecretStr] = {}
    if own_redis:
        found["redis_url"] = settings.redis_url or SecretStr(urls.redis)
        found["live_redis_url"] = settings.live_redis_url or SecretStr(urls.live_redis)
    if own_database:
        found |= {"database_url": SecretStr(urls.database), "database_owner_url": SecretStr(urls.database_owner)}
    return settings.model_copy(update=found)


async def _prepare(settings: Settings, cameras: Sequence[object]) -> list[KnownAccount]:
    """Schema, accounts, cameras: each does nothing when it is there already."""
    if await schema.current_revision(required(settings.database_url, "DATABASE_URL")) != schema.head_revision():
        say(await administration.migrate(settings, with_backup=True))
    database = Database(required(settings.database_url, "DATABASE_URL"), pool_size=4)
    try:
        count = await import_cameras(database, SystemClock(), cameras, only_if_empty=True)  # type: ignore[arg-type]
        if count is not None:
            say(f"{count} cameras imported")
        return await ensure_accounts(database, settings.data_dir / "accounts.json")
    finally:
        await database.close()


async def ensure_accounts(database: Database, file: Path) -> list[KnownAccount]:
    """One account a role; the file (mode 600) keeps the passwords over restarts. A lost file means new passwords."""
    kept = await asyncio.to_thread(_kept_accounts, file)
    known = kept or [KnownAccount(role.value, secrets.token_urlsafe(9), role.value, PEOPLE[role]) for role in PEOPLE]
    accounts = Accounts(database, SystemClock(), new_id)
    present = {account.username: account.id for account in (await accounts.accounts(0, 100_000))[0]}
    if not kept:
        text = json.dumps([asdict(one) for one in known], ensure_ascii=False, indent=2)
        await asyncio.to_thread(secret_store.write_private, file, text)
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


async def _render(demo: Demo, needed: bool) -> None:
    """Render test scenes that are not cached; shows its own progress bar."""
    if not needed:
        return
    command = (sys.executable, "-m", "camera_adapters.sources.scene", "render", "--cameras", str(demo.cameras))
    environment = {**os.environ, "CC_DATA_DIR": str(demo.data_dir)}
    process = await asyncio.create_subprocess_exec(*command, env=environment)
    try:
        code = await process.wait()
    except asyncio.CancelledError:
        process.terminate()
        await process.wait()
        raise
    if code != 0:
        raise StartError(f"the test scenes of {demo.cameras} could not be rendered")


def _environment(settings: Settings, demo: Demo, port: int) -> dict[str, str]:
    """What the children find in their environment, besides ours (cameras' passwords stand there)."""
    urls = {
        "REDIS_URL": settings.redis_url,
        "LIVE_REDIS_URL": settings.live_redis_url,
        "DATABASE_URL": settings.database_url,
    }
    own = {name: url.get_secret_value() for name, url in urls.items() if url is not None}
    own |= {"CC_DATA_DIR": str(demo.data_dir), "CC_HTTP_PORT": str(port), "PYTHONUNBUFFERED": "1"}
    defaults = {"CC_CANARY_SECONDS": "60", "CC_RECORDING_LIMIT_GB": "10", "CC_RECORDING_MIN_FREE_GB": "2"}
    if demo.workers is not None:
        own["CC_ADAPTER_WORKERS"] = str(demo.workers)
    return {**defaults, **os.environ, **own}


def _centre(demo: Demo, port: int, environment: Mapping[str, str]) -> Program:
    host = demo.settings.http_host
    command = (sys.executable, "-m", "command_center", "serve", "--host", host, "--port", str(port))

    async def ready() -> bool:
        return await answers(probe_host(host), port, secure=demo.settings.tls_cert is not None)

    return Program(
        name="centre",
        command=command,
        environment=environment,
        folder=Path.cwd(),
        layer=CENTRE_LAYER,
        ready=ready,
        stop_seconds=8,
    )


def _adapters(environment: Mapping[str, str]) -> Program:
    command = (sys.executable, "-m", "camera_adapters", "run")
    return Program("adapters", command, environment, Path.cwd(), layer=ADAPTER_LAYER, stop_seconds=15)


def probe_host(host: str) -> str:
    """Where to reach a server that listens on ``host``."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104


async def answers(host: str, port: int, *, secure: bool = False) -> bool:
    """Whether the centre answers its health address at all."""
    context = tls.loopback_context() if secure else None
    async with asyncio.timeout(5):
        reader, writer = await asyncio.open_connection(host, port, ssl=context)
        try:
            writer.write(b"GET /api/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            return (await reader.readline()).startswith(b"HTTP/1.1 ")
        finally:
            writer.close()


def _announce(demo: Demo, port: int, accounts: Sequence[KnownAccount]) -> None:
    if sys.stdout.isatty():  # a service's output is kept in a journal that others read
        rows = [f"  {one.username:<14}{one.password:<16}{one.display_name}" for one in accounts]
        say("\n".join(("", "accounts (also in " + str(demo.data_dir / "accounts.json") + "):", *rows)))
    else:
        say(f"accounts are in {demo.data_dir / 'accounts.json'}")
    scheme = "http" if demo.settings.tls_cert is None else "https"
    say(f"\n{scheme}://{demo.settings.http_host}:{port}   (Ctrl-C stops everything)\n")
