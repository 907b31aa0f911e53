"""PostgreSQL and both Redis servers of a benchmark's own, as ``demo`` starts them, with their usual durability."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from command_center import schema
from command_center.embedded import Embedded, Urls
from command_center.supervision import Supervisor


@asynccontextmanager
async def servers() -> AsyncIterator[Urls]:
    """Migrated and empty, for as long as this is open."""
    folder = Path(tempfile.mkdtemp(prefix="bench"))
    folder.chmod(0o755)  # noqa: ASYNC240 - once, before anything runs
    supervisor = Supervisor(folder / "run", folder / "logs")
    embedded = Embedded(folder, supervisor)
    try:
        await embedded.start_redis()
        await embedded.start_postgres()
        await schema.upgrade(embedded.urls.database_owner, embedded.urls.database)
        yield embedded.urls
    finally:
        await supervisor.stop()
        shutil.rmtree(folder, ignore_errors=True)
