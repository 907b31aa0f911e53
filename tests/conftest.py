"""Real servers for the tests: PostgreSQL and two Valkeys, started once a session in a temporary folder."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import asyncpg
import httpx
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI

from command_center.app import create_app
from command_center.auth.model import Role
from command_center.auth.service import Origin
from command_center.base.db import Database
from command_center.base.redis_bus import Bus
from command_center.base.settings import Settings, load_settings
from command_center.migrations import schema
from command_center.run.embedded import DATABASE, OWNER, Durability, Embedded, Urls
from command_center.run.supervision import ProcessSupervisor
from command_center.web.container import Container, build_container
from command_center.web.guards import COOKIE
from tests.support.paths import CONFIG

SITE = "http://centre.test"
QUICK_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Argon2 in a millisecond: no test here is about how slow it is."""

T = TypeVar("T")
Client = httpx.AsyncClient
MakeClient = Callable[..., Awaitable[Client]]


@dataclass(frozen=True)
class Servers:
    """The running servers; ``DATABASE`` is migrated and kept clean, fresh databases are copies of it."""

    urls: Urls
    admin_url: str

    def named(self, database: str) -> tuple[str, str]:
        """URLs of another database: as the application, as the owner."""
        application, owner = (
            f"{url.rsplit('/', 1)[0]}/{database}" for url in (self.urls.database, self.urls.database_owner)
        )
        return application, owner


class _Loop(threading.Thread):
    """An event loop that outlives the tests' own: the supervisor of the servers lives in it."""

    def __init__(self) -> None:
        super().__init__(name="test-servers", daemon=True)
        self._loop = asyncio.new_event_loop()

    def run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    def call(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=120)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self.join()
        self._loop.close()


async def _start(data_dir: Path) -> tuple[ProcessSupervisor, Servers]:
    supervisor = ProcessSupervisor(data_dir / "run", data_dir / "logs")
    embedded = Embedded(data_dir, supervisor, durability=Durability(fsync=False))
    await asyncio.gather(embedded.start_redis(), embedded.start_postgres())
    await schema.upgrade(embedded.urls.database_owner, embedded.urls.database)
    return supervisor, Servers(embedded.urls, embedded.admin_url)


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """PostgreSQL and both Valkeys on free ports, without fsync."""
    data_dir = Path(tempfile.mkdtemp(prefix="cc-test-"))
    data_dir.chmod(0o755)
    loop = _Loop()
    loop.start()
    supervisor, running = loop.call(_start(data_dir))
    yield running
    loop.call(supervisor.stop())
    loop.close()
    shutil.rmtree(data_dir, ignore_errors=True)


@pytest.fixture
async def database_urls(servers: Servers) -> AsyncIterator[tuple[str, str]]:
    """URLs of a fresh, migrated database: as the application, as the owner. Dropped after the test."""
    name = f"t_{uuid4().hex[:12]}"
    admin = await asyncpg.connect(servers.admin_url)
    try:
        await admin.execute(f'CREATE DATABASE "{name}" TEMPLATE {DATABASE} STRATEGY FILE_COPY OWNER {OWNER}')
        yield servers.named(name)
        await admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    finally:
        await admin.close()


@pytest.fixture
async def database(database_urls: tuple[str, str]) -> AsyncIterator[Database]:
    """A fresh, migrated database, as the application sees it."""
    made = Database(database_urls[0], pool_size=5)
    yield made
    await made.close()


@pytest.fixture
async def bus(servers: Servers) -> AsyncIterator[Bus]:
    """Both Redis servers, empty."""
    made = Bus(servers.urls.redis, servers.urls.live_redis)
    await made.control.flushall()
    await made.live.flushall()
    yield made
    await made.close()


@pytest.fixture
def settings(servers: Servers, database_urls: tuple[str, str], tmp_path: Path) -> Settings:
    """Settings of a centre on these servers with a data folder of its own; the configuration is the repository's."""
    return load_settings(
        data_dir=tmp_path / "data",
        config_dir=CONFIG,
        redis_url=servers.urls.redis,
        live_redis_url=servers.urls.live_redis,
        database_url=database_urls[0],
        database_owner_url=database_urls[1],
    )


@pytest.fixture
async def container(settings: Settings, bus: Bus) -> AsyncIterator[Container]:
    """A centre without its web server and background tasks."""
    made = build_container(settings, hasher=QUICK_HASHER)
    yield made
    await made.close()


@pytest.fixture
def app(container: Container) -> FastAPI:
    """The application; its background tasks do not run, a test calls what it needs."""
    return create_app(container, background=())


@pytest.fixture
async def client(app: FastAPI, container: Container) -> AsyncIterator[MakeClient]:
    """``await client(Role.ADMIN)``: an HTTP client signed in as somebody of that role; without a role signed out.

    ``username`` names the person; the same name signs in the same account again.
    """
    made: list[Client] = []

    async def make(role: Role | None = None, username: str | None = None) -> Client:
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        one = Client(transport=transport, base_url=SITE, headers={"Origin": SITE})
        made.append(one)
        if role is not None:
            token = await session_token(container, role, username or role.value)
            one.cookies.set(COOKIE, token)
        return one

    yield make
    for one in made:
        await one.aclose()


async def session_token(container: Container, role: Role, username: str) -> str:
    """Open a session for this person, creating the account when it is missing."""
    accounts, _ = await container.accounts.accounts(0, 1000)
    known = next((account for account in accounts if account.username == username), None)
    account = known or await container.accounts.create(username, username, role, f"password of {username}")
    async with container.database.transaction() as connection:
        opened = await container.accounts.open_session(connection, account, Origin("127.0.0.1", "test"))
    return opened.token
