"""Servers and a centre of a benchmark's own, as ``demo`` starts them, with their usual durability."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import httpx

from command_center.auth.model import Role
from command_center.base.settings import load_settings
from command_center.migrations import schema
from command_center.run.embedded import Embedded, Urls
from command_center.run.redis_users import ADMIN
from command_center.run.supervision import ProcessSupervisor
from command_center.web.container import Container, build_container
from tests.support.paths import CHECKOUT
from tests.support.stack import free_port
from tests.support.waiting import eventually


@asynccontextmanager
async def servers() -> AsyncIterator[Urls]:
    """Migrated and empty, for as long as this is open."""
    folder = Path(tempfile.mkdtemp(prefix="bench"))
    folder.chmod(0o755)  # noqa: ASYNC240 - once, before anything runs
    supervisor = ProcessSupervisor(folder / "run", folder / "logs")
    embedded = Embedded(folder, supervisor)
    try:
        await embedded.start_redis()
        await embedded.start_postgres()
        await schema.upgrade(embedded.urls.database_owner, embedded.urls.database)
        yield embedded.urls_for(ADMIN)  # a benchmark plays the adapters too
    finally:
        await supervisor.stop()
        shutil.rmtree(folder, ignore_errors=True)


WORD = "long enough for a benchmark 1"


@asynccontextmanager
async def centre(urls: Urls, folder: Path) -> AsyncIterator[tuple[str, Container]]:
    """A centre in a process of its own, with one account a role; its address, and a container on the same servers."""
    port = free_port()
    settings = load_settings(
        data_dir=folder, redis_url=urls.redis, live_redis_url=urls.live_redis, database_url=urls.database
    )
    container = build_container(settings)
    environment = os.environ | {
        "REDIS_URL": urls.redis, "LIVE_REDIS_URL": urls.live_redis, "DATABASE_URL": urls.database,
        "CC_DATA_DIR": str(folder), "CC_HTTP_PORT": str(port), "CC_LOG_LEVEL": "ERROR",
    }  # fmt: skip
    command = [sys.executable, "-m", "command_center", "serve"]
    process = await asyncio.create_subprocess_exec(*command, cwd=CHECKOUT, env=environment)
    try:
        for role in (Role.DUTY_OFFICER, Role.VIEWER):
            await container.people.accounts.create(role.value, role.value, role, WORD)
        await asyncio.to_thread(
            eventually, lambda: httpx.get(f"http://127.0.0.1:{port}/api/health").status_code, within=60
        )
        yield f"http://127.0.0.1:{port}", container
    finally:
        process.terminate()
        await process.wait()
        await container.close()


@contextmanager
def signed_in(url: str, role: Role) -> Iterator[httpx.Client]:
    """A client of somebody with this role, while this is open."""
    with httpx.Client(base_url=url, headers={"Origin": url}, timeout=30) as client:
        client.post("/api/sessions", json={"username": role.value, "password": WORD}).raise_for_status()
        yield client
