"""Servers of the centre's tests: PostgreSQL with one migrated database to copy, and two Valkeys."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import tempfile
import threading
from collections.abc import AsyncIterator, Coroutine, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import asyncpg

from command_center.migrations import schema
from command_center.run.embedded import DATABASE, OWNER, Durability, Embedded, Urls
from command_center.run.supervision import ProcessSupervisor
from tests.support.valkey import Valkey

T = TypeVar("T")


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

    @contextlib.asynccontextmanager
    async def fresh_database(self, template: str | None = DATABASE) -> AsyncIterator[tuple[str, str]]:
        """URLs (as ``named``) of a database, dropped afterwards: a copy of ``template``, or without any table."""
        name = f"t_{uuid4().hex[:12]}"
        copied = f"TEMPLATE {template} STRATEGY FILE_COPY" if template else ""
        admin = await asyncpg.connect(self.admin_url)
        try:
            await admin.execute(f'CREATE DATABASE "{name}" {copied} OWNER {OWNER}')
            yield self.named(name)
            await admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        finally:
            await admin.close()


class _Loop(threading.Thread):
    """An event loop that outlives the tests' own: the supervisor of PostgreSQL lives in it."""

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


@contextlib.contextmanager
def postgres(folder: Path) -> Iterator[tuple[Urls, str]]:
    """PostgreSQL without fsync, as the product starts it: its URLs, and its superuser's."""
    loop = _Loop()
    loop.start()
    supervisor = ProcessSupervisor(folder / "run", folder / "logs")
    embedded = Embedded(folder, supervisor, durability=Durability(fsync=False))
    loop.call(embedded.start_postgres())
    try:
        loop.call(schema.upgrade(embedded.urls.database_owner, embedded.urls.database))
        yield embedded.urls, embedded.admin_url
    finally:
        loop.call(supervisor.stop())
        loop.close()


@contextlib.contextmanager
def running_servers() -> Iterator[Servers]:
    """All three on free ports, in a temporary folder that the servers' own user may enter."""
    folder = Path(tempfile.mkdtemp(prefix="cc-test-"))
    folder.chmod(0o755)
    try:
        with Valkey(folder / "control") as control, Valkey(folder / "live") as live, postgres(folder) as (urls, admin):
            yield Servers(Urls(control.url, live.url, urls.database, urls.database_owner), admin)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
