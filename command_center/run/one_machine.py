"""One machine with everything on it: servers, adapters, centre, supervised until Ctrl-C."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import SecretStr

from camera_adapters.messages import CameraSpec
from command_center.base import logs, tls
from command_center.base.clock import SystemClock
from command_center.base.db import Database
from command_center.base.errors import StartError
from command_center.base.settings import Settings, required
from command_center.cameras.file import read_cameras
from command_center.cameras.service import import_cameras
from command_center.migrations import schema
from command_center.run import administration, pidfiles, redis_users, serve
from command_center.run.embedded import Embedded
from command_center.run.environment import adapter_environment
from command_center.run.supervision import ProcessSupervisor, Program
from command_center.site.model import read_hotspots

CENTRE_LAYER = 1
ADAPTER_LAYER = 2
"""Adapters stop first: the centre then still takes in what they published last."""
RENDERED = "scene:"


AccountsMaker = Callable[[Database, Path], Awaitable[str]]
"""Sees that there is an account to begin with, keeps what it must in the data folder, and answers what to say of it."""


@dataclass(frozen=True)
class Machine:
    """What to run. ``defaults`` are settings that the environment may overrule."""

    settings: Settings
    cameras: Path
    workers: int | None
    make_accounts: AccountsMaker
    defaults: Mapping[str, str] = field(default_factory=dict)
    proxy_headers: bool = False

    @property
    def data_dir(self) -> Path:
        return self.settings.data_dir


def run(machine: Machine) -> None:
    """Run until Ctrl-C or SIGTERM. Raises StartError when something does not start."""
    settings = machine.settings.model_copy(update={"data_dir": machine.data_dir.resolve()})
    logs.configure(settings.model_copy(update={"log_level": "WARNING"}))
    # Others must be able to pass through the folder: as root, the servers run under another user.
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o711)
    placed = replace(machine, settings=settings, cameras=machine.cameras.resolve())
    with pidfiles.sole_owner(settings.data_dir / "run"):
        for name in pidfiles.end_leftovers(settings.data_dir / "run"):
            say(f"ended a leftover of an earlier start: {name}")
        asyncio.run(_run(placed))


def say(text: str) -> None:
    """A line for the person at the terminal."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


async def _run(machine: Machine) -> None:
    supervisor = ProcessSupervisor(machine.data_dir / "run", machine.data_dir / "logs")
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    work = asyncio.create_task(_start(machine, supervisor))
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


async def _start(machine: Machine, supervisor: ProcessSupervisor) -> None:
    """What does not depend on each other starts together."""
    tls.check_pair(machine.settings.tls_cert, machine.settings.tls_key)
    listener = serve.listen(machine.settings.http_host, machine.settings.http_port)
    port = listener.getsockname()[1]
    listener.close()
    cameras = read_cameras(
        machine.cameras, read_hotspots(machine.settings.hotspots_file).ids, machine.settings.secret_names
    )
    render = asyncio.create_task(_render(machine, any(camera.sub_url.startswith(RENDERED) for camera in cameras)))
    try:
        settings, of_adapters = await _servers(machine.settings, machine.data_dir, supervisor)
        accounts = await _prepare(machine, settings, cameras)
        await render
    finally:
        render.cancel()
        await asyncio.gather(render, return_exceptions=True)
    environment = _environment(settings, machine, port)
    await asyncio.gather(
        supervisor.start(_centre(machine, port, environment)),
        supervisor.start(_adapters(adapter_environment({**environment, **of_adapters}, settings.secret_names))),
    )
    _announce(machine, port, accounts)


async def _servers(
    settings: Settings, data_dir: Path, supervisor: ProcessSupervisor
) -> tuple[Settings, Mapping[str, str]]:
    """Start those servers for which no URL is set; the settings with their URLs, and what adapters use instead."""
    own_redis = settings.redis_url is None or settings.live_redis_url is None
    own_database = settings.database_url is None
    if not own_redis and not own_database:
        return settings, {}
    embedded = await asyncio.to_thread(Embedded, data_dir, supervisor)
    starts = [embedded.start_redis()] if own_redis else []
    starts += [embedded.start_postgres()] if own_database else []
    await asyncio.gather(*starts)
    urls, theirs = embedded.urls, embedded.urls_for(redis_users.ADAPTER)
    found: dict[str, SecretStr] = {}
    of_adapters: dict[str, str] = {}
    if settings.redis_url is None:
        found["redis_url"], of_adapters["REDIS_URL"] = SecretStr(urls.redis), theirs.redis
    if settings.live_redis_url is None:
        found["live_redis_url"], of_adapters["LIVE_REDIS_URL"] = SecretStr(urls.live_redis), theirs.live_redis
    if own_database:
        found |= {"database_url": SecretStr(urls.database), "database_owner_url": SecretStr(urls.database_owner)}
    return settings.model_copy(update=found), of_adapters


async def _prepare(machine: Machine, settings: Settings, cameras: Sequence[CameraSpec]) -> str:
    """Schema, accounts, cameras: each does nothing when it is there already. Answers what to say of the accounts."""
    url = required(settings.database_url, "DATABASE_URL")
    if settings.database_owner_url is None:
        await serve.check_schema(settings)
    elif await schema.current_revision(url) != schema.head_revision():
        say(await administration.migrate(settings, with_backup=True))
    database = Database(url, pool_size=4)
    try:
        count = await import_cameras(database, SystemClock(), cameras, only_if_empty=True)
        if count is not None:
            say(f"{count} cameras imported")
        return await machine.make_accounts(database, settings.data_dir)
    finally:
        await database.close()


async def _render(machine: Machine, needed: bool) -> None:
    """Render test scenes that are not cached; shows its own progress bar."""
    if not needed:
        return
    command = (sys.executable, "-m", "camera_adapters.sources.scene", "render", "--cameras", str(machine.cameras))
    environment = {**os.environ, "CC_DATA_DIR": str(machine.data_dir)}
    process = await asyncio.create_subprocess_exec(*command, env=environment)
    try:
        code = await process.wait()
    except asyncio.CancelledError:
        process.terminate()
        await process.wait()
        raise
    if code != 0:
        raise StartError(f"the test scenes of {machine.cameras} could not be rendered")


def _environment(settings: Settings, machine: Machine, port: int) -> dict[str, str]:
    """What the children find in their environment, besides ours (cameras' passwords stand there).

    Never the database owner's address: who has it rewrites what the application may only append to.
    """
    urls = {
        "REDIS_URL": settings.redis_url,
        "LIVE_REDIS_URL": settings.live_redis_url,
        "DATABASE_URL": settings.database_url,
    }
    own = {name: url.get_secret_value() for name, url in urls.items() if url is not None}
    own |= {"CC_DATA_DIR": str(machine.data_dir), "CC_HTTP_PORT": str(port), "PYTHONUNBUFFERED": "1"}
    files = {"CC_TLS_CERT": settings.tls_cert, "CC_TLS_KEY": settings.tls_key}
    own |= {name: str(file) for name, file in files.items() if file is not None}
    if machine.workers is not None:
        own["CC_ADAPTER_WORKERS"] = str(machine.workers)
    inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_OWNER_URL"}
    return {**machine.defaults, **inherited, **own}


def _centre(machine: Machine, port: int, environment: Mapping[str, str]) -> Program:
    host = machine.settings.http_host
    proxied = ("--proxy-headers",) if machine.proxy_headers else ()
    command = (sys.executable, "-m", "command_center", "serve", "--host", host, "--port", str(port), *proxied)

    async def ready() -> bool:
        return await answers(probe_host(host), port, secure=machine.settings.tls_cert is not None)

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


def _announce(machine: Machine, port: int, accounts: str) -> None:
    if accounts:
        say(accounts)
    scheme = "http" if machine.settings.tls_cert is None else "https"
    say(f"\n{scheme}://{machine.settings.http_host}:{port}   (Ctrl-C stops everything)\n")
