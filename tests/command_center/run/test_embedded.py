"""The embedded servers: back when killed, and at home below a folder that nobody else may enter."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import asyncpg
import pytest
import redis.asyncio as aioredis

from command_center.run import pidfiles, placement
from command_center.run.embedded import Durability, Embedded, clear_stale_lock
from command_center.run.redis_users import ADMIN
from command_center.run.supervision import ProcessSupervisor

BACK_WITHIN = 30.0
"""Generous for a loaded machine; on an idle one it takes a second."""


@pytest.fixture
def private() -> Iterator[Path]:
    """A data folder below a folder of mode 700."""
    outer = Path(tempfile.mkdtemp(prefix="cc-private-"))
    outer.chmod(0o700)
    data_dir = outer / "data"
    data_dir.mkdir(mode=0o700)
    yield data_dir
    for server in placement.SERVERS:
        if (data_dir / server).is_symlink():
            shutil.rmtree((data_dir / server).readlink().parent, ignore_errors=True)
    shutil.rmtree(outer, ignore_errors=True)


@pytest.fixture
async def running(private: Path) -> AsyncIterator[tuple[ProcessSupervisor, Embedded]]:
    supervisor = ProcessSupervisor(private / "run", private / "logs")
    embedded = Embedded(private, supervisor, durability=Durability(fsync=False))
    await asyncio.gather(embedded.start_redis(), embedded.start_postgres())
    yield supervisor, embedded
    await supervisor.stop()


async def until_true(probe: Callable[[], Awaitable[bool]]) -> None:
    """Ask again until the server answers."""
    async with asyncio.timeout(BACK_WITHIN):
        while True:
            try:
                if await probe():
                    return
            except (OSError, asyncpg.PostgresError, aioredis.RedisError):
                pass
            await asyncio.sleep(0.05)


async def test_servers_below_a_private_folder_keep_what_is_committed_when_killed(
    running: tuple[ProcessSupervisor, Embedded],
) -> None:
    supervisor, embedded = running
    await _remember(embedded)
    for name in ("redis", "redis-live", "postgres"):
        killed = supervisor.pid(name)
        assert killed is not None
        os.kill(killed, signal.SIGKILL)

        async def is_new(name: str = name, killed: int = killed) -> bool:
            return supervisor.pid(name) not in {None, killed}

        await until_true(is_new)
    await until_true(lambda: _holds(embedded))


async def _remember(embedded: Embedded) -> None:
    connection = await asyncpg.connect(embedded.urls.database_owner)
    await connection.execute("CREATE TABLE kept (n integer); INSERT INTO kept VALUES (7)")
    await connection.close()
    async with aioredis.Redis.from_url(embedded.urls_for(ADMIN).redis) as client:
        await client.set("kept", "7")


async def _holds(embedded: Embedded) -> bool:
    async with (
        aioredis.Redis.from_url(embedded.urls_for(ADMIN).redis) as client,
        aioredis.Redis.from_url(embedded.urls_for(ADMIN).live_redis) as live,
    ):
        alive = await client.get("kept") == b"7" and await live.ping()
    connection = await asyncpg.connect(embedded.urls.database_owner, timeout=2)
    try:
        return bool(alive) and await connection.fetchval("SELECT n FROM kept") == 7
    finally:
        await connection.close()


async def test_nobody_gets_in_without_the_password(running: tuple[ProcessSupervisor, Embedded]) -> None:
    _, embedded = running
    own = embedded.urls
    async with aioredis.Redis.from_url(own.redis.replace(own.redis.split("@")[0].split(":")[-1], "wrong")) as client:
        with pytest.raises(aioredis.RedisError, match=r"WRONGPASS|invalid username-password"):
            await client.ping()
    wrong = own.database.replace(own.database.split("@")[0].rsplit(":", 1)[-1], "wrong")
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(wrong)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root changes the servers' user")
async def test_as_root_the_servers_run_as_somebody_else(running: tuple[ProcessSupervisor, Embedded]) -> None:
    supervisor, _ = running
    for name in ("redis", "redis-live", "postgres"):
        assert os.stat(f"/proc/{supervisor.pid(name)}").st_uid != 0  # noqa: PTH116 - a process, not a file


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs programs that another user can run")
def test_programs_out_of_reach_are_copied_and_the_copies_run(private: Path) -> None:
    user = placement.unprivileged_user()
    hidden = private / "site-packages"
    wheel = placement.wheel_postgres().parents[1]
    shutil.copytree(wheel / "pginstall18", hidden / wheel.name / "pginstall18")
    shutil.copytree(wheel.with_name(f"{wheel.name}.libs"), hidden / f"{wheel.name}.libs")
    postgres_bin, _ = placement.runnable(user, hidden / wheel.name / "pginstall18" / "bin", placement.wheel_valkey())
    assert hidden not in postgres_bin.parents
    assert placement.runs(user, postgres_bin / "postgres")
    assert placement.runs(user, postgres_bin / "initdb")
    shutil.rmtree(postgres_bin.parents[2], ignore_errors=True)


def test_servers_are_removed_only_where_their_data_folder_is_gone_for_good(tmp_path: Path) -> None:
    root, here = tmp_path / "root", tmp_path / "data"
    here.mkdir()
    (here / "secrets.json").write_text('{"id": "present"}')
    elsewhere, week = Path("/mnt/not-mounted/data"), placement.KEPT_SECONDS
    for data_id, folder, age in (
        ("present", here, 2 * week),
        ("unmounted", elsewhere, week - 60),
        ("forgotten", elsewhere, week + 60),
        ("temporary", Path("/tmp/cc-gone-for-good/data"), 0.0),  # noqa: S108
    ):
        note = root / data_id / placement.NOTE
        note.parent.mkdir(parents=True)
        note.write_text(f"{folder}\n{data_id}\n")
        os.utime(note, (1e9 - age, 1e9 - age))
    placement.prune(root, 1e9)
    assert sorted(folder.name for folder in root.iterdir()) == ["present", "unmounted"]


def test_a_lock_file_whose_pid_is_another_programs_now_is_removed(tmp_path: Path) -> None:
    lock = tmp_path / "postmaster.pid"
    lock.write_text(f"{os.getpid()}\n/somewhere\n")
    clear_stale_lock(tmp_path)
    assert not lock.exists()


async def test_the_ports_stay_over_a_restart(private: Path) -> None:
    first = Embedded(private, ProcessSupervisor(private / "run", private / "logs")).urls
    second = Embedded(private, ProcessSupervisor(private / "run", private / "logs")).urls
    assert first == second
    assert (private / "secrets.json").stat().st_mode & 0o777 == 0o600
    assert pidfiles.end_leftovers(private / "run") == []
