"""Database: PostgreSQL behind one small class. Each package declares its tables (SQLAlchemy Core) on ``metadata``."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import MetaData, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from command_center.base.errors import ConfigError

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
"""Seconds after which a statement is cancelled: longer than any of the centre's takes, shorter than a person waits."""


def async_url(url: str, name: str = "DATABASE_URL") -> URL:
    """The URL ``postgresql://…``, as people write it, with the driver that is used here.

    Raises ConfigError, which names the variable ``name`` and never repeats the URL.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise ConfigError([f"{name} is not a database URL like postgresql://user:password@host:5432/name"]) from error
    if parsed.get_backend_name() not in {"postgresql", "postgres"}:
        raise ConfigError([f"{name} names the database {parsed.get_backend_name()!r}; only postgresql works"])
    return parsed.set(drivername="postgresql+asyncpg")


CONNECTION_TRUSTED = 1.0
"""Seconds of idleness up to which a pooled connection is used without a ping."""
STATEMENTS_KEPT = 500
"""Prepared statements that a connection keeps. So many, because a list of another length is another statement."""


class Database:
    """Two pools of connections, one of them for reading. Owns both; ``close()`` ends them.

    A read runs outside a transaction: each of its statements would see the newest commit anyway, and beginning and
    ending a transaction would cost one round trip each. PostgreSQL refuses writes on these connections.

    Args:
        url: ``postgresql://…``. ConfigError where it is none.
        pool_size: Connections of each pool; five more are opened under load. Whoever waits 10 s for one gets an error.
        trusted: Seconds of idleness up to which a connection is used without a ping.
    """

    def __init__(self, url: str, *, pool_size: int = 10, trusted: float = CONNECTION_TRUSTED) -> None:
        self.engine: AsyncEngine = _pool(url, pool_size)
        self._reading: AsyncEngine = _pool(url, pool_size, reading=True)
        for engine in (self.engine, self._reading):
            _ask_the_idle(engine, trusted)

    @property
    def url(self) -> str:
        """URL of the database with its password, for a process that connects by itself; never log it."""
        return self.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """A connection in a transaction, which is committed at the end of the block and rolled back by an exception."""
        async with self.engine.begin() as connection:
            yield connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A connection for reading; PostgreSQL refuses writes. Each statement sees what is committed when it starts."""
        async with self._reading.connect() as connection:
            yield connection

    async def latency_ms(self) -> float:
        """Milliseconds of the smallest query now. Raises the errors of ``away.DATABASE_AWAY``."""
        started = time.monotonic()
        async with self.read() as connection:
            await connection.execute(text("SELECT 1"))
        return (time.monotonic() - started) * 1000

    async def close(self) -> None:
        await self.engine.dispose()
        await self._reading.dispose()


def _pool(url: str, size: int, *, reading: bool = False) -> AsyncEngine:
    settings = {"timezone": "UTC", **({"default_transaction_read_only": "on"} if reading else {})}
    return create_async_engine(
        async_url(url),
        pool_size=size,
        max_overflow=5,
        pool_timeout=10,
        pool_use_lifo=True,
        hide_parameters=True,  # an error's text goes to the log: names, phones and hashes stay out of it
        connect_args={
            "timeout": 5,
            "command_timeout": COMMAND_TIMEOUT,
            "prepared_statement_cache_size": STATEMENTS_KEPT,
            "server_settings": settings,
        },
        **({"isolation_level": "AUTOCOMMIT"} if reading else {}),
    )


def _ask_the_idle(engine: AsyncEngine, trusted: float) -> None:
    """Ping a connection before its use when it has lain idle for longer than ``trusted`` seconds. Pinging each time
    (``pool_pre_ping``) would cost four round trips at every use."""
    dialect = engine.sync_engine.dialect

    @event.listens_for(engine.sync_engine, "checkin")
    def note(_: object, record: ConnectionPoolEntry) -> None:
        record.info["idle_since"] = time.monotonic()

    @event.listens_for(engine.sync_engine, "checkout")
    def ask(connection: DBAPIConnection, record: ConnectionPoolEntry, _: object) -> None:
        idle_since = record.info.get("idle_since")
        if idle_since is None or time.monotonic() - idle_since < trusted:
            return
        try:
            dialect.do_ping(connection)
        except dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error
