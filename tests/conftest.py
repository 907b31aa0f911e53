"""Fixtures of every test of the centre: real servers, a fresh database, a centre and clients signed in to it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import httpx
import pytest
import structlog
from argon2 import PasswordHasher
from fastapi import FastAPI

from command_center.app import create_app
from command_center.auth.model import Origin, Role
from command_center.base.db import Database
from command_center.base.redis_bus import Bus
from command_center.base.settings import Settings, load_settings
from command_center.web.container import Container, build_container
from command_center.web.guards import COOKIE
from tests.support.paths import CONFIG
from tests.support.servers import Servers, running_servers
from tests.support.valkey import Valkey

SITE = "http://centre.test"
QUICK_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Argon2 in a millisecond: no test here is about how slow it is."""

Client = httpx.AsyncClient
MakeClient = Callable[..., Awaitable[Client]]


@pytest.fixture(autouse=True)
def log_configuration() -> Iterator[None]:
    """A command that a test runs within this process sets up logging for itself; the next test gets it as it was."""
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """PostgreSQL and both Valkeys, started once."""
    with running_servers() as running:
        yield running


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[Valkey]:
    """A Valkey of the test's own, to be stopped and started."""
    with Valkey(tmp_path / "valkey") as server:
        yield server


@pytest.fixture
async def database_urls(servers: Servers) -> AsyncIterator[tuple[str, str]]:
    """URLs of a fresh, migrated database: as the application, as the owner. Dropped after the test."""
    async with servers.fresh_database() as urls:
        yield urls


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
    accounts, _ = await container.people.accounts.accounts(0, 1000)
    known = next((account for account in accounts if account.username == username), None)
    password = f"{username}: correct horse battery"
    account = known or await container.people.accounts.create(username, username, role, password)
    async with container.database.transaction() as connection:
        opened = await container.people.sessions.open(connection, account, Origin("127.0.0.1", "test"))
    return opened.token
