"""Prepared data folders: the first start of the demo done once, its database and accounts copied for every test.

A copy has passwords, accounts and a migrated database of the original, and an id and ports of its own.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import shutil
import subprocess
from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from command_center.base.db import Database
from command_center.base.private_file import write_private
from command_center.migrations import schema
from command_center.run import secret_store
from command_center.run.demo import ensure_accounts
from command_center.run.embedded import Durability, Embedded, Urls
from command_center.run.redis_users import ADMIN
from command_center.run.supervision import ProcessSupervisor

PASSWORDS = ("postgres_password", "owner_password", "application_password", "redis_password", "live_redis_password")


@contextlib.asynccontextmanager
async def servers(data: Path) -> AsyncIterator[Urls]:
    """The servers of a data folder without its centre, as long as this is open; without fsync."""
    supervisor, embedded = _embedded(data)
    try:
        await asyncio.gather(embedded.start_redis(), embedded.start_postgres())
        yield embedded.urls_for(ADMIN)  # a test puts there what it likes
    finally:
        await supervisor.stop()


def _embedded(data: Path) -> tuple[ProcessSupervisor, Embedded]:
    supervisor = ProcessSupervisor(data / "run", data / "logs")
    return supervisor, Embedded(data, supervisor, durability=Durability(fsync=False))


def of_its_own(kept: Mapping[str, object]) -> dict[str, object]:
    """These secrets for a copy of their data folder: the passwords stay, id and ports are new."""
    return asdict(secret_store.make()) | {name: kept[name] for name in PASSWORDS}


@dataclass(frozen=True)
class Prepared:
    """A data folder whose demo was never started: what every first start writes is there."""

    data: Path
    scenes: Path
    """Rendered scenes, shared by all copies."""

    @classmethod
    def make(cls, folder: Path) -> Prepared:
        """Prepare one below this folder."""
        made = cls(folder / "data", folder / "scenes")
        made.data.mkdir(mode=0o711)
        made.scenes.mkdir()
        asyncio.run(made._fill())
        return made

    async def _fill(self) -> None:
        async with servers(self.data) as urls:
            await schema.upgrade(urls.database_owner, urls.database)
            database = Database(urls.database, pool_size=5)
            await ensure_accounts(database, self.data / "accounts.json")
            await database.close()

    def copy(self, data: Path) -> None:
        """Make ``data`` a copy whose servers stand beside those of any other."""
        data.mkdir(mode=0o711)
        secrets = of_its_own(json.loads((self.data / "secrets.json").read_text()))
        write_private(data / "secrets.json", json.dumps(secrets))
        shutil.copy2(self.data / "accounts.json", data)
        source, target = (_embedded(one)[1].place.folder("postgres") for one in (self.data, data))
        subprocess.run(["cp", "-a", source / "cluster", target], check=True)
        (data / "cache").mkdir()
        (data / "cache" / "sources").symlink_to(self.scenes)
