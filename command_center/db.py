"""PostgreSQL behind one small class. Tables are SQLAlchemy Core objects on ``metadata``, each in its package."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import MetaData, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from command_center.errors import ConfigError

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

COMMAND_TIMEOUT = 15.0
"""Seconds after which a statement is given up: longer than any of ours takes, shorter than a person waits."""


def async_url(url: str, name: str = "DATABASE_URL") -> URL:
    """``postgresql://…`` as people write it, with our driver. Raises ConfigError without repeating the URL."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise ConfigError([f"{name} is not a database URL like postgresql://user:password@host:5432/name"]) from error
    if parsed.get_backend_name() not in {"postgresql", "postgres"}:
        raise ConfigError([f"{name} names the database {parsed.get_backend_name()!r}; only postgresql works"])
    return parsed.set(drivername="postgresql+asyncpg")


class Database:
    """A pool of connections. Owns the engine; ``close()`` ends it."""

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        self.engine: AsyncEngine = create_async_engine(
            async_url(url),
            pool_size=pool_size,
            max_overflow=10,
            pool_timeout=10,
            pool_pre_ping=True,
            connect_args={"timeout": 5, "command_timeout": COMMAND_TIMEOUT, "server_settings": {"timezone": "UTC"}},
        )

    @property
    def url(self) -> str:
        """Where it is, with the password: for a process that connects by itself."""
        return self.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """One transaction: committed at the end of the block, rolled back by an exception."""
        async with self.engine.begin() as connection:
            yield connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A read-only transaction; PostgreSQL refuses writes in it."""
        async with self.engine.connect() as connection:
            await connection.execution_options(postgresql_readonly=True)
            yield connection

    async def latency_ms(self) -> float:
        """How long the smallest query takes now, milliseconds. Raises what the driver raises."""
        started = time.monotonic()
        async with self.read() as connection:
            await connection.execute(text("SELECT 1"))
        return (time.monotonic() - started) * 1000

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()
